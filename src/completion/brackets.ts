/** A bracket of some text that has no partner in it. */
export interface LoneBracket {
  readonly bracket: string;
  readonly offset: number;
}

export interface LoneBrackets {
  readonly closers: readonly LoneBracket[];
  readonly openers: readonly LoneBracket[];
}

const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const OPENERS = new Set(Object.values(partners));

// Strings on one line, and comments to the line's end: enough for brackets, without knowing the language. A quote that
// is not closed on its line is taken as a character (an apostrophe, a Rust lifetime).
const skipped =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|(?<=^|\s)#(?=\s)[^\n]*/gm;

/** The brackets of `text` without a partner in it; what stands in strings and line comments does not count. */
export function loneBrackets(text: string): LoneBrackets {
  const code = text.replace(skipped, (matched) => ' '.repeat(matched.length));
  const closers: LoneBracket[] = [];
  const open: LoneBracket[] = [];
  for (let offset = 0; offset < code.length; offset += 1) {
    const bracket = code[offset] ?? '';
    if (OPENERS.has(bracket)) open.push({ bracket, offset });
    const partner = partners[bracket];
    if (partner === undefined) continue;
    if (open.at(-1)?.bracket === partner) open.pop();
    else closers.push({ bracket, offset });
  }
  return { closers, openers: open };
}

export function closerOf(opener: string): string | undefined {
  return Object.entries(partners).find(([, partner]) => partner === opener)?.[0];
}

export function openerOf(closer: string): string | undefined {
  return partners[closer];
}
