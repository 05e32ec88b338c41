/** The lines of a text, found by their number without cutting the text up. Line numbers are 1-based. */
export interface SourceLines {
  readonly count: number;
  /** Without its line end; empty for a line that isn't there. */
  line(number: number): string;
}

export function createSourceLines(text: string): SourceLines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const endsWithBreak = starts.length > 1 && starts[starts.length - 1] === text.length;
  return {
    count: text.length === 0 ? 0 : starts.length - (endsWithBreak ? 1 : 0),
    line: (number) => {
      const start = starts[number - 1];
      if (start === undefined) return '';
      const next = starts[number];
      const end = next === undefined ? text.length : next - 1;
      return text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    },
  };
}
