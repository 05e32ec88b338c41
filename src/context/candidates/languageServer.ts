import { t } from '../../common/l10n';
import type { LanguageHint } from '../languageHints';
import type { Candidate, Surroundings } from './candidate';

/** A language server knows, but not which of the names around the cursor will be used again. */
const HINT_VALUE = 0.5;

/** The innermost definitions at the places that language servers point to. */
export function languageServerHints({ hints, files, scene }: Surroundings): Candidate[] {
  return hints.flatMap((hint) => {
    if (hint.path === scene.path) return [];
    const definition = files.definitions(hint.path).findLast((around) => isAt(around, hint));
    if (definition === undefined) return [];
    return [{ kind: 'definition', definition, value: HINT_VALUE, reason: t('named by the language server') }];
  });
}

function isAt(
  around: { readonly startLine: number; readonly endLine: number },
  { line }: LanguageHint,
): boolean {
  return around.startLine <= line && around.endLine >= line;
}
