/** Takes the power out of special-token text that stands in the user's own code, and gives the code back later. */
export interface Neutraliser {
  /** The same text with each special token's first character replaced by a look-alike: UTF-16 offsets stay valid. */
  readonly neutralise: (text: string) => string;
  /** Undoes it in a completion, whose model may have copied a neutralised text. */
  readonly restore: (text: string) => string;
}

/** One UTF-16 unit each, and in no family's special tokens. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ['<', '\u2039'],
  ['[', '\uFF3B'],
]);
const OTHER_LOOK_ALIKE = '\u00B7';

/**
 * Every occurrence loses its first character, overlapping ones too, because the search goes on at the very next
 * character; and no new occurrence can arise, since look-alikes are part of no special token.
 */
export function createNeutraliser(specialTokens: readonly string[]): Neutraliser {
  const texts = specialTokens.map((token) => token.trim()).filter((token) => token !== '');
  if (texts.length === 0) return { neutralise: (text) => text, restore: (text) => text };
  const armed = texts.map((text) => `${escaped(firstOf(text))}(?=${escaped(text.slice(1))})`).join('|');
  const disarmed = texts.map((text) => `${lookAlike(firstOf(text))}(?=${escaped(text.slice(1))})`).join('|');
  const search = new RegExp(armed, 'g');
  const reverse = new RegExp(disarmed, 'g');
  const originals = new Map(texts.map((text) => [lookAlike(firstOf(text)), firstOf(text)]));
  return {
    neutralise: (text) => text.replace(search, lookAlike),
    restore: (text) => text.replace(reverse, (found) => originals.get(found) ?? found),
  };
}

function firstOf(text: string): string {
  return text.charAt(0);
}

function lookAlike(character: string): string {
  return LOOK_ALIKES.get(character) ?? OTHER_LOOK_ALIKE;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
