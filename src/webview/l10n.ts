// The page's own door for texts: the extension hands the translations over with the page.

let translations: Readonly<Record<string, string>> = {};

/** The text in the user's language; `{0}`, `{1}` … in it stand for the values. */
export function t(text: string, ...values: (string | number)[]): string {
  const translated = translations[text] ?? text;
  return translated.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

export function useTranslations(bundle: Readonly<Record<string, string>>): void {
  translations = bundle;
}
