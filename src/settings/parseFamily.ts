import { t } from '../common/l10n';
import { isBoolean, isOneOf, isRecord, isText, isTextList, isWhole, shown, type Check } from './check';
import type { FamilySettings } from './settings';

/** Where the problem stands below the family's own path, and what is wrong there. */
export type RejectPart = (path: string, message: string) => void;

interface Shape {
  readonly [key: string]: Check<unknown> | Shape;
}

/** Line breaks and spaces count, and a text may be empty: a family may have no middle token. */
const isAnyText: Check<string> = (value) =>
  typeof value === 'string' ? { ok: true, value } : { ok: false, allowed: t('a text') };

const shape: Shape = {
  like: isText,
  label: isText,
  order: isOneOf('psm', 'spm'),
  tokens: { prefix: isAnyText, suffix: isAnyText, middle: isAnyText },
  bos: isText,
  specialTokens: isTextList,
  stops: isTextList,
  repo: {
    repoHeader: isAnyText,
    fileHeader: isAnyText,
    fileFooter: isAnyText,
    targetHeader: { outside: isAnyText, inside: isAnyText },
    headerWithoutContext: isBoolean,
    contextPlace: isOneOf('before-begin', 'after-begin'),
  },
  trainedWindow: isWhole(512, 1_048_576, 'tokens'),
};

/** Reads `family` of a role: an id, or an object that describes one; undefined when it can't be used. */
export function parseFamily(raw: unknown, reject: RejectPart): string | FamilySettings | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (typeof raw === 'string' && raw.trim() !== '') return raw.trim();
  if (!isRecord(raw)) {
    reject('', t('is {0}; it must be a family\'s id, or an object with "like" and what differs', shown(raw)));
    return undefined;
  }
  const family = readShape(raw, shape, '', reject);
  if (typeof family['like'] === 'string') return { ...family, like: family['like'] };
  if (raw['like'] === undefined) reject('.like', t('is missing; it names the family that this one is like'));
  return undefined;
}

function readShape(
  raw: Record<string, unknown>,
  wanted: Shape,
  path: string,
  reject: RejectPart,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const check = wanted[key];
    const place = `${path}.${key}`;
    if (check === undefined) {
      reject(place, t('is not part of a family; known are {0}', Object.keys(wanted).join(', ')));
    } else if (typeof check === 'function') {
      const checked = check(value);
      if (checked.ok) read[key] = checked.value;
      else reject(place, t('is {0}; it must be {1}', shown(value), checked.allowed));
    } else if (isRecord(value)) read[key] = readShape(value, check, place, reject);
    else reject(place, t('is {0}; it must be an object', shown(value)));
  }
  return read;
}
