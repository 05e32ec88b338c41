import type { ChatEvent } from '../transport/chatEngine';
import type { AnswerPart, Deltas } from './protocol';

type Delta = Deltas['deltas'][number];

/** An answer as it grows. */
export interface GrowingAnswer {
  readonly parts: readonly AnswerPart[];
  /** Takes an event at this time in ms; true where what was there before has changed, not only grown. */
  take(event: ChatEvent, nowMs: number): boolean;
  /** What has grown since this was called last. */
  takeDeltas(): readonly Delta[];
  /** No more comes: a thought that is still open has lasted until now. */
  end(nowMs: number): void;
}

/**
 * @param before parts of an answer that goes on. Its text grows where it was cut, so that a code block stays one; a model
 * that thinks again before it goes on has that thought put ahead of this text.
 */
export function growingAnswer(before: readonly AnswerPart[]): GrowingAnswer {
  return new GrowingParts(before);
}

class GrowingParts implements GrowingAnswer {
  parts: AnswerPart[];
  private deltas = new Map<number, { kind: AnswerPart['kind']; text: string }>();
  /** The text that goes on, as it was cut. */
  private readonly cutText: AnswerPart | undefined;
  private readonly aheadOfCut: readonly AnswerPart[];
  private thinkingSince: number | undefined;
  private begunAt: number | undefined;

  constructor(before: readonly AnswerPart[]) {
    this.parts = [...before];
    this.cutText = before.at(-1)?.kind === 'text' ? before.at(-1) : undefined;
    this.aheadOfCut = this.cutText === undefined ? before : before.slice(0, -1);
  }

  take(event: ChatEvent, nowMs: number): boolean {
    this.begunAt ??= nowMs;
    if (event.kind === 'thinking') return this.think(event.text, nowMs);
    if (event.kind === 'text') return this.say(event.text, nowMs);
    return event.kind === 'text-was-thinking' && this.takeBack(nowMs - this.begunAt);
  }

  takeDeltas(): readonly Delta[] {
    const taken = [...this.deltas].map(([part, delta]) => ({ part, ...delta }));
    this.deltas = new Map();
    return taken;
  }

  end(nowMs: number): void {
    this.closeThought(nowMs);
  }

  private think(text: string, nowMs: number): boolean {
    const open = this.openThought();
    this.thinkingSince ??= nowMs;
    if (open >= 0) {
      this.append(open, text);
      return false;
    }
    const isAhead = this.cutText !== undefined && this.parts.at(-1) === this.cutText;
    const index = this.parts.length - (isAhead ? 1 : 0);
    this.parts.splice(index, 0, { kind: 'thinking', text: '' });
    this.append(index, text);
    return isAhead;
  }

  private say(text: string, nowMs: number): boolean {
    const hasClosed = this.closeThought(nowMs);
    if (this.parts.at(-1)?.kind !== 'text') this.parts.push({ kind: 'text', text: '' });
    this.append(this.parts.length - 1, text);
    return hasClosed;
  }

  /** What was taken for an answer since the beginning was a thought. */
  private takeBack(passedMs: number): boolean {
    const texts = this.parts.slice(this.aheadOfCut.length).filter(({ kind }) => kind === 'text');
    const said = texts.map(({ text }) => text).join('');
    const text = said.slice(this.cutText?.text.length ?? 0);
    const thought = { kind: 'thinking', text, durationMs: Math.max(0, passedMs) } as const;
    const cutText = this.cutText === undefined ? [] : [this.cutText];
    this.parts = [...this.aheadOfCut, thought, ...cutText];
    this.deltas = new Map();
    return true;
  }

  private append(index: number, text: string): void {
    const part = this.parts[index];
    if (part === undefined) return;
    this.parts[index] = { ...part, text: part.text + text };
    const delta = this.deltas.get(index);
    if (delta === undefined) this.deltas.set(index, { kind: part.kind, text });
    else delta.text += text;
  }

  /** -1 where none is. */
  private openThought(): number {
    if (this.thinkingSince === undefined) return -1;
    return this.parts.findLastIndex((part) => part.kind === 'thinking' && part.durationMs === undefined);
  }

  private closeThought(nowMs: number): boolean {
    const index = this.openThought();
    const thought = this.parts[index];
    if (thought?.kind !== 'thinking' || this.thinkingSince === undefined) return false;
    this.parts[index] = { ...thought, durationMs: Math.max(0, nowMs - this.thinkingSince) };
    this.thinkingSince = undefined;
    return true;
  }
}
