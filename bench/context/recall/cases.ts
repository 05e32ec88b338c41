import { seededRandom, seedOf } from '../../random';
import { plainImports } from './plainImports';
import { indentOf, localNames, namesUsed, readSource, type PlainSource } from './plainSource';
import type { BenchRepository } from './repository';

/** A name of the masked text that another file declares. */
export interface WantedName {
  readonly name: string;
  /** The lines that declare it, as they stand in their files. */
  readonly lines: readonly string[];
  /** Whether an import statement of the target names it. */
  readonly importResolvable: boolean;
}

/** A place in a file whose text is taken away, and what a prompt for it should hold. */
export interface RecallCase {
  readonly path: string;
  readonly kind: 'lines' | 'body';
  readonly prefix: string;
  readonly suffix: string;
  readonly masked: string;
  /** Names declared in files that the target imports or whose package it shares, in at most three files. */
  readonly wanted: readonly WantedName[];
  /** Such names with more than three declaring files. */
  readonly ambiguous: number;
  /** Names declared anywhere in the repository that the masked target doesn't hold. */
  readonly newNames: readonly string[];
}

const MOST_DEFINERS = 3;
/** Masked lines: so many at a time. */
const MOST_LINES = 4;
const LEAST_BODY_LINES = 5;
const MOST_BODY_LINES = 40;
/** No file gives more cases than this, so that no file decides a figure. */
const MOST_PER_FILE = 4;
const ATTEMPTS_PER_FILE = 12;

/** Up to `count` cases, half of them lines and half whole function bodies; the same seed gives the same ones. */
export function makeCases(repository: BenchRepository, count: number, seed: number): RecallCase[] {
  const random = seededRandom(seedOf(seed, [...repository.sources.keys()].length, repository.language.id));
  const files = shuffled([...repository.sources.values()], random);
  const byKind = { lines: [] as RecallCase[], body: [] as RecallCase[] };
  for (const source of files) {
    for (const kind of ['body', 'lines'] as const) {
      const room = Math.min(MOST_PER_FILE / 2, Math.ceil(count / 2) - byKind[kind].length);
      byKind[kind].push(...casesIn(source, { kind, room, repository, random }));
    }
    if (byKind.lines.length + byKind.body.length >= count) break;
  }
  return [...byKind.lines, ...byKind.body].slice(0, count);
}

interface Wish {
  readonly kind: RecallCase['kind'];
  readonly room: number;
  readonly repository: BenchRepository;
  readonly random: () => number;
}

function casesIn(source: PlainSource, { kind, room, repository, random }: Wish): RecallCase[] {
  const places =
    kind === 'body' ? functionBodies(source, repository) : linePlaces(source, repository, random);
  const cases: RecallCase[] = [];
  for (const place of shuffled(places, random).slice(0, ATTEMPTS_PER_FILE)) {
    if (cases.length >= room) break;
    const made = makeCase(source, repository, { kind, ...place });
    if (made !== undefined && made.wanted.length > 0) cases.push(made);
  }
  return cases;
}

/** 0-based lines, the end not included. */
interface Place {
  readonly start: number;
  readonly end: number;
}

function functionBodies(source: PlainSource, { language }: BenchRepository): Place[] {
  const { lines } = source;
  return lines.flatMap((line, header) => {
    if (!language.functionHeader.test(line)) return [];
    const indent = indentOf(line);
    let end = header + 1;
    while (end < lines.length && (lines[end]?.trim() === '' || indentOf(lines[end] ?? '') > indent)) end += 1;
    while (end > header + 1 && lines[end - 1]?.trim() === '') end -= 1;
    const count = end - header - 1;
    return count >= LEAST_BODY_LINES && count <= MOST_BODY_LINES ? [{ start: header + 1, end }] : [];
  });
}

const IMPORT_LINE =
  /^\s*(?:import\b|from\b.*\bimport\b|use\b|package\b|export\b.*\bfrom\b|#include\b|.*\brequire\()/;

function linePlaces(source: PlainSource, { language }: BenchRepository, random: () => number): Place[] {
  return source.lines.flatMap((line, start) => {
    if (
      line.trim().length < 8 ||
      IMPORT_LINE.test(line) ||
      language.lineComment.test(line) ||
      indentOf(line) === 0
    )
      return [];
    return [{ start, end: Math.min(start + 1 + Math.floor(random() * MOST_LINES), source.lines.length) }];
  });
}

function makeCase(
  source: PlainSource,
  repository: BenchRepository,
  place: Place & { readonly kind: RecallCase['kind'] },
): RecallCase | undefined {
  const { language } = repository;
  const withEnds = source.lines.map((line) => `${line}\n`);
  const prefix = withEnds.slice(0, place.start).join('');
  const masked = withEnds.slice(place.start, place.end).join('');
  const suffix = withEnds.slice(place.end).join('');
  const visible = readSource(source.path, prefix + suffix, language);
  const imports = plainImports({ path: source.path, text: prefix + suffix }, language.id, repository);
  const locals = localNames(source.text, language);
  // Whether a line stands in a docstring can't be seen in the masked lines alone.
  const code = source.codeLines.slice(place.start, place.end).join('\n');
  const used = [...namesUsed(code, language)].filter(
    (name) => !source.declarations.has(name) && !locals.has(name),
  );
  const reachable = [...new Set([...imports.files, ...imports.packageFiles])];
  const declared = used.map((name) => ({
    name,
    files: reachable.filter((file) => repository.sources.get(file)?.declarations.has(name)),
  }));
  const crossFile = declared.filter(({ files }) => files.length > 0);
  const wanted = crossFile.filter(
    ({ name }) => (repository.definers.get(name)?.length ?? 0) <= MOST_DEFINERS,
  );
  const visibleNames = new Set(visible.text.match(/[A-Za-z_$][\w$]*/g) ?? []);
  return {
    path: source.path,
    kind: place.kind,
    prefix,
    suffix,
    masked,
    wanted: wanted.map(({ name, files }) => ({
      name,
      lines: files.flatMap((file) => declaringLines(repository.sources.get(file), name)),
      importResolvable: imports.named.has(name),
    })),
    ambiguous: crossFile.length - wanted.length,
    newNames: [...namesUsed(code, language)].filter(
      (name) => repository.definers.has(name) && !visibleNames.has(name),
    ),
  };
}

function declaringLines(source: PlainSource | undefined, name: string): string[] {
  return (source?.declarations.get(name) ?? []).map((number) => (source?.lines[number] ?? '').trim());
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const keyed = values.map((value) => ({ value, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}
