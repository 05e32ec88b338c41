/** Says an English text in the user's language; `{0}`, `{1}` … in it stand for the values. */
export type Translate = (text: string, ...values: (string | number)[]) => string;

let translate: Translate = inEnglish;

/**
 * The text in the user's language: whatever people get to read goes through it, as a literal, so that a test can find
 * the texts that lack a translation. English until `useTranslation` is called, and in tools and tests.
 */
export function t(text: string, ...values: (string | number)[]): string {
  return translate(text, ...values);
}

/** Called once, before anything speaks. */
export function useTranslation(translation: Translate): void {
  translate = translation;
}

/** Translates by a table of texts; what is not in it stays English. */
export function translationBy(table: Readonly<Record<string, string>>): Translate {
  return (text, ...values) => inEnglish(table[text] ?? text, ...values);
}

/** Fills in the values as VS Code does: a place without a value stays as it is. */
export function inEnglish(text: string, ...values: (string | number)[]): string {
  if (values.length === 0) return text;
  return text.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
