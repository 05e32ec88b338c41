import { indentOf } from './indentation';
import { bringsIn } from './partNames';

/** What lines of a snippet are worth as anchors in one document. */
export interface LineLikeness {
  /** The document's lines (0-based) that the snippet's `line` may stand for. */
  to(line: string): ReadonlyMap<number, Likeness>;
}

export interface Likeness {
  readonly score: number;
  /** False for a line that says the same in other words: the snippet's is a new version of it. */
  readonly same: boolean;
  /** A blank or a lone bracket: such lines are everywhere. */
  readonly weak: boolean;
}

const BLANK = 0.05;
const BRACKET = 0.6;
const LEAST = 2;
const UNITS_PER_POINT = 8;
const MOST_FOR_LENGTH = 4;
const SAME_INDENT = 1;
/** Against an equal line. */
const OTHER_INDENT = 0.5;
const NEW_VERSION = 0.5;
const LEAST_ALIKE = 0.6;

export function createLikeness(document: readonly string[]): LineLikeness {
  const indents = document.map(indentOf);
  const trimmed = document.map((line) => line.trim());
  const byText = placesBy(trimmed, (line) => line);
  const words = trimmed.map(wordsOf);
  const bySubject = placesBy(words, ({ subject }) => subject);
  const known = new Map<string, ReadonlyMap<number, Likeness>>();

  const valueOf = (line: string): number => {
    const value = LEAST + Math.min(MOST_FOR_LENGTH, line.length / UNITS_PER_POINT);
    return (byText.get(line)?.length ?? 0) > 1 ? value / 2 : value;
  };
  const sameLine = (text: string, sameIndent: boolean): Likeness | undefined => {
    if (text === '') return { score: BLANK, same: true, weak: true };
    if (!hasWord(text))
      return sameIndent ? { score: BRACKET + SAME_INDENT, same: true, weak: true } : undefined;
    // A key or a head: what is below it depends on how deep it stands.
    if (!sameIndent && text.endsWith(':')) return undefined;
    const score = sameIndent ? valueOf(text) + SAME_INDENT : valueOf(text) * OTHER_INDENT;
    return { score, same: true, weak: false };
  };
  const rowFor = (line: string): ReadonlyMap<number, Likeness> => {
    const text = line.trim();
    const indent = indentOf(line);
    const row = new Map<number, Likeness>();
    for (const at of byText.get(text) ?? []) {
      const likeness = sameLine(text, text === '' || indent === indents[at]);
      if (likeness !== undefined) row.set(at, likeness);
    }
    // The head of a block that the document has is no version of another's.
    if (row.size > 0 && /[\w)\]>]\s*[{:([]$/.test(text)) return row;
    const own = wordsOf(text);
    for (const at of (own.subject === undefined ? undefined : bySubject.get(own.subject)) ?? []) {
      const other = trimmed[at] ?? '';
      const isOther = row.has(at) || indent !== indents[at] || callsOther(text, other);
      const alike = isOther || bringsInOther(text, other) ? 0 : likenessOf(own, words[at]);
      if (alike < LEAST_ALIKE) continue;
      const score = valueOf(trimmed[at] ?? '') * NEW_VERSION * alike;
      row.set(at, { score, same: false, weak: false });
    }
    return row;
  };
  return {
    to: (line) => {
      const row = known.get(line) ?? rowFor(line);
      known.set(line, row);
      return row;
    },
  };
}

function placesBy<T, K>(
  items: readonly T[],
  keyOf: (item: T) => K | undefined,
): ReadonlyMap<K, readonly number[]> {
  const places = new Map<K, number[]>();
  for (const [at, item] of items.entries()) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  }
  return places;
}

function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

interface Words {
  readonly all: ReadonlySet<string>;
  /** The first word that is no keyword: what the line is about. */
  readonly subject: string | undefined;
}

// Words that begin lines about anything, over the languages of the day.
const COMMON_WORDS = new Set(
  (
    'abstract async await break case catch class const continue const def default defer do elif else end enum export ' +
    'extends extern final finally fn for foreach from func function get if impl implements import in inline interface ' +
    'internal let local match mod module mut namespace new not of override package private protected pub public raise ' +
    'readonly ref return self set static struct super switch template then this throw throws trait try type typedef ' +
    'union unless until use using val var virtual void when where while with yield int long float double bool boolean ' +
    'string char auto unsigned'
  ).split(' '),
);

function wordsOf(line: string): Words {
  const words = line.match(/[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+/gu) ?? [];
  return { all: new Set(words), subject: words.find((word) => !COMMON_WORDS.has(word)) };
}

/** `app.get(…, () => {` is no version of `app.delete(…, () => {`. */
function callsOther(line: string, other: string): boolean {
  const [own, its] = [line, other].map((each) => /^([\w$.]+)\(.*[{([,]$/.exec(each)?.[1]);
  return own !== undefined && its !== undefined && own !== its;
}

/** Of two imports one is a new version of the other only where it brings in more, or less, of the same. */
function bringsInOther(line: string, other: string): boolean {
  if (!bringsIn(line) || !bringsIn(other)) return false;
  const [own, its] = [wordsOf(line).all, wordsOf(other).all];
  return ![...own].every((word) => its.has(word)) && ![...its].every((word) => own.has(word));
}

/** 0 for lines about different things, up to 1 for lines of the same words (Dice's coefficient). */
function likenessOf(a: Words, b: Words | undefined): number {
  if (b === undefined || a.subject !== b.subject) return 0;
  const [small, large] = a.all.size < b.all.size ? [a.all, b.all] : [b.all, a.all];
  let shared = 0;
  for (const word of small) if (large.has(word)) shared++;
  return (2 * shared) / (small.size + large.size);
}
