// How much of a file is looked at to tell text from bytes; what git looks at too.
const PROBE_BYTES = 8_000;

/** The text of a source file in UTF-8, UTF-16 or, failing these, Latin-1; undefined for a binary file. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = markedEncoding(bytes) ?? unmarkedUtf16(bytes);
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  if (bytes.subarray(0, PROBE_BYTES).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8. Every byte sequence is Latin-1, so this can't fail.
    return new TextDecoder('latin1').decode(bytes);
  }
}

function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** Source code in UTF-16 is mostly ASCII, so nearly every other byte is zero. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, PROBE_BYTES) & ~1;
  if (length < 4 || bytes.length % 2 !== 0) return undefined;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) evenZeros += 1;
    if (bytes[at + 1] === 0) oddZeros += 1;
  }
  const mostly = length * 0.35;
  if (oddZeros > mostly && evenZeros === 0) return 'utf-16le';
  if (evenZeros > mostly && oddZeros === 0) return 'utf-16be';
  return undefined;
}
