/**
 * What a host's JSON says went wrong: `{"error":"…"}`, `{"error":{"message":"…"}}`, or the first kind with more JSON in
 * the text, which is how Ollama passes on its runner's answer. Undefined when the text is no such JSON.
 */
export function statedError(text: string): string | undefined {
  const parsed = parsedObject(text);
  if (parsed === undefined) return undefined;
  const error = parsed['error'] ?? parsed['message'];
  if (typeof error === 'string') return unwrapped(error);
  if (typeof error !== 'object' || error === null) return undefined;
  const { message, type } = error as { message?: unknown; type?: unknown };
  const parts = [type, message].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? undefined : oneLine(parts.join(': '));
}

function unwrapped(error: string): string {
  const start = error.indexOf('{');
  const inner = start < 0 ? undefined : statedError(error.slice(start));
  return inner ?? oneLine(error);
}

function parsedObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // Not JSON: the caller shows the text itself.
  }
}

const LONGEST_LINE = 300;

/** One line of at most 300 characters: hosts put whole pages and stack traces into their errors. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
