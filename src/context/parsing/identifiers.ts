// Comments, then strings that can't span code, then words. Template and multi-line strings are read as code: what
// stands in them is often code, and a stray name costs nothing.
const HASH_COMMENTS = /#.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\p{L}_][\p{L}\p{N}_]*/gu;
const SLASH_COMMENTS =
  /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\p{L}_$][\p{L}\p{N}_$]*/gu;
const HASH_COMMENTS_ASCII = /#.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_][A-Za-z0-9_]*/g;
const SLASH_COMMENTS_ASCII =
  /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_$][A-Za-z0-9_$]*/g;
const HASH_LANGUAGES = new Set([
  'python',
  'ruby',
  'bash',
  'r',
  'jl',
  'ex',
  'exs',
  'pl',
  'pm',
  'nim',
  'tcl',
  'cmake',
]);
// eslint-disable-next-line no-control-regex -- the range of ASCII
const NON_ASCII = /[^\x00-\x7f]/;
const LONGEST_IDENTIFIER = 100;

/** The distinct identifiers in the code of a source file, comments and strings left out. */
export function identifiersIn(text: string, language: string): Set<string> {
  const found = new Set<string>();
  for (const match of text.matchAll(patternFor(text, language))) {
    const word = match[0];
    const first = word.charCodeAt(0);
    // `"`, `#`, `'` and `/` begin what is not an identifier.
    if (first === 34 || first === 35 || first === 39 || first === 47) continue;
    if (word.length <= LONGEST_IDENTIFIER) found.add(word);
  }
  return found;
}

function patternFor(text: string, language: string): RegExp {
  const ascii = !NON_ASCII.test(text);
  if (HASH_LANGUAGES.has(language)) return ascii ? HASH_COMMENTS_ASCII : HASH_COMMENTS;
  return ascii ? SLASH_COMMENTS_ASCII : SLASH_COMMENTS;
}
