import assert from 'node:assert/strict';
import bundle from '../../l10n/bundle.l10n.zh-cn.json';
import { inEnglish, translationBy, useTranslation } from '../../src/common/l10n';

/** What `say` gives where the editor speaks Simplified Chinese. */
export function inChinese<T>(say: () => T): T {
  useTranslation(translationBy(bundle));
  try {
    return say();
  } finally {
    useTranslation(inEnglish);
  }
}

/** As `inChinese`, for what takes time. */
export async function longInChinese<T>(say: () => Promise<T>): Promise<T> {
  useTranslation(translationBy(bundle));
  try {
    return await say();
  } finally {
    useTranslation(inEnglish);
  }
}

/** Fails where `text` has two English words in a row, other than `names`: those stay as they are in any language. */
export function assertNoEnglish(text: string, names: readonly string[] = []): void {
  const rest = names.reduce((left, name) => left.replaceAll(name, ' '), text);
  assert.doesNotMatch(rest, /[a-z]{2,}[,;:]? [a-z]{2,}/i, text);
}
