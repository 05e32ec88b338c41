const HIGH_SURROGATE = /[\uD800-\uDBFF]/;
const LOW_SURROGATE = /[\uDC00-\uDFFF]/;

/** True where `offset` (UTF-16) would cut a surrogate pair of `text` in two. */
export function splitsSurrogatePair(text: string, offset: number): boolean {
  return (
    offset > 0 &&
    offset < text.length &&
    HIGH_SURROGATE.test(text[offset - 1] ?? '') &&
    LOW_SURROGATE.test(text[offset] ?? '')
  );
}

/** Drops a half surrogate pair at either end, which no encoder can write. */
export function trimLoneSurrogates(text: string): string {
  const start = LOW_SURROGATE.test(text[0] ?? '') ? 1 : 0;
  const end = HIGH_SURROGATE.test(text[text.length - 1] ?? '') ? text.length - 1 : text.length;
  return text.slice(start, Math.max(start, end));
}

/** The lines of `text`, each with its own line end, so that joining them gives `text` back. */
export function linesWithEnds(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** UTF-16 units that both texts begin with. Mostly one is the other's beginning, or they part late: halves the way. */
export function commonBeginning(a: string, b: string): number {
  let same = 0;
  let differs = Math.min(a.length, b.length) + 1;
  while (same + 1 < differs) {
    const middle = (same + differs) >> 1;
    if (a.slice(same, middle) === b.slice(same, middle)) same = middle;
    else differs = middle;
  }
  return same;
}

/** As `text.startsWith(beginning)`, which V8 compares character by character; slices are compared as memory. */
export function beginsWith(text: string, beginning: string): boolean {
  return text.length >= beginning.length && text.slice(0, beginning.length) === beginning;
}
