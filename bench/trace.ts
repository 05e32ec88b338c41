import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { OpenDocument } from '../src/context/promptPlanner';
import { seededRandom, seedOf } from './random';
import { tokensOf } from './simulatedTokens';

export interface Key {
  /** Inserted at the cursor: one character, or a line end with the indentation the editor adds. */
  readonly text: string;
  readonly atMs: number;
}

/** A body typed again into the file it was taken from, with other files of the repository open in tabs. */
export interface Trace {
  readonly name: string;
  readonly path: string;
  readonly before: string;
  readonly body: string;
  readonly after: string;
  readonly keys: readonly Key[];
  readonly tabs: readonly OpenDocument[];
  /** Other files of the repository, of which a wrong answer is made, and which fill a window that is not full. */
  readonly others: readonly OpenDocument[];
}

const SOURCE_FILE = /\.(ts|tsx|js|mjs|py|go|rs|java|c|h|cpp|cs|rb|php)$/;
const SKIPPED_FOLDER = /^(node_modules|dist|out|build|target|vendor|\..*)$/;
const MAX_FILE_BYTES = 200_000;
const MIN_BODY_CHARS = 250;
const MAX_BODY_CHARS = 500;
const KEY_GAPS_MS = { min: 125, max: 200 };
const PAUSE_GAPS_MS = { min: 800, max: 1500 };
// Not after every opening sign: about one pause in each 17 keys, as in the traces peers were measured with.
const PAUSE_CHANCE = 0.55;
// As many as fill a window.
const OTHER_TOKENS = 14_000;

/** Chooses `count` bodies of the repository at `root`, always the same ones for the same seed. */
export function tracesFrom(root: string, count: number, seed: number, tabTokens: number): Trace[] {
  const files = sourceFiles(root).map((file) => ({
    path: file,
    text: readFileSync(path.join(root, file), 'utf8'),
  }));
  const random = seededRandom(seed);
  const traces: Trace[] = [];
  for (const file of shuffled(files, random)) {
    const body = findBody(file.text, random);
    if (body === undefined || traces.length === count) continue;
    const others = shuffled(
      files.filter((other) => other !== file),
      seededRandom(seedOf(seed, file.path)),
    );
    const trace = traceOf(file, body, openTabs(others, tabTokens), seedOf(seed, file.path));
    traces.push({ ...trace, others: openTabs(others, OTHER_TOKENS) });
  }
  return traces;
}

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Paths of the source files below `root`, packages and build results left out. */
export function sourceFiles(root: string, folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED_FOLDER.test(entry.name) ? [] : sourceFiles(root, name);
      return entry.isFile() &&
        SOURCE_FILE.test(name) &&
        statSync(path.join(root, name)).size <= MAX_FILE_BYTES
        ? [name]
        : [];
    });
}

/** A stretch of whole indented lines behind a line that opens a block: `[start, end)` in UTF-16 units. */
function findBody(text: string, random: () => number): readonly [number, number] | undefined {
  const openers = [...text.matchAll(/^[ \t]*\S.*[{:(]\n(?=[ \t]+\S)/gm)].map(
    (found) => found.index + found[0].length,
  );
  for (const start of shuffled(openers, random)) {
    const depth = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
    let end = start;
    while (end - start < MAX_BODY_CHARS) {
      const lineEnd = text.indexOf('\n', end);
      const line = text.slice(end, lineEnd < 0 ? undefined : lineEnd);
      if (lineEnd < 0 || (line.trim() !== '' && !line.startsWith(depth))) break;
      end = lineEnd + 1;
    }
    if (end - start >= MIN_BODY_CHARS) return [start, end];
  }
  return undefined;
}

function openTabs(files: readonly SourceText[], tabTokens: number): OpenDocument[] {
  const tabs: OpenDocument[] = [];
  let tokens = 0;
  for (const { path: file, text } of files) {
    const size = tokensOf(text).length;
    if (tokens + size > tabTokens) continue;
    tokens += size;
    tabs.push({ uri: uriOf(file), path: file, languageId: languageIdOf(file), version: 1, text });
  }
  return tabs;
}

/** The trace of typing `[start, end)` of a file again: whole lines, the first one indented. */
export function traceOf(
  file: SourceText,
  [start, end]: readonly [number, number],
  tabs: readonly OpenDocument[],
  seed: number,
): Trace {
  // The line's indentation stands there already, as an editor leaves it after Enter; its line end stays behind it.
  const indentation = /^[ \t]*/.exec(file.text.slice(start))?.[0].length ?? 0;
  const body = file.text.slice(start + indentation, end - 1);
  return {
    name: `${file.path}:${file.text.slice(0, start).split('\n').length}`,
    path: file.path,
    before: file.text.slice(0, start + indentation),
    body,
    after: file.text.slice(end - 1),
    keys: keysOf(body, seededRandom(seed)),
    tabs,
    others: tabs,
  };
}

export function uriOf(file: string): string {
  return `file:///bench/${file}`;
}

const languageIds: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  mjs: 'javascript',
  py: 'python',
  rs: 'rust',
  h: 'c',
  cs: 'csharp',
  rb: 'ruby',
};

/** As an editor calls the language. */
export function languageIdOf(file: string): string {
  const extension = path.extname(file).slice(1);
  return languageIds[extension] ?? extension;
}

/** The keys a body is typed with, with human gaps and pauses between them. */
export function keysOf(body: string, random: () => number): Key[] {
  const between = ({ min, max }: { min: number; max: number }): number => min + random() * (max - min);
  let atMs = 0;
  return (body.match(/\n+[ \t]*|[^]/gu) ?? []).map((text) => {
    const key = { text, atMs: Math.round(atMs) };
    const mayPause = /^[.(]$|\n/.test(text);
    atMs += mayPause && random() < PAUSE_CHANCE ? between(PAUSE_GAPS_MS) : between(KEY_GAPS_MS);
    return key;
  });
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}
