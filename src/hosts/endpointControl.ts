import type { SecretSource } from '../settings/headerSecrets';
import type { EndpointSettings } from '../settings/settings';
import type { EnginePorts } from '../transport/exchange';
import type { ModelControl } from '../transport/modelControl';
import { createOllamaControl } from '../transport/ollamaControl';
import { engineEndpoint } from './engineEndpoint';

/** What changes the models of an endpoint; undefined where its engine offers no such thing. */
export function endpointControl(
  endpoint: EndpointSettings,
  ports: EnginePorts,
  secrets: SecretSource,
): ModelControl | undefined {
  if (endpoint.engine !== 'ollama') return undefined;
  return createOllamaControl(engineEndpoint(endpoint, secrets), ports);
}
