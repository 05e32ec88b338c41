import { t } from '../common/l10n';
import type { EndpointSettings } from '../settings/settings';
import { TransportError, type TransportErrorKind } from '../transport/errors';
import type { EndpointState } from './endpointState';
import type { Opening } from './openModel';

/** A state that an endpoint is left alone in for a while. */
export type RestingState = Extract<EndpointState, { kind: 'failed' | 'no-fim-model' }>;

/** Says something of one request, nothing of the host. */
export function isPerRequest({ kind }: TransportError): boolean {
  return kind === 'prompt-too-long' || kind === 'bad-request';
}

/** Said of one route, it holds for all of them. */
export function isNoConnection({ kind }: TransportError): boolean {
  return noConnection.has(kind);
}

/** Said of one model, it holds for all that the host is asked for. */
export function isOfHost(error: TransportError): boolean {
  return isNoConnection(error) || atTheDoor.has(error.kind);
}

export function noFimState(
  endpoint: EndpointSettings,
  { explanation, pull }: Extract<Opening, { kind: 'no-fim' }>,
): RestingState {
  const mend = t('Pull one that can on the host: ollama pull {0}', pull);
  return { kind: 'no-fim-model', endpoint: endpoint.name, explanation: `${explanation} ${mend}` };
}

export function asTransportError(thrown: unknown, endpoint: EndpointSettings): TransportError {
  if (thrown instanceof TransportError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const facts = {
    kind: 'host-fault',
    endpoint: endpoint.url,
    route: t('opening the model'),
    detail,
  } as const;
  return new TransportError(facts, { cause: thrown });
}

const noConnection: ReadonlySet<TransportErrorKind> = new Set([
  'unreachable',
  'name-not-found',
  'proxy',
  'tls',
  'certificate',
  'client-certificate',
  'timeout',
  'connection-lost',
] as const);

const atTheDoor: ReadonlySet<TransportErrorKind> = new Set([
  'login',
  'not-an-engine',
  'misconfigured',
  'busy',
] as const);
