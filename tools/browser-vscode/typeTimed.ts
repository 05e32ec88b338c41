import { setTimeout as delay } from 'node:timers/promises';
import type { Workbench } from './workbench';

export interface TimedKey {
  /** One character, or a line end with the white space that is to stand behind it. */
  readonly text: string;
  /** Since the first key. */
  readonly atMs: number;
}

/** Types each key at its time into the focused editor, which must not indent or close brackets by itself. */
export async function typeTimed({ page }: Workbench, keys: readonly TimedKey[]): Promise<void> {
  const begun = performance.now();
  for (const { text, atMs } of keys) {
    await delay(Math.max(begun + atMs - performance.now(), 0));
    if (!text.startsWith('\n')) {
      await page.keyboard.type(text);
      continue;
    }
    for (const lineEnd of text.match(/\n/g) ?? []) if (lineEnd) await page.keyboard.press('Enter');
    // Not as keys: Tab would accept what is on screen.
    const indentation = text.replaceAll('\n', '');
    if (indentation !== '') await page.keyboard.insertText(indentation);
  }
}
