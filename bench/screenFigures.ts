import type { Timeline } from '../tools/browser-vscode/workbench';
import { median, quantile, share } from './figures';

/** A gap between keys that is long enough to look at ghost text. */
const PAUSE_MS = 600;
/** Text that is gone for less than this and comes back is seen as a flicker. */
const FLICKER_MS = 250;

export type ScreenFigures = Readonly<Record<string, number>>;

/** What a person sees while typing: of the keys of a timeline from the first one at `fromMs` on. */
export function screenFigures({ keys, changes }: Timeline, fromMs: number): ScreenFigures {
  const typed = keys.filter((at) => at >= fromMs);
  const pauses = typed.filter((at, index) => (typed[index + 1] ?? Infinity) - at >= PAUSE_MS);
  const textAt = (at: number): string => changes.findLast((change) => change.atMs <= at)?.text ?? '';
  const isVisible = (ms: number) => (key: number) => textAt(key + ms).trim() !== '';
  const waits = pauses.flatMap((key) => waitAfter(key, changes, textAt));
  return {
    keys: typed.length,
    pauses: pauses.length,
    'ghost texts shown': changes.filter(({ atMs, text }) => atMs >= fromMs && text.trim() !== '').length,
    'visible after 100 ms, % of pauses': share(pauses, isVisible(100)),
    'visible after 400 ms, % of pauses': share(pauses, isVisible(400)),
    'visible after 600 ms, % of pauses': share(pauses, isVisible(PAUSE_MS)),
    'not there already: last key → on screen, median (ms)': median(waits),
    'not there already: last key → on screen, p90 (ms)': quantile(waits, 0.9),
    'gone and back within 250 ms': flickers(changes.filter(({ atMs }) => atMs >= fromMs)),
  };
}

/** How long after the key the text came up; nothing where it was there at the key, or never came in the pause. */
function waitAfter(
  key: number,
  changes: Timeline['changes'],
  textAt: (at: number) => string,
): readonly number[] {
  // The editor itself takes a moment to redraw what stays.
  if (textAt(key).trim() !== '' && textAt(key + 100).trim() !== '') return [];
  const come = changes.find(({ atMs, text }) => atMs > key && text.trim() !== '');
  return come === undefined ? [] : [come.atMs - key];
}

/** The same text, or the rest of it behind what was typed, that was taken away and put back. */
function flickers(changes: Timeline['changes']): number {
  return changes.filter(({ text, atMs }, index) => {
    const before = changes[index - 1];
    const after = changes[index + 1];
    if (text.trim() !== '' || before === undefined || after === undefined) return false;
    return (
      after.atMs - atMs < FLICKER_MS && after.text.trim() !== '' && before.text.endsWith(after.text.trimEnd())
    );
  }).length;
}
