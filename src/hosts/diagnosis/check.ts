import type { TransportError } from '../../transport/errors';

/** What is looked at, in this order: each check stands on the ones before. */
export const checkNames = [
  'address',
  'name',
  'tcp',
  'proxy',
  'tls',
  'http',
  'engine',
  'login',
  'model',
  'fim',
  'context',
  'streaming',
  'abort',
  'speed',
] as const;

export type CheckName = (typeof checkNames)[number];

/** `skipped`: it could not be looked at, because of a check before it or because the host does not tell. */
export type Verdict = 'passed' | 'failed' | 'skipped';

export interface CheckResult {
  readonly name: CheckName;
  readonly verdict: Verdict;
  /** How long the look took. */
  readonly ms: number;
  /** One line, without secrets. */
  readonly saw: string;
  /** The exact setting or command that mends a failure; empty where nothing is to be mended. */
  readonly mend: string;
  /** What failed, where a connection did: for those who can do something about it. */
  readonly error?: TransportError;
}

/** Which check failed at which URL: whether that may be due to the machine that called. */
export interface FailedCheck {
  readonly name: CheckName;
  readonly url: string;
}

/** A result without what `redact` takes out. */
export function redactedResult(result: CheckResult, redact: (text: string) => string): CheckResult {
  return { ...result, saw: redact(result.saw), mend: redact(result.mend) };
}

/** A check found what it should not. Its message is what was seen. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';

  constructor(
    saw: string,
    readonly mend: string,
    readonly error?: TransportError,
  ) {
    super(saw);
  }
}

/** A check can't tell. Its message says why. */
export class CheckSkipped extends Error {
  override readonly name = 'CheckSkipped';
}
