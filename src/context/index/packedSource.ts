import type { ParsedDefinition, ParsedImport, ParsedSource } from '../parsing/parsedSource';
import type { GrowingNameTable, NameTable } from './nameTable';
import { packImports, renumberImports, unpackImports } from './packedImports';
import type { Definition, DefinitionKind } from './repositoryIndex';

const KINDS: readonly DefinitionKind[] = [
  'function',
  'method',
  'constructor',
  'field',
  'class',
  'interface',
  'enum',
  'enumMember',
  'type',
  'constant',
  'variable',
  'macro',
  'module',
  'implementation',
];
const KIND_BITS = 0xff;
const EXPORTED = 0x100;
const MEMBER = 0x200;
/** Numbers per definition: name, kind and flags, five lines, container. */
const STRIDE = 8;
/** Where in a row ids of names stand. */
const NAME_COLUMNS: ReadonlySet<number> = new Set([0, 7]);
const NO_NAME = -1;
/** How many definitions there are, and how many numbers their supertypes take. */
const HEAD_CELLS = 2;

/**
 * The definitions and imports of one file as numbers, a tenth of the memory that objects take: how many there are, a
 * row for each definition, pairs of a row's index and the name of one of its supertypes, then the imports.
 */
export type PackedSource = Int32Array;

export function packSource(
  { definitions, imports }: Pick<ParsedSource, 'definitions' | 'imports'>,
  names: GrowingNameTable,
): PackedSource {
  const supertypes = definitions.flatMap((definition, index) =>
    definition.supertypes.flatMap((name) => [index, names.intern(name)]),
  );
  const importNumbers = packImports(imports, names);
  const rowsEnd = HEAD_CELLS + definitions.length * STRIDE;
  const packed = new Int32Array(rowsEnd + supertypes.length + importNumbers.length);
  packed.set([definitions.length, supertypes.length]);
  definitions.forEach((definition, index) =>
    packed.set(rowOf(definition, names), HEAD_CELLS + index * STRIDE),
  );
  packed.set(supertypes, rowsEnd);
  packed.set(importNumbers, rowsEnd + supertypes.length);
  return packed;
}

function rowOf(definition: ParsedDefinition, names: GrowingNameTable): number[] {
  return [
    names.intern(definition.name),
    KINDS.indexOf(definition.kind) | (definition.exported ? EXPORTED : 0) | (definition.member ? MEMBER : 0),
    definition.startLine,
    definition.endLine,
    definition.nameLine,
    definition.signatureEndLine,
    definition.docStartLine,
    definition.container === '' ? NO_NAME : names.intern(definition.container),
  ];
}

/** The same with other numbers for names. */
export function renumbered(packed: PackedSource, idOf: (old: number) => number): PackedSource {
  const copy = packed.slice();
  const rows = copy.subarray(HEAD_CELLS, rowsEndOf(copy));
  rows.forEach((value, at) => {
    if (NAME_COLUMNS.has(at % STRIDE) && value !== NO_NAME) rows[at] = idOf(value);
  });
  const supertypes = supertypesOf(copy);
  for (let at = 1; at < supertypes.length; at += 2) supertypes[at] = idOf(supertypes[at] ?? 0);
  renumberImports(importsOf(copy), idOf);
  return copy;
}

function rowsEndOf(packed: PackedSource): number {
  return HEAD_CELLS + definitionCountOf(packed) * STRIDE;
}

function supertypesOf(packed: PackedSource): Int32Array {
  const start = rowsEndOf(packed);
  return packed.subarray(start, start + (packed[1] ?? 0));
}

function importsOf(packed: PackedSource): Int32Array {
  return packed.subarray(rowsEndOf(packed) + (packed[1] ?? 0));
}

function cellOf(packed: PackedSource, index: number, column: number): number {
  return packed[HEAD_CELLS + index * STRIDE + column] ?? 0;
}

export function definitionCountOf(packed: PackedSource): number {
  return packed[0] ?? 0;
}

export function nameIdAt(packed: PackedSource, index: number): number {
  return cellOf(packed, index, 0);
}

/** True for a field, a method and the like, which can't be imported by themselves. */
export function isMemberAt(packed: PackedSource, index: number): boolean {
  return (cellOf(packed, index, 1) & MEMBER) !== 0;
}

export function kindAt(packed: PackedSource, index: number): DefinitionKind {
  return KINDS[cellOf(packed, index, 1) & KIND_BITS] ?? 'variable';
}

export function importsIn(packed: PackedSource, names: NameTable): ParsedImport[] {
  return unpackImports(importsOf(packed), names);
}

export function unpackDefinition(
  packed: PackedSource,
  index: number,
  path: string,
  names: NameTable,
): Definition {
  const cell = (column: number): number => cellOf(packed, index, column);
  const container = cell(7);
  return {
    name: names.nameOf(cell(0)),
    kind: kindAt(packed, index),
    path,
    startLine: cell(2),
    endLine: cell(3),
    nameLine: cell(4),
    signatureEndLine: cell(5),
    docStartLine: cell(6),
    ...(container === NO_NAME ? {} : { container: names.nameOf(container) }),
    supertypes: supertypesAt(packed, index).map((id) => names.nameOf(id)),
    exported: (cell(1) & EXPORTED) !== 0,
  };
}

function supertypesAt(packed: PackedSource, index: number): number[] {
  const supertypes = supertypesOf(packed);
  const ids: number[] = [];
  for (let at = 0; at < supertypes.length; at += 2) {
    const id = supertypes[at + 1];
    if (supertypes[at] === index && id !== undefined) ids.push(id);
  }
  return ids;
}

/** Ids of all names that stand as a supertype in the file. */
export function supertypeIdsOf(packed: PackedSource): number[] {
  return [...supertypesOf(packed)].filter((_, at) => at % 2 === 1);
}

/** Indexes of the definitions that have the name as a supertype. */
export function subtypeIndexes(packed: PackedSource, supertypeId: number): number[] {
  const supertypes = supertypesOf(packed);
  const indexes: number[] = [];
  for (let at = 0; at < supertypes.length; at += 2) {
    const index = supertypes[at];
    if (supertypes[at + 1] === supertypeId && index !== undefined) indexes.push(index);
  }
  return indexes;
}
