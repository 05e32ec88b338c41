import { LruMap } from '../common/lru';
import type { ModelFamily } from '../model/family';
import { createNeutraliser, type Neutraliser } from './neutralise';

/** What is derived from a family's special tokens. */
export interface FamilyTokens {
  readonly neutraliser: Neutraliser;
  readonly isSpecial: (text: string) => boolean;
  /** Splits a text at its special tokens, which are kept as parts of their own. */
  readonly split: (text: string) => string[];
}

/** By content, not by identity: a family that came from another thread is a copy each time. */
const known = new LruMap<string, FamilyTokens>(16);

export function familyTokens(family: ModelFamily): FamilyTokens {
  const key = family.specialTokens.join('\n');
  const found = known.get(key) ?? derived(family.specialTokens);
  known.set(key, found);
  return found;
}

function derived(specialTokens: readonly string[]): FamilyTokens {
  const texts = new Set(specialTokens);
  const alternatives = [...texts]
    // Where one token begins another, the longer is meant.
    .sort((a, b) => b.length - a.length)
    .map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(`(${alternatives.join('|')})`);
  return {
    neutraliser: createNeutraliser(specialTokens),
    isSpecial: (text) => texts.has(text),
    split: (text) => text.split(pattern),
  };
}
