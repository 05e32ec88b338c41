import { t } from '../common/l10n';
import { linesWithEnds } from '../common/text';
import type { ContextItem } from '../prompt/contextItem';
import type { ContextGatherer, GatherRequest } from './contextGatherer';
import type { OpenDocument } from './promptPlanner';
import { holdsSecret } from './secretText';

/** A shorter part of a file than this tells the model too little for its path line. */
const LEAST_PART_TOKENS = 64;

/** UTF-16 units that one token hardly ever exceeds on average over a text of some length. */
const MOST_CHARS_PER_TOKEN = 8;

/** The other open tabs, the most recently used first: whole while they fit, then the beginning of the next. */
export const openTabs: ContextGatherer = {
  gather: (request) => Promise.resolve(tabItems(request)),
};

function tabItems(request: GatherRequest): ContextItem[] {
  const items: ContextItem[] = [];
  let left = request.shareTokens;
  for (const document of request.openDocuments) {
    if (left < LEAST_PART_TOKENS) break;
    if (isTarget(document, request) || !/\S/.test(document.text) || holdsSecret(document.text)) continue;
    const item = fitted(document, left, request);
    if (item === undefined) continue;
    items.push(item);
    left -= request.tokensOf(item);
  }
  return items;
}

function isTarget(document: OpenDocument, { target }: GatherRequest): boolean {
  return document.uri === target.uri || document.path === target.path;
}

function fitted(document: OpenDocument, tokens: number, request: GatherRequest): ContextItem | undefined {
  // What can't fit is not counted: a log of 20 MB may be open as well.
  const text = document.text.slice(0, tokens * MOST_CHARS_PER_TOKEN);
  const lines = linesWithEnds(text);
  if (text.length === document.text.length) {
    const whole = linesItem(document, lines, lines.length);
    if (request.tokensOf(whole) <= tokens) return whole;
  } else {
    lines.pop(); // Cut somewhere inside.
  }
  const count = mostLines(
    lines.length,
    (lineCount) => request.tokensOf(linesItem(document, lines, lineCount)) <= tokens,
  );
  const part = linesItem(document, lines, count);
  return count > 0 && request.tokensOf(part) >= LEAST_PART_TOKENS ? part : undefined;
}

function linesItem(document: OpenDocument, lines: readonly string[], count: number): ContextItem {
  const text = lines.slice(0, count).join('');
  const whole = text.length === document.text.length;
  return {
    kind: whole ? 'file' : 'snippet',
    path: document.path,
    startLine: 1,
    endLine: Math.max(count, 1),
    text,
    reason: whole ? t('open in a tab') : t('open in a tab; its beginning'),
  };
}

/** The largest count for which `fits` holds, given that it holds for every smaller one. */
function mostLines(lineCount: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = lineCount;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
