/** Words of questions that say nothing of code. */
const STOP_WORDS = new Set(
  (
    'a an and are as at be by can code do does file files for from function how i if in is it its me my not of on or ' +
    'please show so that the their there this to use used uses was we what when where which who why will with you'
  ).split(' '),
);

/** The parts of camel case, snake case and words, in lower case: `readHTTPBody` gives `read`, `http`, `body`. */
export function subwords(text: string): string[] {
  const found = text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+/gu) ?? [];
  return found.map((word) => word.toLowerCase()).filter((word) => word.length > 1);
}

/** What a question looks for: names as they are written, and the parts of its words with their plain stems. */
export interface SearchTerms {
  readonly names: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

export function searchTerms(question: string): SearchTerms {
  const names = question.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  const words = subwords(question).filter((word) => !STOP_WORDS.has(word));
  return { names: new Set(names.filter(isWrittenAsName)), words: new Set(words.map(stem)) };
}

/** `indexes` and `indexing` look for what `index` finds. Rough, and the same for question and code. */
export function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ies|ing|ed|es|s|er|or|ion)$/, (end) => (end === 'ies' ? 'y' : ''));
}

function isWrittenAsName(word: string): boolean {
  return /[\p{Ll}\p{N}]\p{Lu}|_|^\p{Lu}\p{L}+$/u.test(word);
}
