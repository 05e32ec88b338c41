import type { ServerResponse } from 'node:http';
import { renderChat, renderFitting } from './chatTemplate';
import { complete, type Caller, type CountTokens, type Host } from './completion';
import { HostError } from './hostError';
import { requireModel } from './hostedModel';
import { readKeepAlive } from './keepAlive';
import { answer } from './ollamaAnswer';
import { refuseMissing, refuseThinking, refuseTopLogprobs } from './refusals';
import { sendJson } from './reply';
import { decodeBody, type BodyType } from './requestBody';
import { readOptions } from './requestOptions';

const fields = {
  model: 'string',
  messages: '[]api.Message',
  tools: 'api.Tools',
  stream: 'bool',
  format: 'any',
  keep_alive: 'any',
  options: 'map[string]interface {}',
  think: 'any',
  truncate: 'bool',
  shift: 'bool',
  logprobs: 'bool',
  top_logprobs: 'int',
} as const;
const bodyType: BodyType<typeof fields> = { name: 'ChatRequest', owner: 'api', fields };

/** POST /api/chat */
export async function chatRoute(
  host: Host,
  caller: Caller,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const request = decodeBody(body, bodyType);
  refuseTopLogprobs(request.top_logprobs);
  const keepAliveMs = readKeepAlive(request.keep_alive);
  const { model = '', messages = [], stream = true } = request;
  if (model === '') throw new HostError(400, 'model is required');
  requireModel(host.model, model);
  if (messages.length === 0 && request.keep_alive !== undefined && keepAliveMs === 0) {
    await host.slot.unload();
    const created_at = new Date().toISOString();
    sendJson(response, 200, { model, created_at, ...asMessage(''), done: true, done_reason: 'unload' });
    return;
  }
  refuseThinking(model, request.think);
  if ((request.tools ?? []).length > 0) {
    throw new HostError(400, `registry.ollama.ai/library/${host.model.tag} does not support tools`);
  }
  refuseMissing(request, ['format', 'logprobs']);
  const options = readOptions(request.options ?? {}, host.window);
  const truncate = request.truncate ?? true;
  const render = (count: CountTokens): Promise<string> =>
    truncate
      ? renderFitting(host.model, messages, (text) => count(text) <= options.numCtx)
      : renderChat(host.model, messages);
  const completion = {
    prompt: messages.length === 0 ? undefined : render,
    options,
    truncate,
    shift: request.shift ?? true,
    logProbabilities: false,
    keepAliveMs,
  };
  await answer(response, complete(host, caller, completion), {
    model,
    stream,
    context: false,
    show: asMessage,
  });
}

function asMessage(content: string): Record<string, unknown> {
  return { message: { role: 'assistant', content } };
}
