import { grouped } from '../../common/grouped';
import type { EndpointSettings } from '../../settings/settings';
import type { TransportError } from '../../transport/errors';
import type { OpenedModel } from '../openModel';
import type { Rung } from './ladder';
import type { Door } from './ports';

/** What the checks have found out so far. */
export interface DiagnosisFacts {
  /** The URL as it was written. */
  readonly written: string;
  /** Its `url` is right once the address is parsed. */
  readonly endpoint: EndpointSettings;
  /** The forward proxy on the way, where there is one. */
  readonly proxy?: string;
  /** The machine that the first connection goes to: the proxy's, or the host's own. */
  readonly door?: Door;
  /** What the name server took. */
  readonly lookupMs?: number;
  /** What came of asking for the engine's version. */
  readonly greeting?: Greeting;
  readonly opened?: OpenedModel;
  /** A prompt that the host had not read before, and how long that took. */
  readonly prefill?: TimedTokens;
  readonly decode?: TimedTokens;
  /** From the request to the first text, where only a few tokens were new to the host. */
  readonly firstTokenMs?: number;
}

export type Greeting =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'refused'; readonly error: TransportError };

export interface TimedTokens {
  readonly tokens: number;
  readonly ms: number;
}

export type DiagnosisRung = Rung<DiagnosisFacts>;

export function perSecond({ tokens, ms }: TimedTokens): number {
  return (tokens / Math.max(ms, 1)) * 1_000;
}

/** Digits that people compare at a glance: three, and no more. */
export function rounded(value: number): string {
  return grouped(Number(value.toPrecision(3)));
}
