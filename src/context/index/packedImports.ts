import type { ParsedImport } from '../parsing/parsedSource';
import type { GrowingNameTable, NameTable } from './nameTable';
import type { ImportKind } from './repositoryIndex';

const KINDS: readonly ImportKind[] = ['names', 'namespace', 'all', 'reexport'];
/** Specifier, kind, first and last line, how many names; then two numbers for each name. */
const HEAD_CELLS = 5;

/** The imports of one file as numbers; their texts are names like others. */
export function packImports(imports: readonly ParsedImport[], names: GrowingNameTable): number[] {
  return imports.flatMap((one) => [
    names.intern(one.specifier),
    KINDS.indexOf(one.kind),
    one.startLine,
    one.endLine,
    one.names.length,
    ...one.names.flatMap(({ name, local }) => [names.intern(name), names.intern(local)]),
  ]);
}

export function unpackImports(packed: Int32Array, names: NameTable): ParsedImport[] {
  const imports: ParsedImport[] = [];
  for (let at = 0; at < packed.length;) {
    const cell = (offset: number): number => packed[at + offset] ?? 0;
    const count = cell(4);
    imports.push({
      specifier: names.nameOf(cell(0)),
      kind: KINDS[cell(1)] ?? 'names',
      startLine: cell(2),
      endLine: cell(3),
      names: Array.from({ length: count }, (_, index) => ({
        name: names.nameOf(cell(HEAD_CELLS + 2 * index)),
        local: names.nameOf(cell(HEAD_CELLS + 2 * index + 1)),
      })),
    });
    at += HEAD_CELLS + 2 * count;
  }
  return imports;
}

/** Gives the names in packed imports other numbers, in place. */
export function renumberImports(packed: Int32Array, idOf: (old: number) => number): void {
  for (let at = 0; at < packed.length;) {
    const namesAt = at + HEAD_CELLS;
    const end = namesAt + 2 * (packed[at + 4] ?? 0);
    packed[at] = idOf(packed[at] ?? 0);
    for (let name = namesAt; name < end; name += 1) packed[name] = idOf(packed[name] ?? 0);
    at = end;
  }
}
