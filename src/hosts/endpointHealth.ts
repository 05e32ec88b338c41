import type { TransportErrorKind } from '../transport/errors';
import type { EndpointState } from './endpointState';

/** How an endpoint is, in one word, for lists and menus. */
export type EndpointHealth =
  'unknown' | 'ready' | 'loading' | 'busy' | 'degraded' | 'unreachable' | 'misconfigured';

/** `isTrusted` is false while the endpoint proves itself after a failure. */
export function healthOf(state: EndpointState, isTrusted: boolean): EndpointHealth {
  switch (state.kind) {
    case 'unknown':
    case 'loading':
    case 'busy':
      return state.kind;
    case 'ready':
    case 'reachable':
    case 'working':
      return isTrusted ? 'ready' : 'degraded';
    case 'not-configured':
    case 'no-fim-model':
      return 'misconfigured';
    case 'failed':
      return healthAfter[state.error.kind];
  }
}

const healthAfter: Readonly<Record<TransportErrorKind, EndpointHealth>> = {
  unreachable: 'unreachable',
  'name-not-found': 'unreachable',
  timeout: 'unreachable',
  'connection-lost': 'unreachable',
  proxy: 'unreachable',
  tls: 'misconfigured',
  certificate: 'misconfigured',
  misconfigured: 'misconfigured',
  'client-certificate': 'misconfigured',
  login: 'misconfigured',
  'model-missing': 'misconfigured',
  unsupported: 'misconfigured',
  'not-an-engine': 'misconfigured',
  'bad-request': 'misconfigured',
  busy: 'busy',
  'prompt-too-long': 'degraded',
  'out-of-memory': 'degraded',
  'disk-full': 'degraded',
  'host-fault': 'degraded',
};
