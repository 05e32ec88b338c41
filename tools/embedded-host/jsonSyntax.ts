/** Where a JSON value ends (in bytes), or why it is none, in the words of Go's decoder (which are Ollama's). */
export type JsonSyntax = { readonly end: number } | { readonly problem: string };

class SyntaxProblem extends Error {}

/** Finds the first JSON value of `body`; what follows it is ignored, as Ollama ignores it. */
export function findJsonValue(body: Buffer): JsonSyntax {
  const scan = scanner(body.toString('latin1')); // Go's decoder looks at bytes, too.
  try {
    scan.value();
    return { end: scan.position() };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problem: error.message };
    throw error;
  }
}

interface Scanner {
  value(): void;
  position(): number;
}

const escapes = new Set(['"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u']);

function scanner(text: string): Scanner {
  let at = 0;
  const skipSpace = (): void => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at++;
  };
  const peek = (): string => {
    if (at >= text.length) throw new SyntaxProblem('unexpected EOF');
    return text.charAt(at);
  };
  const invalid = (context: string): SyntaxProblem =>
    new SyntaxProblem(`invalid character ${quoted(peek())} ${context}`);
  const string = (): void => {
    for (at++; peek() !== '"'; at++) {
      if (peek() < ' ') throw invalid('in string literal');
      if (peek() !== '\\') continue;
      at++;
      if (!escapes.has(peek())) throw invalid('in string escape code');
      if (peek() === 'u') hexDigits();
    }
    at++;
  };
  const hexDigits = (): void => {
    for (let i = 0; i < 4; i++) {
      at++;
      if (!/[0-9a-fA-F]/.test(peek())) throw invalid('in \\u hexadecimal character escape');
    }
  };
  const word = (expected: string): void => {
    for (const letter of expected) {
      if (peek() !== letter) throw invalid(`in literal ${expected} (expecting ${quoted(letter)})`);
      at++;
    }
  };
  const number = (): void => {
    if (peek() === '-') at++;
    if (!/[0-9]/.test(peek())) throw invalid('in numeric literal');
    if (peek() === '0') at++;
    else digits();
    if (text.charAt(at) === '.') {
      at++;
      if (!/[0-9]/.test(peek())) throw invalid('after decimal point in numeric literal');
      digits();
    }
    if (/[eE]/.test(text.charAt(at))) {
      at++;
      if (/[+-]/.test(peek())) at++;
      if (!/[0-9]/.test(peek())) throw invalid('in exponent of numeric literal');
      digits();
    }
  };
  const digits = (): void => {
    while (/[0-9]/.test(text.charAt(at))) at++;
  };
  const members = (close: string, member: () => void, after: string): void => {
    at++;
    skipSpace();
    if (peek() === close) {
      at++;
      return;
    }
    for (;;) {
      member();
      skipSpace();
      const next = peek();
      if (next !== ',' && next !== close) throw invalid(after);
      at++;
      if (next === close) return;
    }
  };
  const pair = (): void => {
    skipSpace();
    if (peek() !== '"') throw invalid('looking for beginning of object key string');
    string();
    skipSpace();
    if (peek() !== ':') throw invalid('after object key');
    at++;
    value();
  };
  const value = (): void => {
    skipSpace();
    const first = peek();
    if (first === '{') members('}', pair, 'after object key:value pair');
    else if (first === '[') members(']', value, 'after array element');
    else if (first === '"') string();
    else if (first === 't') word('true');
    else if (first === 'f') word('false');
    else if (first === 'n') word('null');
    else if (/[-0-9]/.test(first)) number();
    else throw invalid('looking for beginning of value');
  };
  return { value, position: () => at };
}

/** A character as Go's decoder quotes it. */
function quoted(character: string): string {
  if (character === "'") return `'\\''`;
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
