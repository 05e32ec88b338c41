import type { ServerResponse } from 'node:http';
import type { Host } from './completion';
import { HostError } from './hostError';
import { requireModel, shortName, type HostedModel } from './hostedModel';
import { sendJson, sendPart } from './reply';
import { decodeBody, type BodyType } from './requestBody';

const fields = { model: 'string', name: 'string', stream: 'bool' } as const;
const pullType: BodyType<typeof fields> = { name: 'PullRequest', owner: 'api', fields };
const deleteType: BodyType<typeof fields> = { name: 'DeleteRequest', owner: 'api', fields };

/** POST /api/pull: what is here is checked and found complete; there is no registry to have anything else from. */
export function pullRoute({ model }: Host, body: string, response: ServerResponse): void {
  const request = decodeBody(body, pullType);
  const lines = pullLines(model, nameIn(request));
  if (request.stream === false) {
    const last = lines.at(-1) as { readonly error?: string };
    if (last.error !== undefined) throw new HostError(500, last.error);
    sendJson(response, 200, last);
    return;
  }
  for (const line of lines) sendPart(response, 'application/x-ndjson', `${JSON.stringify(line)}\n`);
  response.end();
}

function pullLines(model: HostedModel, name: string): readonly object[] {
  const manifest = { status: 'pulling manifest' };
  if (!isHere(model, name)) return [manifest, { error: 'pull model manifest: file does not exist' }];
  const layer = { digest: `sha256:${model.digest}`, total: model.bytes, completed: model.bytes };
  return [
    manifest,
    { status: `pulling ${model.digest.slice(0, 12)}`, ...layer },
    { status: 'verifying sha256 digest' },
    { status: 'writing manifest' },
    { status: 'success' },
  ];
}

/** DELETE /api/delete: refuses to delete the only model there is. */
export function deleteRoute({ model }: Host, body: string): void {
  const name = nameIn(decodeBody(body, deleteType));
  if (!isHere(model, name)) throw new HostError(404, `model '${shortName(name)}' not found`);
  throw new HostError(500, 'the embedded host keeps its only model');
}

function nameIn(request: { readonly model?: string; readonly name?: string }): string {
  const name = [request.model, request.name].find((given) => given !== undefined && given !== '');
  if (name === undefined) throw new HostError(400, 'invalid model name');
  return name;
}

function isHere(model: HostedModel, name: string): boolean {
  try {
    requireModel(model, name);
    return true;
  } catch (error) {
    if (error instanceof HostError && error.status === 404) return false;
    throw error;
  }
}
