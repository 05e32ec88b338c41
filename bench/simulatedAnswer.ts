import { seededRandom, seedOf } from './random';
import type { Trace } from './trace';

// What a prompt's prefix ends with tells where in the file it is.
const ANCHOR_CHARS = 200;
const MAX_WRONG_LINES = 3;

/**
 * A model that knows the trace's true text: each next line is right with the chance `quality`, drawn anew for each place
 * but always the same there. Where a line is wrong, it goes on with lines from elsewhere.
 */
export function simulatedAnswer(trace: Trace, quality: number, seed: number): (prompt: string) => string {
  const full = trace.before + trace.body;
  const lines = trace.others.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim().length > 8);
  return (prompt) => {
    const at = cursorOf(prompt, full);
    const random = seededRandom(seedOf(seed, trace.name, at ?? prompt.length));
    if (at === undefined) return wrongText('', lines, random);
    return answerFrom(full.slice(at), { lines, quality, random });
  };
}

function cursorOf(prompt: string, full: string): number | undefined {
  const hole = prompt.lastIndexOf('<｜fim▁hole｜>');
  const anchor = prompt.slice(Math.max(hole - ANCHOR_CHARS, 0), hole);
  const begin = anchor.lastIndexOf('<｜fim▁begin｜>');
  const found = full.lastIndexOf(begin < 0 ? anchor : anchor.slice(begin + '<｜fim▁begin｜>'.length));
  return found < 0 || hole < 0 ? undefined : found + anchor.length;
}

interface Draw {
  /** What a wrong answer is made of. */
  readonly lines: readonly string[];
  readonly quality: number;
  readonly random: () => number;
}

function answerFrom(truth: string, { lines, quality, random }: Draw): string {
  let answer = '';
  for (const line of truth.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (random() >= quality) {
      const agreed = Math.floor(random() * line.trimEnd().length);
      return answer + wrongText(line.slice(0, agreed), lines, random);
    }
    answer += line;
  }
  return answer;
}

function wrongText(start: string, others: readonly string[], random: () => number): string {
  const pick = (): string => others[Math.floor(random() * others.length)] ?? 'return;';
  const first = pick().trim();
  const more = Array.from({ length: Math.floor(random() * MAX_WRONG_LINES) }, pick);
  return [start + first.slice(Math.floor(first.length / 2)), ...more].join('\n');
}
