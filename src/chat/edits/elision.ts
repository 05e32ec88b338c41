const OPENER = /^(?:\{\s*)?(?:\/\*+|\/\/+|#+|--+|<!--+|;+|%+|\(\*|"""|'''|'|"|rem\b|\*(?!\/))\s*/i;
const CLOSER = /\s*(?:\*+\/\s*\}?|--+>|\*\)|"""|''')$/;
const DOTS = String.raw`(?:\.{3,}|…)`;
const ONLY_DOTS = new RegExp(`^[[(]?\\s*${DOTS}\\s*[\\])]?$`);
const STARTS_WITH_DOTS = new RegExp(`^[[(]?\\s*${DOTS}`);
const ENDS_WITH_DOTS = new RegExp(`${DOTS}\\s*[\\])]?$`);
const LEAVES_OUT =
  /\b(?:existing|unchanged|remain\w*|rest|same|previous|omitted|other|keep|kept|before|above|below|more|snip\w*|truncated|etc|code|implementation|imports?|methods?|functions?)\b/i;
const THING =
  '(?:code|file|class|function|method|component|implementation|module|methods|functions|imports|body|logic|content|contents)';
const SAID_WITHOUT_DOTS = new RegExp(
  [
    `^(?:the )?(?:rest|remainder) of (?:the |this |your )?(?:\\w+ )?${THING}(?: (?:remains?|stays?|is|are|unchanged|here|the|same|as|before|below))*[.:]?$`,
    `^(?:your |the )?(?:existing|previous|original|other|remaining) (?:\\w+ )?${THING}(?: (?:goes|go|here|remains?|stays?|is|are|unchanged|the|same|as|before|below|above))*[.:]?$`,
    '^\\(?(?:code |everything (?:else )?)?(?:remains? |stays? |is )?unchanged\\)?[.:]?$',
  ].join('|'),
  'i',
);
/** Languages in which three dots on a line of their own are code. */
const DOTS_ARE_CODE: ReadonlySet<string> = new Set(['python', 'py', 'python3', 'pyi']);

/**
 * Whether a line of an answer stands for code that the answer leaves out: `// ... existing code ...` in any language's
 * comment, or dots alone. `language` is the word behind the block's fence.
 */
export function isElision(line: string, language: string): boolean {
  const trimmed = line.trim();
  const opened = trimmed.replace(OPENER, '');
  const isComment = opened !== trimmed;
  const said = opened.replace(CLOSER, '').trim();
  if (ONLY_DOTS.test(said)) return isComment || said.includes('…') || !DOTS_ARE_CODE.has(language);
  const starts = STARTS_WITH_DOTS.test(said);
  const ends = ENDS_WITH_DOTS.test(said);
  if (!isComment) return starts && ends && LEAVES_OUT.test(said);
  if (starts && ends) return true;
  return starts || ends ? LEAVES_OUT.test(said) : SAID_WITHOUT_DOTS.test(said);
}

const DOTS_INSIDE_CODE = new RegExp(
  `\\S\\s*(?:/\\*|//|#|--|<!--)\\s*${DOTS}.*\\b(?:existing|unchanged|rest|remain\\w*|same|omitted)\\b|\\{\\s*${DOTS}\\s*\\}`,
  'i',
);

/** Whether a line leaves out code in its middle, as `run() { ... }` does: nothing sound can be made of it. */
export function hidesCode(line: string, language: string): boolean {
  return DOTS_INSIDE_CODE.test(line) && !isElision(line, language);
}
