/** How a language writes "something is left out here" on a line of its own. */
export function elisionMarker(language: string): string {
  if (HASH_COMMENT.has(language)) return '# ...';
  return language === 'python' ? '...' : (OTHER_COMMENT[language] ?? '// ...');
}

const HASH_COMMENT = new Set([
  'ruby',
  'bash',
  'sh',
  'yaml',
  'yml',
  'toml',
  'r',
  'pl',
  'ex',
  'exs',
  'jl',
  'nim',
  'cr',
]);
const OTHER_COMMENT: Readonly<Record<string, string>> = {
  lua: '-- ...',
  sql: '-- ...',
  hs: '-- ...',
  elm: '-- ...',
  html: '<!-- ... -->',
  xml: '<!-- ... -->',
  vue: '<!-- ... -->',
  css: '/* ... */',
  clj: ';; ...',
  lisp: ';; ...',
  el: ';; ...',
  erl: '% ...',
  tex: '% ...',
  vim: '" ...',
};

const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*|#(?!\s*(?:define|include|if|else|endif|\[))|--\s|;;|"""|''')/;

/** Whether leaving the line out loses nothing but a comment or a blank; a guess from how the line begins. */
export function isBlankOrComment(line: string): boolean {
  return line.trim() === '' || COMMENT_LINE.test(line);
}

const CLOSER = /^\s*(?:[)}\]>]+[;,]*|end)\s*$/;

/** A line that only closes what an earlier line opened. */
export function isCloser(line: string): boolean {
  return CLOSER.test(line);
}
