import type { TargetText } from '../../src/prompt/targetText';

/** Stands for the cursor in texts of tests. */
export const cursorMark = '‸';

/** A document with its cursor, written as a picture: `target('if (ready) {\n  ‸\n}')`. */
export function target(marked: string, facts: Partial<TargetText> = {}): TargetText {
  const [prefix = '', suffix, ...more] = marked.split(cursorMark);
  if (suffix === undefined || more.length > 0) throw new Error(`One ${cursorMark} is needed in: ${marked}`);
  return {
    uri: 'file:///work/src/demo.ts',
    path: 'src/demo.ts',
    languageId: 'typescript',
    version: 1,
    eol: marked.includes('\r\n') ? '\r\n' : '\n',
    prefix,
    suffix,
    omittedBefore: 0,
    omittedAfter: 0,
    ...facts,
  };
}

/** The same document after `text` was typed at its cursor. */
export function typed(at: TargetText, text: string): TargetText {
  return { ...at, prefix: at.prefix + text, version: at.version + 1 };
}
