import type { Clock } from '../../common/clock';
import type { ModelFamily } from '../../model/family';
import type { EndpointSettings, Settings } from '../../settings/settings';
import type { CertificateFacts } from '../../transport/certificate';
import type { InferenceEngine } from '../../transport/engine';
import type { KeyValueStore } from '../keyValueStore';

/** A machine's door: what a connection is made to. */
export interface Door {
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What a host showed of itself in a TLS handshake. */
export interface Certificate extends CertificateFacts {
  /** The authority at the root of its chain in PEM, or itself where it is self-signed; absent where the host sent none. */
  readonly authority?: string;
}

/** The network below HTTP. All throw what the operating system says, with its `code`, or an AbortError. */
export interface NetworkProbes {
  /** Every address of a name; an address stands for itself. */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Opens a connection and closes it. @returns the address it went to */
  connect(door: Door, signal: AbortSignal): Promise<string>;
  /** The status with which a proxy answers `CONNECT` to an endpoint. Secrets that its URL names are filled in. */
  tunnel(proxy: string, endpoint: EndpointSettings, signal: AbortSignal): Promise<number>;
  /** Shakes hands as the endpoint's settings have it, and hangs up; a certificate that isn't trusted is no failure. */
  handshake(endpoint: EndpointSettings, proxy: string | undefined, signal: AbortSignal): Promise<Certificate>;
}

/** The proxy that the editor's own settings have for a URL. */
export type EditorProxy = (url: string) => string | undefined;

export interface DiagnosisPorts {
  readonly network: NetworkProbes;
  readonly editorProxy: EditorProxy;
  readonly engineFor: (endpoint: EndpointSettings) => InferenceEngine;
  /** The prompt that asks a model for the middle of a snippet. */
  readonly infillPrompt: InfillPrompt;
  readonly contextWindow: Settings['completion']['contextWindow'];
  readonly store: KeyValueStore;
  readonly clock: Clock;
  /** From 0 to 1: prompts begin with it, so that no host has read them before. */
  readonly random: () => number;
  /** The machine that calls, as its user calls it: "this machine (laptop)". */
  readonly caller: string;
}

export type InfillPrompt = (
  family: ModelFamily,
  hole: { readonly prefix: string; readonly suffix: string; readonly writesBos: boolean },
) => string;
