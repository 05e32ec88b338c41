import { t } from '../common/l10n';
/** The outcome of checking one raw value: the value, or what is allowed in its place, in plain words. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly allowed: string };

export type Check<T> = (value: unknown) => Checked<T>;

export function isBoolean(value: unknown): Checked<boolean> {
  return typeof value === 'boolean' ? good(value) : bad(t('true or false'));
}

export function isText(value: unknown): Checked<string> {
  return typeof value === 'string' && value.trim() !== ''
    ? good(value.trim())
    : bad(t('a text that is not empty'));
}

export function isAnyText(value: unknown): Checked<string> {
  return typeof value === 'string' ? good(value) : bad(t('a text'));
}

/** A whole number of `unit` between two bounds, both included. */
export function isWhole(min: number, max: number, unit?: 'milliseconds' | 'tokens'): Check<number> {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? good(value)
      : bad(wholeWords(min, max, unit));
}

function wholeWords(min: number, max: number, unit: 'milliseconds' | 'tokens' | undefined): string {
  switch (unit) {
    case 'milliseconds':
      return t('a whole number from {0} to {1} (milliseconds)', min, max);
    case 'tokens':
      return t('a whole number from {0} to {1} (tokens)', min, max);
    case undefined:
      return t('a whole number from {0} to {1}', min, max);
  }
}

export function isNumber(min: number, max: number): Check<number> {
  return (value) =>
    typeof value === 'number' && value >= min && value <= max
      ? good(value)
      : bad(t('a number from {0} to {1}', min, max));
}

export function isOneOf<const T extends string>(...choices: readonly T[]): Check<T> {
  return (value) => {
    const choice = choices.find((candidate) => candidate === value);
    return choice === undefined
      ? bad(t('one of {0}', choices.map((each) => `"${each}"`).join(', ')))
      : good(choice);
  };
}

export function isTextList(value: unknown): Checked<readonly string[]> {
  const texts = Array.isArray(value) ? (value as unknown[]) : [];
  return Array.isArray(value) && texts.every((each) => typeof each === 'string')
    ? good(texts)
    : bad(t('a list of texts'));
}

/** An object whose values all pass `check`. */
export function isRecordOf<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value) => {
    if (!isRecord(value)) return bad(t('an object'));
    const checked: Record<string, T> = {};
    for (const [key, each] of Object.entries(value)) {
      const one = check(each);
      if (!one.ok) return bad(t('an object; "{0}" in it must be {1}', key, one.allowed));
      checked[key] = one.value;
    }
    return good(checked);
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A raw value as a problem shows it: short, and on one line. */
export function shown(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** Characters of a wrong value that a problem repeats: enough to find it again. */
const LONGEST_SHOWN = 60;

function good<T>(value: T): Checked<T> {
  return { ok: true, value };
}

function bad(allowed: string): { ok: false; allowed: string } {
  return { ok: false, allowed };
}
