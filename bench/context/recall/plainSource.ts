import type { PlainLanguage } from './plainLanguage';

/** A source file as the bench reads it. */
export interface PlainSource {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** The lines without what stands in quotes that run over several lines. */
  readonly codeLines: readonly string[];
  /** The lines that declare each name, 0-based. */
  readonly declarations: ReadonlyMap<string, readonly number[]>;
}

export function readSource(path: string, text: string, language: PlainLanguage): PlainSource {
  const lines = text.split('\n');
  const codeLines = withoutLongQuotes(text, language.longQuotes ?? []).split('\n');
  const declarations = new Map<string, number[]>();
  let block: { readonly member: RegExp; readonly indent: number } | undefined;
  codeLines.forEach((line, number) => {
    if (language.lineComment.test(line)) return;
    const note = (name: string | undefined): void => {
      if (name === undefined || name.length < 2 || language.keywords.has(name)) return;
      declarations.set(name, [...(declarations.get(name) ?? []), number]);
    };
    if (block !== undefined && /^\s*[})]/.test(line) && indentOf(line) <= block.indent) block = undefined;
    const member = block?.member.exec(line)?.[1];
    const declared = language.declarations
      .map((pattern) => pattern.exec(line)?.[1])
      .find((name) => name !== undefined);
    note(declared ?? member);
    const opened = language.blocks.find(({ open }) => open.test(line));
    if (opened !== undefined) block = { member: opened.member, indent: indentOf(line) };
  });
  return { path, text, lines, codeLines, declarations };
}

/** Blanks out what stands between two of the same quotes, and leaves the ends of lines where they are. */
function withoutLongQuotes(text: string, quotes: readonly string[]): string {
  if (quotes.length === 0) return text;
  const quoted = new RegExp(`(${quotes.join('|')})[^]*?(?:\\1|$)`, 'g');
  return text.replace(quoted, (match) => match.replace(/[^\n]+/g, ' '));
}

/** Names that the lines use outside comments and strings. */
export function namesUsed(text: string, language: PlainLanguage): Set<string> {
  const code = text
    .split('\n')
    .filter((line) => !language.lineComment.test(line))
    .map((line) => line.replace(/(["'])(?:\\.|(?!\1).)*\1/g, ' ').replace(/(?:\/\/|#(?!\[)).*$/, ' '))
    .join('\n');
  const names = code.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return new Set(names.filter((name) => name.length > 1 && !language.keywords.has(name)));
}

/** Names that the text binds locally. */
export function localNames(text: string, language: PlainLanguage): Set<string> {
  const matches = text
    .split('\n')
    .flatMap((line) => language.locals.flatMap((pattern) => [...line.matchAll(pattern)]));
  return new Set(matches.flatMap((match) => match.slice(1)).filter((name) => name !== ''));
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
