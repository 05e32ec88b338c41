import type { Place } from '../place';

// One level in spaces where the text does not tell. The same for a text and its beginning, so that a stream stays put.
const DEFAULT_UNIT = 4;

/**
 * A function that writes the indentation of a text's lines with tabs where the document has tabs, with spaces where it
 * has those. It looks at the document once, for all pieces of a text that grows.
 */
export function indentationFitter(origin: Place): (text: string) => string {
  let known: { readonly style: ReturnType<typeof indentationStyle> } | undefined;
  return (text) => {
    if (!text.includes('\n')) return text;
    const { style } = (known ??= { style: indentationStyle(origin) });
    if (style === 'tabs')
      return text.replace(/(?<=\n) +/g, (spaces) => spaces.replaceAll(' '.repeat(DEFAULT_UNIT), '\t'));
    if (style === 'spaces') return text.replace(/(?<=\n[ \t]*)\t/g, ' '.repeat(unitOf(origin.prefix)));
    return text;
  };
}

// Enough lines to tell, near the cursor so that it costs nothing in a long file.
const CHARS_LOOKED_AT = 4_000;

function indentationStyle({ prefix, suffix }: Place): 'tabs' | 'spaces' | undefined {
  const around = `${prefix.slice(-CHARS_LOOKED_AT)}${suffix.slice(0, CHARS_LOOKED_AT)}`;
  const tabs = around.match(/^\t/gm)?.length ?? 0;
  const spaces = around.match(/^ {2}/gm)?.length ?? 0;
  if (tabs === spaces) return undefined;
  return tabs > spaces ? 'tabs' : 'spaces';
}

/** The smallest indentation in use, in spaces. */
function unitOf(text: string): number {
  const widths = [...text.slice(-CHARS_LOOKED_AT).matchAll(/^( {2,8})(?=\S)/gm)].map(
    (found) => found[1]?.length ?? 0,
  );
  return widths.length === 0 ? DEFAULT_UNIT : Math.min(...widths);
}
