import type { TargetText } from '../../prompt/targetText';
import type { ResolvedImport } from '../index/repositoryIndex';
import { namesInLine } from './namesInLine';

/** What stands around the cursor, as far as the text alone tells. */
export interface CursorScene {
  readonly path: string;
  readonly languageId: string;
  /** 1-based line of the whole target that holds the cursor. */
  readonly cursorLine: number;
  /** The identifier before the dot (or `->`, `::`) that the cursor stands behind. */
  readonly qualifier?: string;
  /** Names that may be the type of `qualifier`, from how it is declared or made before the cursor; the likeliest first. */
  readonly qualifierTypes: readonly string[];
  /** What is typed of the identifier at the cursor. */
  readonly typed: string;
  /** Names near the cursor and in the headers around it: 1 at the cursor, less with every line. */
  readonly near: ReadonlyMap<string, number>;
  /** How often each name occurs in the target outside its imports. */
  readonly occurrences: ReadonlyMap<string, number>;
  /** Header lines of the blocks around the cursor, the innermost first. */
  readonly headers: readonly string[];
  /** 1-based lines of the target that the prompt shows anyway. */
  readonly shownStartLine: number;
  readonly shownEndLine: number;
  readonly lineCount: number;
}

/** Lines before and after the cursor whose names count as near. */
const LINES_BEFORE = 60;
const LINES_AFTER = 30;
/** A name this many lines away weighs half of one at the cursor. */
const HALF_WEIGHT_LINES = 12;
/** A name in the header of an enclosing function or type weighs as much as one a few lines away. */
const HEADER_WEIGHT = 0.8;
/** A header may spread over several lines: a signature with one parameter per line. */
const MOST_HEADER_LINES = 30;

const QUALIFIED_CURSOR =
  /([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:\([^()]*\))?\s*(?:\??\.|->|::)\s*([\p{L}\p{N}_$]*)$/u;
const TYPED_WORD = /[\p{L}\p{N}_$]*$/u;

export interface SceneShown {
  readonly prefixChars: number;
  readonly suffixChars: number;
}

export function readScene(
  target: TargetText,
  imports: readonly ResolvedImport[],
  shown: SceneShown,
): CursorScene {
  const before = target.prefix.split('\n');
  const after = target.suffix.split('\n');
  const cursorLine = before.length;
  const headers = enclosingHeaders(before);
  const lastLines = before.slice(-2).join('\n');
  const qualifier = QUALIFIED_CURSOR.exec(lastLines)?.[1];
  return {
    path: target.path,
    languageId: target.languageId,
    cursorLine,
    ...(qualifier !== undefined && { qualifier }),
    qualifierTypes: qualifier === undefined ? [] : declaredTypes(target.prefix, qualifier),
    typed: TYPED_WORD.exec(lastLines)?.[0] ?? '',
    near: nearNames(before, after, headers),
    occurrences: countNames(
      [...before.slice(0, -1), (before.at(-1) ?? '') + (after[0] ?? ''), ...after.slice(1)],
      imports,
    ),
    headers,
    shownStartLine: lineAt(target.prefix, target.prefix.length - shown.prefixChars),
    shownEndLine: cursorLine + lineAt(target.suffix, shown.suffixChars) - 1,
    lineCount: before.length + after.length - 1,
  };
}

/** How far back a declaration is looked for. */
const DECLARATION_CHARS = 20_000;

/** From `name: Type`, `name = new Type(`, `name := Type{`, `Type name` and their like; the nearest to the cursor first. */
function declaredTypes(prefix: string, name: string): string[] {
  const text = prefix.slice(-DECLARATION_CHARS);
  const type = String.raw`(?:[&*]|mut\s|dyn\s|\[\])*(?:[\w$]+(?:\.|::))*([\p{Lu}][\w$]*)`;
  const word = name.replaceAll('$', String.raw`\$`);
  const declarations = new RegExp(
    String.raw`(?<![\w$])${word}\??\s*(?::=?|=|\s)\s*(?:new\s+|await\s+|final\s+)*${type}|([\p{Lu}][\w$]*)(?:<[^<>]*>)?(?:\[\])?\s+${word}(?![\w$])`,
    'gu',
  );
  const found = [...text.matchAll(declarations)].map((match) => match[1] ?? match[2] ?? '');
  return [...new Set(found.reverse())].filter((typeName) => typeName !== '');
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function nearNames(
  before: readonly string[],
  after: readonly string[],
  headers: readonly string[],
): Map<string, number> {
  const near = new Map<string, number>();
  const note = (line: string, weight: number): void => {
    for (const name of namesInLine(line)) if (weight > (near.get(name) ?? 0)) near.set(name, weight);
  };
  const weightAt = (distance: number): number => HALF_WEIGHT_LINES / (HALF_WEIGHT_LINES + distance);
  for (let distance = 0; distance < Math.min(LINES_BEFORE, before.length); distance += 1) {
    note(before[before.length - 1 - distance] ?? '', weightAt(distance));
  }
  for (let distance = 0; distance < Math.min(LINES_AFTER, after.length); distance += 1) {
    note(after[distance] ?? '', weightAt(distance));
  }
  for (const header of headers) note(header, HEADER_WEIGHT);
  return near;
}

function countNames(lines: readonly string[], imports: readonly ResolvedImport[]): Map<string, number> {
  const importLines = new Set<number>();
  for (const { startLine, endLine } of imports) {
    for (let line = startLine; line <= endLine; line += 1) importLines.add(line);
  }
  const counts = new Map<string, number>();
  lines.forEach((line, index) => {
    if (importLines.has(index + 1)) return;
    for (const name of namesInLine(line)) counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return counts;
}

/**
 * The lines that open the blocks around the cursor: going up, each first line with less indentation than all below it.
 * Holds for every language that people indent, and while the code does not parse.
 */
export function enclosingHeaders(before: readonly string[]): string[] {
  const headers: string[] = [];
  const cursor = before.at(-1) ?? '';
  let indent = cursor.trim() === '' ? Math.max(cursor.length, 1) : indentOf(cursor);
  let at = before.length - 2;
  // On an empty line without indentation, what the line above belongs to counts.
  if (cursor === '') indent = Math.max(indentOf(before[previousCode(before, at)] ?? ''), 0) + 1;
  while (at >= 0 && indent > 0) {
    const line = before[at] ?? '';
    if (line.trim() !== '' && indentOf(line) < indent) {
      indent = indentOf(line);
      const start = headerStart(before, at);
      headers.push(before.slice(start, at + 1).join('\n'));
      at = start;
    }
    at -= 1;
  }
  return headers;
}

function previousCode(lines: readonly string[], from: number): number {
  let at = from;
  while (at > 0 && (lines[at] ?? '').trim() === '') at -= 1;
  return at;
}

/** A header that ends in a closing bracket, such as `): Result {`, begins further up at the same indentation. */
function headerStart(lines: readonly string[], end: number): number {
  const line = lines[end] ?? '';
  if (!/^\s*[)\]>}]/.test(line)) return end;
  for (let at = end - 1; at >= 0 && end - at < MOST_HEADER_LINES; at -= 1) {
    const above = lines[at] ?? '';
    if (above.trim() !== '' && indentOf(above) <= indentOf(line)) return at;
  }
  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
