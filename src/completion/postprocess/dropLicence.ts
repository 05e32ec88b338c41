import type { PostprocessRule } from './rule';

const licenceWords =
  /\b(copyright|licen[sc]ed? under|spdx-license-identifier|all rights reserved|permission is hereby granted)\b/i;
const COMMENT_LINE = /^\s*(\/\/|\/\*|\*|#|--|;|<!--|"""|''')/;

/** Cuts before a licence header: models know them by heart, and they are never what is being written. */
export const dropLicence: PostprocessRule = (text) => {
  const lines = text.split('\n');
  const named = lines.findIndex(
    (line) => licenceWords.test(line) && (COMMENT_LINE.test(line) || lines.length > 1),
  );
  if (named < 0) return text;
  let start = named;
  while (start > 0 && COMMENT_LINE.test(lines[start - 1] ?? '')) start -= 1;
  return lines.slice(0, start).join('\n');
};
