import { indentOf, isBlank } from './indentation';
import { KEYED, STYLES } from './partNames';

const HOLDS_PARTS =
  /^\s*(?:[\w<>() ]*\b)?(?:class|interface|struct|enum|trait|impl|object|module|namespace|mod|extension|protocol|record)\b|(?:[=:(]|\bdefault|\breturn)\s*\{\s*$|^\s*(?:describe|context|suite)\b/;

/** Whether the line at `at` stands at the top of the document or right inside what consists of named parts, a class say. */
export function standsAmongParts(at: number, document: readonly string[], language: string): boolean {
  const depth = indentOf(document[at] ?? '').length;
  if (depth === 0 || KEYED.has(language) || STYLES.has(language)) return true;
  for (let before = at - 1; before >= 0; before--) {
    const line = document[before] ?? '';
    if (!isBlank(line) && indentOf(line).length < depth) return HOLDS_PARTS.test(line);
  }
  return true;
}

/** Behind the last line of the part that begins at `at`: its closing bracket belongs to it. */
export function endOfPart(at: number, document: readonly string[]): number {
  const depth = indentOf(document[at] ?? '').length;
  let end = at + 1;
  while (end < document.length) {
    const line = document[end] ?? '';
    if (!isBlank(line) && indentOf(line).length <= depth) {
      const closes = indentOf(line).length === depth && /^\s*[)}\]]/.test(line);
      return closes ? end + 1 : end;
    }
    end++;
  }
  return end;
}
