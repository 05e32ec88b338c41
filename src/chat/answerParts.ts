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

/** @param before parts of an answer that goes on */
export function growingAnswer(before: readonly AnswerPart[]): GrowingAnswer {
  let parts: AnswerPart[] = [...before];
  let deltas = new Map<number, { kind: AnswerPart['kind']; text: string }>();
  let thinkingSince: number | undefined;

  const close = (nowMs: number): boolean => {
    const last = parts.at(-1);
    if (last?.kind !== 'thinking' || last.durationMs !== undefined || thinkingSince === undefined)
      return false;
    parts[parts.length - 1] = { ...last, durationMs: Math.max(0, nowMs - thinkingSince) };
    thinkingSince = undefined;
    return true;
  };

  const grow = (kind: AnswerPart['kind'], text: string, nowMs: number): boolean => {
    const hasClosed = kind === 'text' && close(nowMs);
    if (kind === 'thinking') thinkingSince ??= nowMs;
    const last = parts.at(-1);
    const goesOn = last?.kind === kind && !(last.kind === 'thinking' && last.durationMs !== undefined);
    if (goesOn) parts[parts.length - 1] = { ...last, text: last.text + text };
    else parts.push({ kind, text });
    const index = parts.length - 1;
    const delta = deltas.get(index);
    if (delta === undefined) deltas.set(index, { kind, text });
    else delta.text += text;
    return hasClosed;
  };

  const begunAt = { ms: undefined as number | undefined };
  return {
    get parts() {
      return parts;
    },
    take: (event, nowMs) => {
      begunAt.ms ??= nowMs;
      if (event.kind === 'thinking' || event.kind === 'text') return grow(event.kind, event.text, nowMs);
      if (event.kind !== 'text-was-thinking') return false;
      const fresh = parts.slice(before.length).filter(({ kind }) => kind === 'text');
      const text = fresh.map((part) => part.text).join('');
      parts = [...before, { kind: 'thinking', text, durationMs: Math.max(0, nowMs - begunAt.ms) }];
      deltas = new Map();
      return true;
    },
    takeDeltas: () => {
      const taken = [...deltas].map(([part, delta]) => ({ part, ...delta }));
      deltas = new Map();
      return taken;
    },
    end: (nowMs) => void close(nowMs),
  };
}
