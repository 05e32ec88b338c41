import { expandHeaders, type SecretSource } from '../settings/headerSecrets';
import type { EndpointSettings } from '../settings/settings';
import type { InferenceEngine } from '../transport/engine';
import type { EnginePorts } from '../transport/exchange';
import { createOllamaEngine } from '../transport/ollamaEngine';
import { createOpenAiEngine } from '../transport/openAiEngine';

/** The engine that speaks to an endpoint. Its secrets are read anew for each request. */
export function endpointEngine(
  endpoint: EndpointSettings,
  ports: EnginePorts,
  secrets: SecretSource,
): InferenceEngine {
  const { url, timeouts } = endpoint;
  const create = endpoint.engine === 'openai' ? createOpenAiEngine : createOllamaEngine;
  return create({ url, timeouts, headers: () => expandHeaders(endpoint.headers, secrets) }, ports);
}
