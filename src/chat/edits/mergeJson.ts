import { isElision } from './elision';

interface Block {
  readonly lines: readonly string[];
  readonly language: string;
}

/**
 * A part of a JSON file put into the whole: brackets and commas tell no place, keys do. Objects are filled in, all else is
 * replaced. Undefined where either is no plain JSON, where the part shares no key with the file, or where it is the whole.
 */
export function mergeJson(
  { lines, language }: Block,
  document: readonly string[],
): readonly string[] | undefined {
  if (language !== 'json' && language !== 'jsonc') return undefined;
  const text = document.join('\n');
  const whole = parsed(text);
  if (!isObject(whole)) return undefined;
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  // A file that is laid out by hand would be laid out anew.
  if (laidOut(whole, indent) !== text.trimEnd()) return undefined;
  const isPart = lines.some((line) => isElision(line, language));
  const part = parsedPart(lines.filter((line) => !isElision(line, language)).join('\n'));
  if (!isObject(part)) return undefined;
  const keys = Object.keys(part);
  const isWhole = !isPart && Object.keys(whole).every((key) => key in part);
  if (isWhole || !keys.some((key) => key in whole)) return undefined;
  const end = text.slice(text.trimEnd().length);
  return (laidOut(merged(whole, part), indent) + end).split('\n');
}

type JsonObject = Readonly<Record<string, unknown>>;

function merged(whole: JsonObject, part: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...whole };
  for (const [key, value] of Object.entries(part)) {
    const old = whole[key];
    // Not by assignment: a key may be called __proto__.
    Object.defineProperty(result, key, {
      value: isObject(old) && isObject(value) ? merged(old, value) : value,
      ...{ enumerable: true, configurable: true, writable: true },
    });
  }
  return result;
}

/** With or without the braces around it, and with the comma that left-out code leaves behind. */
function parsedPart(text: string): unknown {
  const plain = text.replace(/,(?=\s*(?:[}\]]|$))/g, '');
  return parsed(text) ?? parsed(`{${text}}`) ?? parsed(plain) ?? parsed(`{${plain}}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function laidOut(value: JsonObject, indent: string): string {
  return JSON.stringify(value, undefined, indent);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
