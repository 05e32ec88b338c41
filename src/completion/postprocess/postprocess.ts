import { cutAtLoneCloser } from './cutAtLoneCloser';
import { cutAtSuffix } from './cutAtSuffix';
import { dropCutLine } from './dropCutLine';
import { dropLicence } from './dropLicence';
import { dropLoneSurrogates } from './dropLoneSurrogates';
import { dropNoise } from './dropNoise';
import { dropRepeatedLines } from './dropRepeatedLines';
import type { DraftContext, PostprocessRule } from './rule';
import { trimEnd } from './trimEnd';

const rules = {
  dropCutLine,
  dropLoneSurrogates,
  dropRepeatedLines,
  dropLicence,
  cutAtSuffix,
  cutAtLoneCloser,
  trimEnd,
  dropNoise,
} as const satisfies Readonly<Record<string, PostprocessRule>>;

export type PostprocessRuleName = keyof typeof rules;

export interface Postprocessed {
  /** Empty when nothing may be suggested. */
  readonly text: string;
  /** The rules that took something away, in order. */
  readonly cutBy: readonly PostprocessRuleName[];
}

const inOrder = Object.entries(rules) as readonly (readonly [PostprocessRuleName, PostprocessRule])[];

/** What of a generated text may be suggested at the place it was generated for. */
export function postprocess(text: string, context: DraftContext): Postprocessed {
  const cutBy: PostprocessRuleName[] = [];
  let kept = text;
  for (const [name, rule] of inOrder) {
    if (kept === '') break;
    const left = rule(kept, context);
    if (left !== kept) cutBy.push(name);
    kept = left;
  }
  return { text: kept, cutBy };
}
