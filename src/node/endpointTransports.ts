import { DisposableStore, type Disposable } from '../common/disposable';
import type { SecretSource } from '../settings/headerSecrets';
import { wayTo } from '../settings/wayTo';
import type { HttpTransport } from '../transport/httpTransport';
import { createNodeFetchTransport } from './nodeFetchTransport';
import { createRoutedTransport, type RoutedEndpoint } from './routedTransport';

/** Gives each endpoint the transport that its connection settings ask for. Endpoints with the same settings share one. */
export interface EndpointTransports extends Disposable {
  for(endpoint: RoutedEndpoint): HttpTransport;
}

/** See createNodeFetchTransport for `goesBare`. */
export function createEndpointTransports(
  version: string,
  secrets: SecretSource,
  goesBare?: () => boolean,
): EndpointTransports {
  const store = new DisposableStore();
  const ordinary = store.add(createNodeFetchTransport(version, goesBare));
  const routed = new Map<string, HttpTransport>();
  return {
    for: (endpoint) => {
      const { tls, proxy, bypassProxy } = endpoint;
      const way = wayTo(endpoint);
      if (tls === undefined && way.kind === 'editor') return ordinary;
      const key = JSON.stringify([way, tls, proxy, bypassProxy]);
      const known = routed.get(key);
      if (known !== undefined) return known;
      const made = store.add(createRoutedTransport(version, endpoint, secrets));
      routed.set(key, made);
      return made;
    },
    dispose: () => store.dispose(),
  };
}
