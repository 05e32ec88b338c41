import { seededRandom, seedOf } from './random';
import type { Trace } from './trace';

// What a prompt's prefix ends with tells where in the file it is.
const ANCHOR_CHARS = 200;
const MAX_WRONG_LINES = 3;
const BEGIN = '<｜fim▁begin｜>';

/**
 * A model that knows the trace's true text: each next line is right with the chance `quality`, drawn anew for each place
 * but always the same there. Where a line is wrong, it goes on with lines from elsewhere.
 */
export function simulatedAnswer(trace: Trace, quality: number, seed: number): (prompt: string) => string {
  const full = trace.before + trace.body;
  const lines = trace.others.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim().length > 8);
  return (prompt) => {
    const at = cursorOf(prompt, full, trace.path);
    const random = seededRandom(seedOf(seed, trace.name, at ?? prompt.length));
    if (at === undefined) return wrongText('', lines, random);
    return answerFrom(full.slice(at), { lines, quality, random });
  };
}

function cursorOf(prompt: string, full: string, path: string): number | undefined {
  const hole = prompt.lastIndexOf('<｜fim▁hole｜>');
  const prefix = prefixBefore(prompt, hole, path).slice(-ANCHOR_CHARS);
  const found = full.lastIndexOf(prefix);
  return found < 0 || hole < 0 ? undefined : found + prefix.length;
}

/** The target's own text before the hole, without the line that names its file. */
function prefixBefore(prompt: string, hole: number, path: string): string {
  const begin = prompt.lastIndexOf(BEGIN, hole);
  const text = prompt.slice(begin < 0 ? 0 : begin + BEGIN.length, hole);
  const header = `#${path}\n`;
  return text.startsWith(header) ? text.slice(header.length) : text;
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
