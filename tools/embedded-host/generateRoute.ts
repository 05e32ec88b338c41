import type { ServerResponse } from 'node:http';
import { renderChat } from './chatTemplate';
import { complete, type Caller, type CompletionRequest, type Host } from './completion';
import { HostError } from './hostError';
import { requireModel } from './hostedModel';
import { readKeepAlive } from './keepAlive';
import { answer } from './ollamaAnswer';
import { sendJson } from './reply';
import { decodeBody, type BodyType } from './requestBody';
import { readOptions } from './requestOptions';
import { refuseMissing, refuseThinking, refuseTopLogprobs } from './refusals';

const fields = {
  model: 'string',
  prompt: 'string',
  suffix: 'string',
  system: 'string',
  template: 'string',
  context: '[]int',
  stream: 'bool',
  raw: 'bool',
  format: 'any',
  images: 'any',
  keep_alive: 'any',
  options: 'map[string]interface {}',
  think: 'any',
  truncate: 'bool',
  shift: 'bool',
  logprobs: 'bool',
  top_logprobs: 'int',
} as const;
const bodyType: BodyType<typeof fields> = { name: 'GenerateRequest', owner: 'api', fields };

/** POST /api/generate */
export async function generateRoute(
  host: Host,
  caller: Caller,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const request = decodeBody(body, bodyType);
  refuseTopLogprobs(request.top_logprobs);
  const keepAliveMs = readKeepAlive(request.keep_alive);
  const { model = '', prompt = '', raw = false, system = '', stream = true } = request;
  requireModel(host.model, model);
  if (prompt === '' && request.keep_alive !== undefined && keepAliveMs === 0) {
    await host.slot.unload();
    const created_at = new Date().toISOString();
    sendJson(response, 200, { model, created_at, response: '', done: true, done_reason: 'unload' });
    return;
  }
  if (raw && ((request.template ?? '') !== '' || system !== '' || (request.context ?? []).length > 0)) {
    throw new HostError(400, 'raw mode does not support template, system, or context');
  }
  refuseThinking(model, request.think);
  if ((request.suffix ?? '') !== '') {
    throw new HostError(400, `registry.ollama.ai/library/${host.model.tag} does not support insert`);
  }
  refuseMissing(request, ['template', 'context', 'format', 'images', 'top_logprobs']);
  const messages = [
    ...(system === '' ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: prompt },
  ];
  const rendered = raw ? prompt : await renderChat(host.model, messages);
  const completion: CompletionRequest = {
    prompt: prompt === '' ? undefined : () => rendered,
    options: readOptions(request.options ?? {}, host.window),
    truncate: request.truncate ?? true,
    shift: request.shift ?? true,
    logProbabilities: request.logprobs ?? false,
    keepAliveMs,
  };
  await answer(response, complete(host, caller, completion), {
    model,
    stream,
    context: !raw,
    show: (text) => ({ response: text }),
  });
}
