import type { ContextItem } from '../../prompt/contextItem';
import type { Candidate } from '../candidates/candidate';
import type { KnownFiles } from '../candidates/knownFiles';
import { FileDraft, type LineRange } from './fileDraft';
import { toItem } from './item';
import { definitionPieces, linesPiece, type Piece } from './pieces';
import { createPriorityQueue, type PriorityQueue } from './priorityQueue';

export interface ChoiceRequest {
  readonly candidates: readonly Candidate[];
  readonly files: KnownFiles;
  readonly budgetTokens: number;
  /** Exact tokens of a line with its line end. */
  lineTokens(line: string): number;
  /** What an item costs in the prompt, its path line included. */
  tokensOf(item: ContextItem): number;
  /** Lines of a file that the prompt shows anyway. */
  shown(path: string): LineRange | undefined;
}

/** Tokens of a path line and its separator, roughly; the exact figure is taken at the end. */
const HEADER_TOKENS = 14;
/** Tokens of a marker where lines are left out, roughly. */
const GAP_TOKENS = 4;
/** A second definition of the same symbol is worth this much of what it would be alone, a third this much of that. */
const REPEATED_SYMBOL_SHARE = 0.35;
/** A definition takes more tokens than this, so that more candidates never fit; the least valuable are not looked at. */
const LEAST_CANDIDATE_TOKENS = 5;
/** Yet some of the first may be too long for what is left. */
const LEAST_CANDIDATES = 600;
/** Below this value per token nothing is worth the time the host takes to read it. */
const LEAST_VALUE_PER_TOKEN = 2e-5;

/** A piece is not counted where even a guess this much too high leaves it too large. */
const MOST_GUESS_ERROR = 1.3;
/** No definition fits into less. */
const LEAST_ROOM_TOKENS = 8;
/** What a piece costs is guessed on the safe side, so that the first round leaves room; few pieces come in the third. */
const MOST_ROUNDS = 3;

/** A piece that was taken, with the lines it added. */
interface Taken {
  readonly piece: Piece;
  readonly lines: readonly number[];
}

interface Prepared {
  readonly request: ChoiceRequest;
  readonly drafts: ReadonlyMap<string, FileDraft>;
  readonly piecesByPath: ReadonlyMap<string, readonly Piece[]>;
  /** How many definitions of a symbol are shown already. */
  readonly symbols: Map<string, number>;
}

interface Choice extends Prepared {
  readonly queue: PriorityQueue<Piece>;
}

/**
 * Chooses greedily by value per token what fits into the budget. A file enters with the lines of the pieces that were
 * taken: as signatures, as some definitions or whole. The items come in order of paths.
 */
export async function chooseItems(request: ChoiceRequest): Promise<ContextItem[]> {
  const prepared = await prepare(request);
  const taken: Taken[] = [];
  const rendered = createRendering(prepared, taken);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const choice = { ...prepared, queue: createPriorityQueue<Piece>() };
    for (const pieces of choice.piecesByPath.values()) for (const piece of pieces) enqueue(choice, piece);
    const more = takeGreedily(choice, request.budgetTokens - rendered.tokens());
    if (more.length === 0) break;
    taken.push(...more);
    rendered.refresh(new Set(more.map(({ piece }) => piece.path)));
  }
  return fittedItems(prepared, taken, rendered);
}

async function prepare(request: ChoiceRequest): Promise<Prepared> {
  const most = Math.max(Math.ceil(request.budgetTokens / LEAST_CANDIDATE_TOKENS), LEAST_CANDIDATES);
  const candidates = [...request.candidates].sort((a, b) => b.value - a.value).slice(0, most);
  const paths = [...new Set(candidates.map(pathOf))];
  const files = await Promise.all(paths.map((path) => request.files.file(path)));
  const drafts = new Map<string, FileDraft>();
  for (const file of files)
    if (file !== undefined) drafts.set(file.path, new FileDraft(file, request.shown(file.path)));
  const piecesByPath = new Map<string, Piece[]>();
  for (const candidate of candidates) {
    const draft = drafts.get(pathOf(candidate));
    if (draft === undefined) continue;
    const pieces =
      candidate.kind === 'definition'
        ? definitionPieces(candidate, draft.file)
        : [linesPiece(candidate, draft.file)];
    const known = piecesByPath.get(draft.file.path);
    if (known === undefined) piecesByPath.set(draft.file.path, pieces);
    else known.push(...pieces);
  }
  return { request, drafts, piecesByPath, symbols: new Map() };
}

function pathOf(candidate: Candidate): string {
  return candidate.kind === 'definition' ? candidate.definition.path : candidate.path;
}

function takeGreedily(choice: Choice, budgetTokens: number): Taken[] {
  const { queue, drafts, symbols } = choice;
  const taken: Taken[] = [];
  let left = budgetTokens;
  for (let piece = queue.pop(); piece !== undefined && left > LEAST_ROOM_TOKENS; piece = queue.pop()) {
    const draft = drafts.get(piece.path);
    const density = densityOf(choice, piece);
    if (draft === undefined || density < LEAST_VALUE_PER_TOKEN) continue;
    // What was taken meanwhile may have made it less worth: it waits until its turn comes again.
    if (density < (queue.topPriority() ?? 0)) {
      queue.push(piece, density);
      continue;
    }
    if (draft.guessedTokens(piece.ranges) > left * MOST_GUESS_ERROR) continue;
    const lines = draft.missing(piece.ranges);
    const tokens = exactTokens(choice, draft, lines);
    if (lines.length === 0 || tokens > left) continue;
    left -= tokens;
    const enters = draft.isEmpty;
    draft.keep(lines);
    taken.push({ piece, lines });
    if (piece.symbol !== undefined && piece.part === 'signature') {
      symbols.set(piece.symbol, (symbols.get(piece.symbol) ?? 0) + 1);
    }
    // With its path line paid for, the rest of the file has become cheaper.
    if (enters) for (const other of choice.piecesByPath.get(piece.path) ?? []) enqueue(choice, other);
  }
  return taken;
}

function enqueue(choice: Choice, piece: Piece): void {
  const density = densityOf(choice, piece);
  if (density >= LEAST_VALUE_PER_TOKEN) choice.queue.push(piece, density);
}

/** Value per token that the piece would add now; 0 when it would add nothing. Tokens are guessed, which is quick. */
function densityOf(choice: Choice, piece: Piece): number {
  const draft = choice.drafts.get(piece.path);
  if (draft === undefined) return 0;
  const tokens = draft.guessedTokens(piece.ranges);
  if (tokens === 0) return 0;
  const times =
    piece.symbol === undefined || piece.part !== 'signature' ? 0 : (choice.symbols.get(piece.symbol) ?? 0);
  return (
    (piece.value * REPEATED_SYMBOL_SHARE ** times) /
    (tokens + GAP_TOKENS + (draft.isEmpty ? HEADER_TOKENS : 0))
  );
}

function exactTokens(choice: Choice, draft: FileDraft, lines: readonly number[]): number {
  let tokens = GAP_TOKENS + (draft.isEmpty ? HEADER_TOKENS : 0);
  for (const line of lines) tokens += choice.request.lineTokens(draft.file.lines[line - 1] ?? '');
  return tokens;
}

/** The items as they would stand in the prompt now, and what they cost there. */
interface Rendering {
  tokens(): number;
  items(): ContextItem[];
  refresh(paths: Iterable<string>): void;
}

function createRendering({ request, drafts }: Prepared, taken: readonly Taken[]): Rendering {
  const items = new Map<string, { readonly item: ContextItem; readonly tokens: number }>();
  let total = 0;
  const refreshOne = (path: string): void => {
    total -= items.get(path)?.tokens ?? 0;
    items.delete(path);
    const draft = drafts.get(path);
    if (draft === undefined || draft.isEmpty) return;
    const pieces = taken.filter(({ piece }) => piece.path === path).map(({ piece }) => piece);
    const item = toItem(draft, pieces);
    const tokens = request.tokensOf(item);
    items.set(path, { item, tokens });
    total += tokens;
  };
  return {
    tokens: () => total,
    items: () => [...items.keys()].sort().flatMap((path) => items.get(path)?.item ?? []),
    refresh: (paths) => {
      for (const path of paths) refreshOne(path);
    },
  };
}

/** Takes back the last pieces until the whole, exactly counted, fits. */
function fittedItems({ request, drafts }: Prepared, taken: Taken[], rendered: Rendering): ContextItem[] {
  while (rendered.tokens() > request.budgetTokens) {
    const last = taken.pop();
    if (last === undefined) break;
    drafts.get(last.piece.path)?.drop(last.lines);
    rendered.refresh([last.piece.path]);
  }
  return rendered.items();
}
