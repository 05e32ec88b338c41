import { t } from '../common/l10n';
import { shown, type Check } from './check';

/** Collects what is wrong with one endpoint. `reject` spoils it, `remark` leaves it in use, `warn` has the status warn of it as well. */
export interface EndpointProblems {
  reject(where: string, message: string): void;
  remark(where: string, message: string): void;
  warn(where: string, message: string): void;
}

/** Reads one key, which may be left out. */
export type ReadField = <T>(key: string, check: Check<T>) => T | undefined;

/** Reads keys of `raw`, each with its check; wrong values are rejected by their path. */
export function fieldReader(
  raw: Record<string, unknown>,
  path: string,
  problems: EndpointProblems,
): ReadField {
  return (key, check) => {
    const value = raw[key];
    if (value === undefined || value === null) return undefined;
    const checked = check(value);
    if (checked.ok) return checked.value;
    problems.reject(`${path}.${key}`, t('is {0}; it must be {1}', shown(value), checked.allowed));
    return undefined;
  };
}

/** Drops the fields that nothing was written for. */
export function withoutAbsent<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
