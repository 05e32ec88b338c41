import type { TargetText } from '../prompt/targetText';
import type { CompletionSettings } from '../settings/settings';
import type { NoCompletionReason } from './outcome';
import { lineSuffix } from './place';
import type { CompletionQuery } from './query';
import { looksSecret } from '../context/secretFiles';

/**
 * Whether ignore files or the editor's excludes keep a file out of every prompt. At once where it is known, which it is
 * for every key but the first.
 */
export type IgnoredCheck = (uri: string) => boolean | Promise<boolean>;

/** Why a query must not reach any further, or undefined when it may. */
export function refusal(
  query: CompletionQuery,
  settings: CompletionSettings,
  snoozed: boolean,
): NoCompletionReason | undefined {
  const invoked = query.trigger === 'invoked';
  if (isSecret(query.target)) return 'secret-file';
  if (!settings.enabled && !invoked) return 'off';
  if (snoozed && !invoked) return 'snoozed';
  if (!isLanguageOn(query.target.languageId, settings)) return 'language-off';
  if (!invoked && query.beside !== undefined) return query.beside;
  if (!invoked && isInsideWord(query)) return 'not-here';
  return undefined;
}

function isLanguageOn(languageId: string, settings: CompletionSettings): boolean {
  return settings.languages[languageId] ?? settings.languages['*'] ?? true;
}

let lastLookedAt: (Pick<TargetText, 'path' | 'uri'> & { readonly isSecret: boolean }) | undefined;

/** Asked at each key, mostly of the same file: it is worked out once. */
function isSecret({ path, uri }: TargetText): boolean {
  if (lastLookedAt?.path !== path || lastLookedAt.uri !== uri)
    lastLookedAt = { path, uri, isSecret: looksSecret(path) || looksSecret(uri) };
  return lastLookedAt.isSecret;
}

/** Text that goes on right behind the cursor is a word being mended, not one being written. */
function isInsideWord({ target }: CompletionQuery): boolean {
  return /^[\p{L}\p{N}_$]/u.test(lineSuffix(target));
}
