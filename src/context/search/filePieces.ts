/** Lines of one file that are ranked together. */
export interface FilePiece {
  /** Counts from 1. */
  readonly startLine: number;
  readonly lines: readonly string[];
}

const PIECE_LINES = 40;
/** So many lines of a piece stand in the next one too, that nothing is cut in two. */
const OVERLAP_LINES = 8;
const STEP = PIECE_LINES - OVERLAP_LINES;

export function filePieces(text: string): FilePiece[] {
  const lines = text.split('\n');
  const pieces: FilePiece[] = [];
  for (let start = 0; start === 0 || start + OVERLAP_LINES < lines.length; start += STEP) {
    pieces.push({ startLine: start + 1, lines: lines.slice(start, start + PIECE_LINES) });
  }
  return pieces;
}

/** How many pieces a file of so many lines has. */
export function pieceCount(lineCount: number): number {
  return Math.max(1, Math.ceil((lineCount - OVERLAP_LINES) / STEP));
}
