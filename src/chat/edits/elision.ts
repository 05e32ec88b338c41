const OPENER = /^(?:\{\s*)?(?:\/\*+|\/\/+|#+|--+|<!--+|;+|%+|\(\*|"""|'''|'|"|rem\b|\*(?!\/))\s*/i;
const CLOSER = /\s*(?:\*+\/\s*\}?|--+>|\*\)|"""|''')$/;
const DOTS = String.raw`(?:\.{3,}|…|⋮)`;
const ONLY_DOTS = new RegExp(`^[[(]?\\s*${DOTS}\\s*[\\])]?$`);
const STARTS_WITH_DOTS = new RegExp(`^[[(]?\\s*${DOTS}`);
const ENDS_WITH_DOTS = new RegExp(`${DOTS}\\s*[\\])]?$`);
const LEAVES_OUT =
  /其余|其他|其它|原有|现有|已有|剩余|之前|不变|省略|\b(?:existing|unchanged|remain\w*|rest|same|previous|omitted|other|keep|kept|before|above|below|more|snip\w*|truncated|etc|code|implementation|imports?|methods?|functions?)\b/i;
const THING =
  '(?:code|files?|class(?:es)?|functions?|methods?|components?|implementations?|modules?|imports?|exports?|body|logic|contents?|template|markup|html|jsx|form|elements|styles|rules|routes|fields|members|properties|props|variables|constants|constructors?|types|interfaces|tests|cases|handlers|state|hooks|definitions|declarations|config(?:uration)?|settings|query|columns|items|script|section|dependencies)';
const STATE =
  '(?: (?:remains?|stays?|goe?s?|is|are|was|were|unchanged|untouched|here|the|same|as|is|before|below|above|it))*[.:]?';
const SAID_WITHOUT_DOTS = new RegExp(
  [
    `^(?:keep )?(?:the )?(?:rest|remainder) of (?:(?:the|this|your|existing) )*(?:\\w+ )?${THING}${STATE}$`,
    `^(?:keep )?(?:all )?(?:of )?(?:your |the )?(?:existing|previous|original|other|remaining|unchanged) (?:\\w+ )?${THING}${STATE}$`,
    /^(?:the |all )?/.source +
      THING +
      /(?: above| below| before)? (?:remains?|stays?|is|are) (?:the same|unchanged|untouched|as (?:is|before|above))[.:]?$/
        .source,
    '^(?:code |everything (?:else )?)?(?:remains? |stays? |is )?unchanged[.:]?$',
    /^no changes?(?: (?:here|above|below|needed|to the rest(?: of the \w+)?))?[.:]?$/.source,
    /^(?:same as (?:before|above)|snip(?:ped)?|etc\.?|omitted(?: for brevity)?)$/.source,
    '^(?:其余|其他|其它|原有|现有|已有|剩余|之前)的?(?:代码|部分|方法|函数|逻辑|内容|实现|导入|样式|配置)(?:都|均)?(?:保持|维持)?(?:不变|相同|一致|省略|略|同上)?[。.：:]?$',
    '^(?:省略|保留|保持).{0,8}(?:代码|部分|方法|函数|逻辑|内容|实现|不变)[。.]?$',
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
  const said = unwrapped(opened.replace(CLOSER, '').trim());
  if (ONLY_DOTS.test(said)) return isComment || said.includes('…') || !DOTS_ARE_CODE.has(language);
  const starts = STARTS_WITH_DOTS.test(said);
  const ends = ENDS_WITH_DOTS.test(said);
  if (!isComment) return starts && ends && LEAVES_OUT.test(said);
  if (starts && ends) return true;
  return starts || ends ? LEAVES_OUT.test(said) : SAID_WITHOUT_DOTS.test(said);
}

/** `(existing code)`, `--- rest of the file ---` */
function unwrapped(said: string): string {
  const inner = said.replace(/^[-=*~]{2,}\s*(.*?)\s*[-=*~]{2,}$/, '$1');
  return inner.replace(/^(?:\((.*)\)|\[(.*)\]|<(.*)>|\{(.*)\})$/, '$1$2$3$4').trim();
}

const DOTS_INSIDE_CODE = new RegExp(
  `\\S\\s*(?:/\\*|//|#|--|<!--)\\s*${DOTS}.*\\b(?:existing|unchanged|rest|remain\\w*|same|omitted)\\b|\\{\\s*${DOTS}\\s*\\}`,
  'i',
);

/** Whether a line leaves out code in its middle, as `run() { ... }` does: nothing sound can be made of it. */
export function hidesCode(line: string, language: string): boolean {
  return DOTS_INSIDE_CODE.test(line) && !isElision(line, language);
}
