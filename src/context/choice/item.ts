import { t } from '../../common/l10n';
import type { ContextItem, ContextItemKind } from '../../prompt/contextItem';
import type { FileDraft } from './fileDraft';
import type { Piece } from './pieces';

/** A reason names this many symbols; the rest is counted. */
const NAMED_SYMBOLS = 3;
/** An item names this many reasons. */
const NAMED_REASONS = 3;

/** The context item that the chosen lines of a file make. `pieces` are those that put them there. */
export function toItem(draft: FileDraft, pieces: readonly Piece[]): ContextItem {
  const { start, end } = draft.keptRange();
  return {
    kind: kindOf(draft, pieces),
    path: draft.file.path,
    startLine: start,
    endLine: end,
    text: draft.render(),
    reason: reasonOf(pieces),
  };
}

function kindOf(draft: FileDraft, pieces: readonly Piece[]): ContextItemKind {
  if (draft.isWhole) return 'file';
  if (pieces.every((piece) => piece.part === 'lines')) return 'snippet';
  return pieces.some((piece) => piece.part === 'body') ? 'definition' : 'skeleton';
}

/** "imported here: parse, Settings; used near the cursor: load and 4 more", the weightiest first. */
function reasonOf(pieces: readonly Piece[]): string {
  const groups = new Map<string, { value: number; readonly symbols: Set<string> }>();
  for (const { reason, value, symbol } of [...pieces].sort((a, b) => b.value - a.value)) {
    const group = groups.get(reason) ?? { value: 0, symbols: new Set<string>() };
    group.value += value;
    if (symbol !== undefined) group.symbols.add(symbol);
    groups.set(reason, group);
  }
  const weightiest = [...groups].sort(([, a], [, b]) => b.value - a.value).slice(0, NAMED_REASONS);
  return weightiest.map(([reason, { symbols }]) => withSymbols(reason, [...symbols])).join('; ');
}

function withSymbols(reason: string, symbols: readonly string[]): string {
  if (symbols.length === 0) return reason;
  const more = symbols.length - NAMED_SYMBOLS;
  const named = symbols.slice(0, NAMED_SYMBOLS).join(', ');
  return `${reason}: ${more > 0 ? t('{0} and {1} more', named, more) : named}`;
}
