import type { DefinitionCandidate, LinesCandidate } from '../candidates/candidate';
import type { KnownFile } from '../candidates/knownFiles';
import type { Definition, DefinitionKind } from '../index/repositoryIndex';
import { isCloser } from './commentStyle';
import type { LineRange } from './fileDraft';

/** Lines that are chosen together or not at all. */
export interface Piece {
  readonly path: string;
  readonly ranges: readonly LineRange[];
  /** What the lines tell about: a second piece on the same symbol is worth less. Unset for code shown as an example. */
  readonly symbol?: string;
  /** Whether it holds the line that declares the symbol. */
  readonly part: 'signature' | 'body' | 'lines';
  readonly value: number;
  readonly reason: string;
}

/** Longer signatures are cut here: a class that implements forty interfaces, a call in a default value. */
const MOST_SIGNATURE_LINES = 12;
/** A value of more lines than this is left out of the signature of the constant that holds it. */
const MOST_VALUE_LINES = 3;

/** What seeing the rest of a definition is worth, beside seeing its signature. */
const BODY_SHARE: Readonly<Record<DefinitionKind, number>> = {
  function: 0.3,
  method: 0.25,
  constructor: 0.25,
  field: 0.1,
  class: 0.25,
  interface: 0.6,
  enum: 0.6,
  enumMember: 0.1,
  type: 0.6,
  constant: 0.15,
  variable: 0.1,
  macro: 0.3,
  module: 0.05,
  implementation: 0.05,
};

/** A definition in two forms: the signature within the headers of what it is a member of, and the rest of it. */
export function definitionPieces(candidate: DefinitionCandidate, file: KnownFile): Piece[] {
  const { definition, value, reason } = candidate;
  const symbol =
    definition.container === undefined ? definition.name : `${definition.container}.${definition.name}`;
  const signatureEnd = endOfSignature(definition);
  const headers = containersOf(definition, file).flatMap((container) => skeletonOf(container, file));
  const signature: Piece = {
    path: file.path,
    ranges: [...headers, ...skeletonOf(definition, file)],
    symbol,
    part: 'signature',
    value,
    reason,
  };
  if (signatureEnd >= definition.endLine) return [signature];
  const whole = { start: definition.startLine, end: definition.endLine };
  const body: Piece = {
    ...signature,
    ranges: [...headers, whole],
    part: 'body',
    value: value * BODY_SHARE[definition.kind],
  };
  return [signature, body];
}

export function linesPiece(candidate: LinesCandidate, file: KnownFile): Piece {
  const { path, value, reason } = candidate;
  const start = Math.max(candidate.startLine, 1);
  const end = Math.min(candidate.endLine, file.lines.length);
  const headers = blocksOf(file)
    .filter((around) => around.startLine < start && around.endLine > end)
    .flatMap((around) => skeletonOf(around, file));
  return { path, ranges: [...headers, { start, end }], part: 'lines', value, reason };
}

/** The header of a definition, and the line that closes it, so that brackets come in pairs. */
function skeletonOf(definition: Definition, file: KnownFile): LineRange[] {
  const end = endOfSignature(definition);
  const header = { start: definition.startLine, end };
  const last = definition.endLine;
  if (last <= end || !isCloser(file.lines[last - 1] ?? '')) return [header];
  return [header, { start: last, end: last }];
}

function endOfSignature(definition: Definition): number {
  const { startLine, nameLine, signatureEndLine, endLine } = definition;
  const most =
    signatureEndLine === endLine ? nameLine + MOST_VALUE_LINES - 1 : startLine + MOST_SIGNATURE_LINES - 1;
  if (signatureEndLine <= most) return signatureEndLine;
  return signatureEndLine === endLine ? nameLine : Math.max(most, nameLine);
}

/** The types and modules around a definition in its file, the outermost first. */
function containersOf(definition: Definition, file: KnownFile): readonly Definition[] {
  if (definition.container === undefined) return [];
  return blocksOf(file).filter(
    (around) =>
      around.startLine <= definition.startLine &&
      around.endLine >= definition.endLine &&
      (around.startLine < definition.startLine || around.endLine > definition.endLine),
  );
}

const blocksByFile = new WeakMap<KnownFile, readonly Definition[]>();

const BLOCK_KINDS = new Set<DefinitionKind>([
  'class',
  'interface',
  'enum',
  'type',
  'module',
  'implementation',
]);

/** Definitions that hold others. */
function blocksOf(file: KnownFile): readonly Definition[] {
  const known = blocksByFile.get(file);
  if (known !== undefined) return known;
  const blocks = file.definitions.filter(
    ({ kind, startLine, endLine }) => endLine > startLine && BLOCK_KINDS.has(kind),
  );
  blocksByFile.set(file, blocks);
  return blocks;
}
