import type { Host } from './completion';
import { HostError } from './hostError';
import { requireModel } from './hostedModel';
import { decodeBody, type BodyType } from './requestBody';

const fields = { model: 'string', input: 'any' } as const;
const bodyType: BodyType<typeof fields> = { name: 'EmbedRequest', owner: 'api', fields };

/**
 * POST /api/embed: a completion model has no embeddings.
 * @throws HostError always, as Ollama does for such a model
 */
export function embedRoute(host: Host, body: string): void {
  const { model = '', input } = decodeBody(body, bodyType);
  if (input !== undefined && typeof input !== 'string' && !Array.isArray(input)) {
    throw new HostError(400, 'invalid input type');
  }
  try {
    requireModel(host.model, model);
  } catch (error) {
    if (!(error instanceof HostError) || error.status !== 404 || model === '') throw error;
    throw new HostError(404, `model "${model}" not found, try pulling it first`);
  }
  throw new HostError(501, 'This server does not support embeddings. Start it with `--embeddings`');
}
