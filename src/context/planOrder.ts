import type { ContextItem } from '../prompt/contextItem';

/** A new plan that keeps less of the old one's head than this waits until the user is idle. */
const LEAST_KEPT_SHARE = 0.8;

/**
 * The new items in an order that keeps as much as possible of the old plan's head, which the host has read already:
 * the leading old items that were chosen again come first.
 */
export function withOldHead(old: readonly ContextItem[], chosen: readonly ContextItem[]): ContextItem[] {
  const dropped = old.findIndex((item) => !chosen.some((other) => isSame(item, other)));
  const head = dropped === -1 ? old : old.slice(0, dropped);
  return [...head, ...chosen.filter((item) => !head.some((other) => isSame(item, other)))];
}

/** Whether the host would have to read little of the old head anew. */
export function keepsMostOfHead(old: readonly ContextItem[], next: readonly ContextItem[]): boolean {
  const changed = old.findIndex((item, index) => {
    const other = next[index];
    return other === undefined || !isSame(item, other);
  });
  return changed === -1 || textChars(old.slice(0, changed)) >= textChars(old) * LEAST_KEPT_SHARE;
}

/** The part of the fresh choice's text, 0 to 1, that the old items don't show. */
export function missingShare(old: readonly ContextItem[], fresh: readonly ContextItem[]): number {
  const shown = linesOf(old);
  const whole = textChars(fresh);
  const missing = fresh.reduce((sum, item) => sum + missingChars(item, shown), 0);
  return whole === 0 ? 0 : missing / whole;
}

/** Tokens of the next plan's items that the host has to read anew: all from the first that is another one. */
export function replanTokens(
  old: readonly ContextItem[],
  next: readonly ContextItem[],
  tokensOf: (item: ContextItem) => number,
): number {
  const changed = next.findIndex((item, index) => {
    const other = old[index];
    return other === undefined || !isSame(item, other);
  });
  return changed === -1 ? 0 : next.slice(changed).reduce((sum, item) => sum + tokensOf(item), 0);
}

export interface AppendRoom {
  /** Tokens that may be added. */
  readonly room: number;
  readonly tokensOf: (item: ContextItem) => number;
}

/** The old items as they are, and behind them those fresh ones that mostly show something else, as far as they fit. */
export function withMissing(
  old: readonly ContextItem[],
  fresh: readonly ContextItem[],
  { room, tokensOf }: AppendRoom,
): readonly ContextItem[] {
  const shown = linesOf(old);
  const added: ContextItem[] = [];
  let left = room;
  for (const item of fresh) {
    if (missingChars(item, shown) * 2 < item.text.length) continue;
    const tokens = tokensOf(item);
    if (tokens > left) continue;
    left -= tokens;
    added.push(item);
  }
  return added.length === 0 ? old : [...old, ...added];
}

function linesOf(items: readonly ContextItem[]): ReadonlySet<string> {
  return new Set(items.flatMap(({ path, text }) => text.split('\n').map((line) => `${path}\n${line}`)));
}

function missingChars({ path, text }: ContextItem, shown: ReadonlySet<string>): number {
  const missing = text.split('\n').filter((line) => !shown.has(`${path}\n${line}`));
  return missing.reduce((sum, line) => sum + line.length + 1, 0);
}

function isSame(a: ContextItem, b: ContextItem): boolean {
  return a.path === b.path && a.startLine === b.startLine && a.text === b.text;
}

function textChars(items: readonly ContextItem[]): number {
  return items.reduce((sum, item) => sum + item.text.length, 0);
}
