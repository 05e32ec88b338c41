import type { ParsedDefinition } from '../parsing/parsedSource';
import type { GrowingNameTable, NameTable } from './nameTable';
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
export const STRIDE = 8;
/** Where in a row ids of names stand. */
export const NAME_COLUMNS: ReadonlySet<number> = new Set([0, 7]);
const NO_NAME = -1;

/** The definitions of one file as numbers: a tenth of the memory that objects take. */
export interface PackedDefinitions {
  readonly rows: Int32Array;
  /** Pairs of a row's index and the name of one of its supertypes. */
  readonly supertypes: Int32Array;
}

export function packDefinitions(
  definitions: readonly ParsedDefinition[],
  names: GrowingNameTable,
): PackedDefinitions {
  const rows = new Int32Array(definitions.length * STRIDE);
  const supertypes: number[] = [];
  definitions.forEach((definition, index) => {
    const flags = (definition.exported ? EXPORTED : 0) | (definition.member ? MEMBER : 0);
    rows.set(
      [
        names.intern(definition.name),
        KINDS.indexOf(definition.kind) | flags,
        definition.startLine,
        definition.endLine,
        definition.nameLine,
        definition.signatureEndLine,
        definition.docStartLine,
        definition.container === '' ? NO_NAME : names.intern(definition.container),
      ],
      index * STRIDE,
    );
    for (const supertype of definition.supertypes) supertypes.push(index, names.intern(supertype));
  });
  return { rows, supertypes: Int32Array.from(supertypes) };
}

export function definitionCountOf(packed: PackedDefinitions): number {
  return packed.rows.length / STRIDE;
}

export function nameIdAt(packed: PackedDefinitions, index: number): number {
  return packed.rows[index * STRIDE] ?? NO_NAME;
}

/** True for a field, a method and the like, which can't be imported by themselves. */
export function isMemberAt(packed: PackedDefinitions, index: number): boolean {
  return ((packed.rows[index * STRIDE + 1] ?? 0) & MEMBER) !== 0;
}

export function kindAt(packed: PackedDefinitions, index: number): DefinitionKind {
  return KINDS[(packed.rows[index * STRIDE + 1] ?? 0) & KIND_BITS] ?? 'variable';
}

export function unpackDefinition(
  packed: PackedDefinitions,
  index: number,
  path: string,
  names: NameTable,
): Definition {
  const at = index * STRIDE;
  const cell = (offset: number): number => packed.rows[at + offset] ?? 0;
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

function supertypesAt({ supertypes }: PackedDefinitions, index: number): number[] {
  const ids: number[] = [];
  for (let at = 0; at < supertypes.length; at += 2) {
    const id = supertypes[at + 1];
    if (supertypes[at] === index && id !== undefined) ids.push(id);
  }
  return ids;
}

/** Ids of all names that stand as a supertype in the file. */
export function supertypeIdsOf({ supertypes }: PackedDefinitions): number[] {
  return [...supertypes].filter((_, at) => at % 2 === 1);
}

/** Indexes of the definitions that have the name as a supertype. */
export function subtypeIndexes({ supertypes }: PackedDefinitions, supertypeId: number): number[] {
  const indexes: number[] = [];
  for (let at = 0; at < supertypes.length; at += 2) {
    const index = supertypes[at];
    if (supertypes[at + 1] === supertypeId && index !== undefined) indexes.push(index);
  }
  return indexes;
}
