import { t } from '../../common/l10n';
import { grouped } from '../../common/grouped';
import { CheckSkipped } from './check';
import { perSecond, rounded, type DiagnosisFacts, type DiagnosisRung } from './facts';

/** What a completion may take from a key to its first token, to be of use. */
const KEYSTROKE_MS = 300;
/** It is all measured by then. */
const LIMIT_MS = 1_000;

/** How fast the host reads and writes, and what that means for typing. */
export function speedRung(): DiagnosisRung {
  return {
    name: 'speed',
    limitMs: LIMIT_MS,
    blocks: false,
    mendOfTimeout: () =>
      t('The host is slow or busy: use a smaller model, or another endpoint for completion.'),
    // Nothing is asked any more.
    look: (facts) => new Promise((resolve) => resolve({ saw: speedWords(facts) })),
  };
}

function speedWords(facts: DiagnosisFacts): string {
  const { prefill, decode, firstTokenMs } = facts;
  if (prefill === undefined || firstTokenMs === undefined) throw new CheckSkipped(t('no prompt was read'));
  const reading = rounded(perSecond(prefill));
  const rates =
    decode === undefined
      ? t('reads {0} tokens/s', reading)
      : t('reads {0} tokens/s, writes {1} tokens/s', reading, rounded(perSecond(decode)));
  const wait = t('the first token {0} ms after a key', rounded(firstTokenMs));
  return [rates, wait, keystrokeAdvice(facts)].join(t('; '));
}

/** What may change in a prompt per key, by the measured speed. */
export function keystrokeTokens({ prefill, firstTokenMs }: DiagnosisFacts): number | undefined {
  if (prefill === undefined || firstTokenMs === undefined) return undefined;
  const left = KEYSTROKE_MS - firstTokenMs;
  return left <= 0 ? 0 : Math.floor((left / 1_000) * perSecond(prefill));
}

function keystrokeAdvice(facts: DiagnosisFacts): string {
  const tokens = keystrokeTokens(facts) ?? 0;
  if (tokens === 0) return t('slower than {0} ms even where nearly all is cached', KEYSTROKE_MS);
  return t(
    '{0} new tokens fit into {1} ms per key, the rest is kept by the host',
    grouped(tokens),
    KEYSTROKE_MS,
  );
}
