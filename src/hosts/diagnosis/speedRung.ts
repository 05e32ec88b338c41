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
    mendOfTimeout: () => 'The host is slow or busy: use a smaller model, or another endpoint for completion.',
    // Nothing is asked any more.
    look: (facts) => new Promise((resolve) => resolve({ saw: speedWords(facts) })),
  };
}

function speedWords(facts: DiagnosisFacts): string {
  const { prefill, decode, firstTokenMs } = facts;
  if (prefill === undefined || firstTokenMs === undefined) throw new CheckSkipped('no prompt was read');
  const writing = decode === undefined ? '' : `, writes ${rounded(perSecond(decode))} tokens/s`;
  return (
    `reads ${rounded(perSecond(prefill))} tokens/s${writing}; the first token ${rounded(firstTokenMs)} ms after a key; ` +
    keystrokeAdvice(facts)
  );
}

/** What may change in a prompt per key, by the measured speed. */
export function keystrokeTokens({ prefill, firstTokenMs }: DiagnosisFacts): number | undefined {
  if (prefill === undefined || firstTokenMs === undefined) return undefined;
  const left = KEYSTROKE_MS - firstTokenMs;
  return left <= 0 ? 0 : Math.floor((left / 1_000) * perSecond(prefill));
}

function keystrokeAdvice(facts: DiagnosisFacts): string {
  const tokens = keystrokeTokens(facts) ?? 0;
  if (tokens === 0) return `slower than ${KEYSTROKE_MS} ms even where nearly all is cached`;
  return `${grouped(tokens)} new tokens fit into ${KEYSTROKE_MS} ms per key, the rest is kept by the host`;
}
