import { Edit, type Point } from 'web-tree-sitter';

/** The one edit that makes `text` of `old`, for a parser that reads only what it touches. */
export function editBetween(old: string, text: string): Edit {
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  let same = 0;
  while (
    same < most - start &&
    old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)
  )
    same += 1;
  return new Edit({
    startIndex: start,
    oldEndIndex: old.length - same,
    newEndIndex: text.length - same,
    startPosition: pointAt(old, start),
    oldEndPosition: pointAt(old, old.length - same),
    newEndPosition: pointAt(text, text.length - same),
  });
}

function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', lineStart)) {
    row += 1;
    lineStart = end + 1;
  }
  return { row, column: offset - lineStart };
}
