/**
 * The arguments of a tool call that a model wrote nearly as JSON: in a code fence, with commas too many, with Python's
 * words, or broken off before the last brackets. Undefined where that makes no object.
 */
export function mendedArguments(written: string): Readonly<Record<string, unknown>> | undefined {
  const bare = written.trim().replace(/^```\w*\s*([^]*?)\s*```$/, '$1');
  return objectIn(bare) ?? objectIn(mended(bare));
}

function mended(text: string): string {
  const open: string[] = [];
  let result = '';
  // Strings as they are; the rest may be put right.
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\[^])*"|[^"]+|"/g)) {
    if (piece.startsWith('"')) {
      result += piece;
      continue;
    }
    for (const [sign] of piece.matchAll(/[{}[\]]/g)) {
      if (sign === '{' || sign === '[') open.push(sign === '{' ? '}' : ']');
      else open.pop();
    }
    result += piece
      .replace(/,(?=\s*[}\]])/g, '')
      .replace(/\b(?:True|False|None)\b/g, (word) => (word === 'None' ? 'null' : word.toLowerCase()));
  }
  return result.replace(/,\s*$/, '') + open.reverse().join('');
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    let parsed: unknown = JSON.parse(text);
    // Some write the object as a string.
    if (typeof parsed === 'string') parsed = JSON.parse(parsed);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
