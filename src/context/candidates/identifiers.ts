const ASCII_IDENTIFIER = /[A-Za-z_$][\w$]*/g;
const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
// eslint-disable-next-line no-control-regex -- The whole of ASCII is meant.
const ASCII_ONLY = /^[\x00-\x7f]*$/;

/** The identifiers in a piece of code, in order, with repetitions; keywords and words of comments are among them. */
export function identifiersOf(code: string): readonly string[] {
  return code.match(patternFor(code)) ?? [];
}

/** The same with the UTF-16 offsets at which they begin. */
export function identifiersIn(code: string): { readonly name: string; readonly at: number }[] {
  return Array.from(code.matchAll(patternFor(code)), ({ 0: name, index }) => ({ name, at: index }));
}

function patternFor(code: string): RegExp {
  return ASCII_ONLY.test(code) ? ASCII_IDENTIFIER : IDENTIFIER;
}
