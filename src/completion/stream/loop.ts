import { completeLines, type CompleteLine, type StreamRule } from './streamRule';

// A line of code may well stand twice in a row; three times is a model going round in circles.
const LINE_REPEATS = 3;
// A cycle of more lines than this ends at the line limit before it could be told.
const MAX_CYCLE_LINES = 4;
// Shorter lines (`}`, `],`) repeat in good code.
const MIN_CYCLE_CHARS = 6;
// Within one line: `0, 0, 0, …` of this length is data at best.
const MAX_RUN_CHARS = 120;
const MAX_UNIT_CHARS = 16;

/** Ends behind the first round of a loop: of lines, or of a few characters within one line. */
export const atLoop: StreamRule = (text) => {
  const lines = completeLines(text).filter((line) => line.text.trim() !== '');
  for (let last = LINE_REPEATS - 1; last < lines.length; last += 1) {
    const end = endOfFirstRound(lines.slice(0, last + 1));
    if (end !== undefined) return end;
  }
  return startOfRun(text);
};

function endOfFirstRound(lines: readonly CompleteLine[]): number | undefined {
  for (let cycle = 1; cycle <= MAX_CYCLE_LINES; cycle += 1) {
    const rounds = lines.slice(-cycle * LINE_REPEATS);
    if (rounds.length < cycle * LINE_REPEATS) return undefined;
    const first = rounds.slice(0, cycle);
    const long = first.reduce((chars, line) => chars + line.text.trim().length, 0) >= MIN_CYCLE_CHARS;
    if (long && rounds.every((line, index) => line.text === first[index % cycle]?.text))
      return first.at(-1)?.end;
  }
  return undefined;
}

function startOfRun(text: string): number | undefined {
  if (text.length < MAX_RUN_CHARS) return undefined;
  const run = new RegExp(
    `(\\S[^\\n]{0,${MAX_UNIT_CHARS - 1}}?)\\1{${Math.ceil(MAX_RUN_CHARS / MAX_UNIT_CHARS)},}`,
    'g',
  );
  for (const found of text.matchAll(run)) {
    if (found[0].length >= MAX_RUN_CHARS) return found.index;
  }
  return undefined;
}
