import { commonBeginning } from '../common/text';
import type { FimPrompt } from '../prompt/fimPrompt';
import type { TargetText } from '../prompt/targetText';
import { apart, findSecrets, withMasks, type SecretSpan } from './secretText';

/** A target whose secrets are masked: of the same length, so that all offsets into it stay as they are. */
export interface MaskedTarget {
  readonly target: TargetText;
  /** Offsets into prefix and suffix as one text. */
  readonly secrets: readonly SecretSpan[];
}

/** Masks the secrets of what is being edited; of a text that grows, it looks at what is new. */
export interface TargetMasks {
  of(target: TargetText): MaskedTarget;
}

/** UTF-16 units that a secret may have before the place where the text has changed, and behind the cursor. */
const REACH_UNITS = 8 * 1024;

interface Known {
  readonly prefix: string;
  readonly suffix: string;
  readonly toCursor: readonly SecretSpan[];
  readonly ofSuffix: readonly SecretSpan[];
}

const nothingKnown: Known = { prefix: '', suffix: '', toCursor: [], ofSuffix: [] };

export function createTargetMasks(): TargetMasks {
  // Of whatever document it is: only text that is the same is believed.
  let known = nothingKnown;
  return {
    of: (target) => {
      const { prefix, suffix } = target;
      const toCursor = secretsAround(target, known);
      const ofSuffix = suffix === known.suffix ? known.ofSuffix : findSecrets(suffix);
      known = { prefix, suffix, toCursor, ofSuffix };
      const behind = ofSuffix.map(({ start, end }) => ({
        start: start + prefix.length,
        end: end + prefix.length,
      }));
      const secrets = apart([...toCursor, ...behind]);
      if (secrets.length === 0) return { target, secrets };
      const text = withMasks(prefix + suffix, secrets);
      return {
        target: { ...target, prefix: text.slice(0, prefix.length), suffix: text.slice(prefix.length) },
        secrets,
      };
    },
  };
}

/** Those up to the cursor, and what is near behind it: one that the cursor stands in looks like a secret only as a whole. */
function secretsAround({ prefix, suffix }: TargetText, known: Known): readonly SecretSpan[] {
  const settled = Math.max(commonBeginning(prefix, known.prefix) - REACH_UNITS, 0);
  const from = lineBetween(known.toCursor, prefix, settled);
  const around = prefix.slice(from) + suffix.slice(0, REACH_UNITS);
  const found = findSecrets(around).map(({ start, end }) => ({ start: start + from, end: end + from }));
  return [...known.toCursor.filter(({ end }) => end <= from), ...found];
}

/** The start of a line at or before `offset` that lies in no secret. */
function lineBetween(secrets: readonly SecretSpan[], text: string, offset: number): number {
  const line = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const within = secrets.find(({ start, end }) => start < line && end > line);
  return within === undefined ? line : lineBetween(secrets, text, within.start);
}

/** How many of the secrets would stand in the prompt if they were not masked. */
export function shownSecrets(
  { target, secrets }: MaskedTarget,
  { prefixChars, suffixChars }: FimPrompt,
): number {
  const cursor = target.prefix.length;
  return secrets.filter(({ start, end }) => end > cursor - prefixChars && start < cursor + suffixChars)
    .length;
}
