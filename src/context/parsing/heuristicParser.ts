import type { DefinitionKind } from '../index/repositoryIndex';
import { identifiersIn } from './identifiers';
import type { ParsedDefinition, ParsedImport, ParsedSource } from './parsedSource';
import { createSourceLines, type SourceLines } from './sourceLines';

const MODIFIERS =
  '(?:(?:export|default|pub(?:lic)?|private|protected|internal|open|final|abstract|sealed|static|override|inline|suspend|async|data|local|case|implicit|external|virtual|@\\w+)\\s+)*';
const KEYWORDS: Readonly<Record<string, DefinitionKind>> = {
  class: 'class',
  struct: 'class',
  object: 'class',
  actor: 'class',
  record: 'class',
  interface: 'interface',
  protocol: 'interface',
  trait: 'interface',
  enum: 'enum',
  union: 'class',
  extension: 'implementation',
  func: 'function',
  fun: 'function',
  fn: 'function',
  function: 'function',
  def: 'function',
  defp: 'function',
  defmodule: 'module',
  defmacro: 'macro',
  sub: 'function',
  proc: 'function',
  module: 'module',
  namespace: 'module',
  type: 'type',
  typealias: 'type',
  message: 'class',
  service: 'interface',
  rpc: 'method',
  const: 'constant',
  let: 'variable',
  val: 'variable',
  var: 'variable',
};
const DEFINITION = new RegExp(
  `^(\\s*)${MODIFIERS}(${Object.keys(KEYWORDS).join('|')})\\s+(?:[\\w.]+[.:])?([\\p{L}_][\\p{L}\\p{N}_]*[?!]?)`,
  'u',
);
const SQL_DEFINITION =
  /^\s*create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(table|view|function|procedure|type|index)\s+(?:if\s+not\s+exists\s+)?[`"[]?(?:\w+\.)?(\w+)/i;
const IMPORT =
  /^\s*(?:import\s+.*?from\s+|import\s+|from\s+|#\s*include\s+|@import\s+|require\b\s*\(?\s*|use\s+|using\s+|open\s+|alias\s+|local\s+\w+\s*=\s*require\s*\(?\s*)(['"<]?)([\w@./:\\-]+)\1?/;
const COMMENT = /^\s*(?:\/\/|\/\*|\*|#(?!include)|--|;|%)/;
const TYPES: readonly DefinitionKind[] = ['class', 'interface', 'enum', 'implementation'];

/**
 * Reads a source file of any language by the look of its lines: keywords that open definitions, indentation that
 * closes them. Coarse, but enough to find where a name comes from.
 */
export function parseByHeuristics(language: string, text: string): ParsedSource {
  const lines = createSourceLines(text);
  const definitions: ParsedDefinition[] = [];
  const imports: ParsedImport[] = [];
  const open: { name: string; indent: number; kind: DefinitionKind }[] = [];
  for (let number = 1; number <= lines.count; number += 1) {
    const line = lines.line(number);
    if (line.trim() === '' || COMMENT.test(line)) continue;
    const indent = indentOf(line);
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const specifier = IMPORT.exec(line)?.[2];
    if (specifier !== undefined) imports.push(importAt(specifier, number));
    const found = definitionAt(line);
    // Locals of a function are nobody else's business.
    if (
      !found ||
      (open.length > 0 && !TYPES.includes(open.at(-1)?.kind ?? 'class') && open.at(-1)?.kind !== 'module')
    )
      continue;
    const member = TYPES.includes(open.at(-1)?.kind ?? 'module');
    definitions.push(
      definitionFrom(found, {
        number,
        indent,
        lines,
        container: open.map(({ name }) => name).join('.'),
        member,
      }),
    );
    open.push({ ...found, indent });
  }
  return {
    definitions,
    imports,
    identifiers: identifiersIn(text, language),
    packageName: '',
    lineCount: lines.count,
  };
}

interface Found {
  readonly name: string;
  readonly kind: DefinitionKind;
}

function definitionAt(line: string): Found | undefined {
  const sql = SQL_DEFINITION.exec(line);
  if (sql?.[2] !== undefined)
    return { name: sql[2], kind: /function|procedure/i.test(sql[1] ?? '') ? 'function' : 'type' };
  const match = DEFINITION.exec(line);
  const kind = KEYWORDS[match?.[2] ?? ''];
  if (match?.[3] === undefined || kind === undefined) return undefined;
  return { name: match[3], kind };
}

interface Place {
  readonly number: number;
  readonly indent: number;
  readonly lines: SourceLines;
  readonly container: string;
  readonly member: boolean;
}

function definitionFrom({ name, kind }: Found, place: Place): ParsedDefinition {
  const { number, indent, lines, container, member } = place;
  const endLine = blockEnd(lines, number, indent);
  let docStartLine = number;
  while (docStartLine > 1 && COMMENT.test(lines.line(docStartLine - 1))) docStartLine -= 1;
  return {
    name,
    kind: member && kind === 'function' ? 'method' : kind,
    startLine: number,
    endLine,
    nameLine: number,
    signatureEndLine: signatureEnd(lines, number, endLine),
    docStartLine,
    container,
    member,
    supertypes: [],
    exported: true,
  };
}

/** Up to the first line that opens a block; a header of more lines than this is not one. */
const LONGEST_HEADER_LINES = 8;

function signatureEnd(lines: SourceLines, start: number, end: number): number {
  for (let line = start; line < Math.min(end, start + LONGEST_HEADER_LINES); line += 1) {
    if (/[{:=]\s*$|\bdo\s*$|\bthen\s*$/.test(lines.line(line))) return line;
  }
  return start;
}

/** The last line that is indented deeper, and the closing line after it if it only closes. */
function blockEnd(lines: SourceLines, start: number, indent: number): number {
  let end = start;
  for (let line = start + 1; line <= lines.count; line += 1) {
    const text = lines.line(line);
    if (text.trim() === '') continue;
    if (indentOf(text) > indent || /^\s*[{)]/.test(text)) {
      end = line;
      continue;
    }
    return /^\s*(?:[}\])]|end\b)/.test(text) ? line : end;
  }
  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function importAt(specifier: string, number: number): ParsedImport {
  return { specifier, kind: 'all', names: [{ name: '*', local: '*' }], startLine: number, endLine: number };
}
