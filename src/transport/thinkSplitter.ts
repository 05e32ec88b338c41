import type { ChatEvent } from './chatEngine';

type Piece = Extract<ChatEvent, { kind: 'thinking' | 'text' | 'text-was-thinking' }>;

/** Parts a stream of text into thought and answer. */
export interface ThinkSplitter {
  /** The host parts them itself: what it calls text is text. */
  sawThinking(): void;
  push(text: string): readonly Piece[];
  /** What was held back. */
  end(): readonly Piece[];
}

const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * For hosts that leave `<think>…</think>` in the text. Only a tag that the text begins with opens a thought, so that an
 * answer may speak of the tag; a thought that is never closed is all thought. In a code block of the thought, the closing
 * tag counts only at the start of a line. A closing tag alone on its line with none before it means that the host's
 * template had opened the thought.
 */
export function thinkSplitter(): ThinkSplitter {
  let state: State = { kind: 'start' };
  let held = '';
  const decide = (): Piece[] => {
    const pieces: Piece[] = [];
    while (held !== '') {
      const taken = advance(state, held);
      pieces.push(...taken.pieces);
      const isUndecided = taken.rest === held && taken.state === state;
      ({ state, rest: held } = taken);
      if (isUndecided) break;
    }
    return pieces;
  };
  return {
    sawThinking: () => {
      if (state.kind === 'start' || state.kind === 'unopened') state = { kind: 'answer' };
    },
    push: (text) => {
      held += text;
      return decide();
    },
    end: () => {
      const rest = held;
      held = '';
      if (state.kind === 'unopened' && rest.trim() === CLOSE) return [{ kind: 'text-was-thinking' }];
      return pieceOf(state.kind === 'thought' ? 'thinking' : 'text', rest);
    },
  };
}

type State =
  | { readonly kind: 'start' }
  | ({ readonly kind: 'thought' } & Lines)
  /** Text, unless the end of a thought comes. */
  | ({ readonly kind: 'unopened' } & Lines)
  /** White space between thought and answer is dropped. */
  | { readonly kind: 'after-thought' }
  | { readonly kind: 'answer' };

/** Where the text before stood. */
interface Lines {
  readonly inFence: boolean;
  /** The line that has begun opens or closes a code block. */
  readonly isFence: boolean;
  readonly atLineStart: boolean;
}

const beginning: Lines = { inFence: false, isFence: false, atLineStart: true };

interface Taken {
  readonly pieces: Piece[];
  /** Not yet decided. */
  readonly rest: string;
  readonly state: State;
}

function advance(state: State, held: string): Taken {
  switch (state.kind) {
    case 'start':
      return begin(state, held);
    case 'thought':
      return think(state, held);
    case 'unopened':
      return watchForClose(state, held);
    case 'after-thought': {
      const rest = held.trimStart();
      return { pieces: [], rest, state: rest === '' ? state : { kind: 'answer' } };
    }
    case 'answer':
      return { pieces: pieceOf('text', held), rest: '', state };
  }
}

function begin(state: State, held: string): Taken {
  const text = held.trimStart();
  if (text.startsWith(OPEN)) {
    const rest = text.slice(OPEN.length);
    return { pieces: [], rest, state: { kind: 'thought', ...beginning } };
  }
  if (OPEN.startsWith(text)) return { pieces: [], rest: held, state };
  return { pieces: [], rest: held, state: { kind: 'unopened', ...beginning } };
}

/** One line, or the part of it that has come, at a time: only so is it known which tags stand in code. */
function think(state: Lines & { readonly kind: 'thought' }, held: string): Taken {
  const { line, isWhole } = firstLine(held);
  const close = line.indexOf(CLOSE);
  const counts = close >= 0 && (!state.inFence || (state.atLineStart && line.trimStart().startsWith(CLOSE)));
  if (counts) {
    const rest = held.slice(close + CLOSE.length);
    return { pieces: pieceOf('thinking', held.slice(0, close)), rest, state: { kind: 'after-thought' } };
  }
  if (!isWhole && mayTurn(line, state)) return { pieces: [], rest: held, state };
  return {
    pieces: pieceOf('thinking', line),
    rest: held.slice(line.length),
    state: behind(state, line, isWhole),
  };
}

function watchForClose(state: Lines & { readonly kind: 'unopened' }, held: string): Taken {
  const { line, isWhole } = firstLine(held);
  if (isWhole && !state.inFence && state.atLineStart && line.trim() === CLOSE) {
    const rest = held.slice(line.length);
    return { pieces: [{ kind: 'text-was-thinking' }], rest, state: { kind: 'after-thought' } };
  }
  const mayClose = !state.inFence && state.atLineStart && startsAlike(line.trimStart(), CLOSE);
  if (!isWhole && (mayClose || mayFence(line, state))) return { pieces: [], rest: held, state };
  return {
    pieces: pieceOf('text', line),
    rest: held.slice(line.length),
    state: behind(state, line, isWhole),
  };
}

function firstLine(text: string): { line: string; isWhole: boolean } {
  const end = text.indexOf('\n');
  return end < 0 ? { line: text, isWhole: false } : { line: text.slice(0, end + 1), isWhole: true };
}

/** A fence takes effect with the line behind it. */
function behind<S extends State & Lines>(state: S, line: string, isWhole: boolean): S {
  const isFence = state.isFence || (state.atLineStart && /^\s{0,3}(```|~~~)/.test(line));
  if (isWhole) return { ...state, inFence: state.inFence !== isFence, isFence: false, atLineStart: true };
  return { ...state, isFence, atLineStart: state.atLineStart && line.trim() === '' };
}

/** The end of what has come may be the beginning of a closing tag, or of a fence. */
function mayTurn(line: string, lines: Lines): boolean {
  if (mayFence(line, lines)) return true;
  for (let length = Math.min(CLOSE.length - 1, line.length); length > 0; length -= 1) {
    if (line.endsWith(CLOSE.slice(0, length))) return true;
  }
  return false;
}

function mayFence(line: string, { atLineStart }: Lines): boolean {
  if (!atLineStart) return false;
  const text = line.trimStart();
  return text === '' || text === '`' || text === '``' || text === '~' || text === '~~';
}

function startsAlike(text: string, tag: string): boolean {
  return tag.startsWith(text) || (text.startsWith(tag) && text.slice(tag.length).trim() === '');
}

function pieceOf(kind: 'thinking' | 'text', text: string): Piece[] {
  return text === '' ? [] : [{ kind, text }];
}

/** Events of a host, with the thought parted from the text. */
export async function* splitThinking(
  events: AsyncIterable<ChatEvent>,
): AsyncGenerator<ChatEvent, void, undefined> {
  const splitter = thinkSplitter();
  for await (const event of events) {
    if (event.kind === 'text') {
      yield* splitter.push(event.text);
      continue;
    }
    if (event.kind === 'thinking') splitter.sawThinking();
    else yield* splitter.end();
    yield event;
  }
  yield* splitter.end();
}
