import type { ModelFamily } from './family';

/** A gap that every model can fill which was trained to. */
export interface InfillProbe {
  readonly prompt: string;
  /** Whether the model's answer fills the gap. */
  readonly fills: (answer: string) => boolean;
}

interface Gap {
  readonly before: string;
  readonly behind: string;
  readonly filling: RegExp;
}

const gaps: readonly Gap[] = [
  {
    before: 'def add(a, b):\n    return ',
    behind: '\n\n\ndef subtract(a, b):\n    return a - b\n',
    filling: /^\s*(?:a \+ b|b \+ a)\s*(?:\n|$)/,
  },
  {
    before: 'function isEmpty(list) {\n  return list.length ',
    behind: '\n}\n\nfunction isFull(list) {\n  return list.length === 10;\n}\n',
    filling: /^\s*(?:[=!]==?|[<>]=?)\s*\d+\s*;?\s*(?:\n|$)/,
  },
];

/** One gap filled is enough: a model that was not trained to fill in the middle goes on behind it, or talks. */
export function infillProbes(family: ModelFamily, writesBos: boolean): InfillProbe[] {
  const { tokens, order } = family;
  const bos = writesBos ? (family.bos ?? '') : '';
  return gaps.map(({ before, behind, filling }) => {
    const prefix = tokens.prefix + before;
    const suffix = tokens.suffix + behind;
    const parts = order === 'psm' ? [prefix, suffix] : [suffix, prefix];
    return { prompt: bos + parts.join('') + tokens.middle, fills: (answer) => filling.test(answer) };
  });
}
