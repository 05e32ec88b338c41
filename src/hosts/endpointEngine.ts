import type { SecretSource } from '../settings/headerSecrets';
import type { EndpointSettings } from '../settings/settings';
import type { InferenceEngine } from '../transport/engine';
import type { EnginePorts } from '../transport/exchange';
import { createOllamaEngine } from '../transport/ollamaEngine';
import { createOpenAiEngine } from '../transport/openAiEngine';
import { engineEndpoint } from './engineEndpoint';

/** The engine that speaks to an endpoint. Its secrets are read anew for each request. */
export function endpointEngine(
  endpoint: EndpointSettings,
  ports: EnginePorts,
  secrets: SecretSource,
): InferenceEngine {
  const create = endpoint.engine === 'openai' ? createOpenAiEngine : createOllamaEngine;
  return create(engineEndpoint(endpoint, secrets), ports);
}
