import { estimateTokens } from '../../prompt/estimateTokens';

/** A file, or what is of interest of it, as the model reads it. */
export interface Piece {
  readonly path: string;
  readonly block: string;
}

export interface FittingPieces {
  readonly whole: readonly Piece[];
  /** Paths of those for which there is no room. */
  readonly without: readonly string[];
}

/** Whole pieces as long as they fit, in their order; smaller ones may follow one that does not. */
export function piecesThatFit(pieces: readonly Piece[], budgetTokens: number): FittingPieces {
  let room = budgetTokens;
  const whole: Piece[] = [];
  const without: string[] = [];
  for (const piece of pieces) {
    const tokens = estimateTokens(piece.block);
    if (tokens > room) {
      without.push(piece.path);
      continue;
    }
    room -= tokens;
    whole.push(piece);
  }
  return { whole, without };
}

/** Paths named at most: a list of thousands would take the room of what is shown. */
const MOST_NAMED = 200;

/** What is not shown, for the model; nothing where all is. */
export function namedOnly(reason: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const more = paths.length - MOST_NAMED;
  const rest = more > 0 ? [`… and ${more} more`] : [];
  return [[`Not shown, ${reason}:`, ...paths.slice(0, MOST_NAMED), ...rest].join('\n')];
}
