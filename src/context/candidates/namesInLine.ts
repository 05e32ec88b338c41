import { identifiersOf } from './identifiers';

/**
 * Comments to the end of the line, lines within block comments, and strings; not what is put into a string's braces. A
 * quote behind `<` or `&` begins a lifetime of Rust.
 */
const PROSE =
  /(?:^\s*(?:\*\s|\/\*)|(?:^|\s)(?:\/\/|#\s)).*$|"(?:\\.|[^"\\{])*"|(?<![\p{L}\p{N}_<&])'(?:\\.|[^'\\{])*(?<![<&])'/gu;
/** Words that are not written like this outside of code: `parseHeader`, `MAX_SIZE`, `utf8`. */
const TELLING = /\p{Ll}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]|\p{L}\p{N}/u;

/**
 * The identifiers in a line of any language, in order, with repetitions. Of comments and strings only what no word of
 * prose looks like: "get the code" names nothing.
 */
export function namesInLine(line: string): readonly string[] {
  return identifiersOf(line.replace(PROSE, tellingNames));
}

function tellingNames(prose: string): string {
  // A word or path in quotes is a key, a module or a name more often than prose.
  if (/^["'][^\s]*$/.test(prose)) return prose;
  return ` ${identifiersOf(prose)
    .filter((word) => TELLING.test(word))
    .join(' ')} `;
}
