import type { ServerResponse } from 'node:http';
import { renderChat } from './chatTemplate';
import { complete, type Caller, type CompletionEnd, type CompletionRequest, type Host } from './completion';
import type { Piece } from './generation';
import { BodyError, HostError } from './hostError';
import { requireModel, type HostedModel } from './hostedModel';
import { readKeepAlive } from './keepAlive';
import { requireShown } from './modelRoutes';
import { send, sendJson, sendPart } from './reply';
import { decodeBody, type BodyType } from './requestBody';
import { readOptions } from './requestOptions';

const fields = {
  model: 'string',
  prompt: 'string',
  frequency_penalty: 'float32',
  max_tokens: 'int',
  presence_penalty: 'float32',
  seed: 'int',
  stop: 'any',
  stream: 'bool',
  stream_options: 'openai.StreamOptions',
  temperature: 'float32',
  top_p: 'float32',
  suffix: 'string',
} as const;
const bodyType: BodyType<typeof fields> = { name: 'CompletionRequest', owner: 'openai', fields };

/** Answers of this API carry no charset and end with a line feed, unlike those of Ollama's own. */
function sendOpenAi(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', `${JSON.stringify(body)}\n`);
}

/** An error in the shape of OpenAI's API, with Ollama's text. */
export function sendOpenAiError(response: ServerResponse, error: HostError): void {
  const types: Readonly<Record<number, string>> = { 400: 'invalid_request_error', 404: 'not_found_error' };
  // The decoder's own word for a missing body comes through here.
  const message = error.message === 'missing request body' ? 'EOF' : error.message;
  const body = { error: { message, type: types[error.status] ?? 'api_error', param: null, code: null } };
  if (error instanceof BodyError) sendJson(response, error.status, body);
  else sendOpenAi(response, error.status, body);
}

/** GET /v1/models */
export function listRoute({ model }: Host, response: ServerResponse): void {
  sendOpenAi(response, 200, { object: 'list', data: [listed(model, model.tag)] });
}

/** GET /v1/models/NAME */
export function retrieveRoute({ model }: Host, name: string, response: ServerResponse): void {
  requireShown(model, name);
  sendOpenAi(response, 200, listed(model, name));
}

function listed(model: HostedModel, id: string): object {
  return { id, object: 'model', created: Math.floor(model.modifiedAt.getTime() / 1000), owned_by: 'library' };
}

/** POST /v1/completions */
export async function completionsRoute(
  host: Host,
  caller: Caller,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const request = decodeBody(body, bodyType);
  const { model = '', prompt = '', stream = false, seed, max_tokens: maxTokens } = request;
  const options = readOptions(
    {
      temperature: request.temperature ?? 1,
      top_p: request.top_p === undefined || request.top_p === 0 ? 1 : request.top_p,
      frequency_penalty: request.frequency_penalty ?? 0,
      presence_penalty: request.presence_penalty ?? 0,
      stop: stopList(request.stop),
      ...(seed === undefined ? {} : { seed }),
      ...(maxTokens === undefined ? {} : { num_predict: maxTokens }),
    },
    host.window,
  );
  requireModel(host.model, model);
  if ((request.suffix ?? '') !== '') {
    throw new HostError(400, `registry.ollama.ai/library/${host.model.tag} does not support insert`);
  }
  const completion: CompletionRequest = {
    prompt: prompt === '' ? undefined : () => renderChat(host.model, [{ role: 'user', content: prompt }]),
    options,
    truncate: true,
    shift: true,
    logProbabilities: false,
    keepAliveMs: readKeepAlive(undefined),
  };
  const usage = request.stream_options?.include_usage ?? false;
  const pieces = complete(host, caller, completion);
  await (stream ? streamed(response, pieces, { model, usage }) : whole(response, pieces, model));
}

function stopList(stop: unknown): readonly string[] {
  if (typeof stop === 'string') return [stop];
  if (!Array.isArray(stop)) return [];
  const wrong = stop.findIndex((item) => typeof item !== 'string');
  if (wrong === -1) return stop as string[];
  throw new BodyError(`invalid type for 'stop' field: ${goType(stop[wrong])}`);
}

/** Go's name for what a JSON value is decoded to. */
function goType(value: unknown): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  const names: Readonly<Record<string, string>> = { number: 'float64', boolean: 'bool' };
  return names[typeof value] ?? 'map[string]interface {}';
}

async function whole(
  response: ServerResponse,
  pieces: AsyncGenerator<Piece, CompletionEnd>,
  model: string,
): Promise<void> {
  let text = '';
  for (;;) {
    const { value, done } = await pieces.next();
    if (done === true) {
      if (value.reason === 'aborted') response.destroy();
      else
        sendOpenAi(response, 200, {
          ...head(newId(), model),
          choices: [choice(text, value)],
          usage: usageOf(value),
        });
      return;
    }
    text += value.text;
  }
}

async function streamed(
  response: ServerResponse,
  pieces: AsyncGenerator<Piece, CompletionEnd>,
  { model, usage }: { readonly model: string; readonly usage: boolean },
): Promise<void> {
  const id = newId();
  const event = (fields: object): void => {
    sendPart(response, 'text/event-stream', `data: ${JSON.stringify({ ...head(id, model), ...fields })}\n\n`);
  };
  const noUsage = usage ? { usage: usageOf(undefined) } : {};
  for (;;) {
    const { value, done } = await pieces.next();
    if (done !== true) {
      event({ choices: [choice(value.text, undefined)], ...noUsage });
      continue;
    }
    if (value.reason === 'aborted') {
      response.destroy();
      return;
    }
    if (value.reason !== 'repeated') {
      event({ choices: [choice('', value)], ...noUsage });
      if (usage) event({ choices: [], usage: usageOf(value) });
      sendPart(response, 'text/event-stream', 'data: [DONE]\n\n');
    }
    response.end();
    return;
  }
}

function newId(): string {
  return `cmpl-${Math.floor(Math.random() * 999)}`;
}

function head(id: string, model: string): object {
  const created = Math.floor(Date.now() / 1000);
  return { id, object: 'text_completion', created, model, system_fingerprint: 'fp_ollama' };
}

function choice(text: string, end: CompletionEnd | undefined): object {
  const finished = end === undefined || end.reason === 'repeated' ? null : end.reason;
  return { text, index: 0, finish_reason: finished };
}

function usageOf(end: CompletionEnd | undefined): object {
  const { promptTokens = 0, generatedTokens = 0 } = end?.reason === 'repeated' ? {} : (end?.counts ?? {});
  return {
    prompt_tokens: promptTokens,
    completion_tokens: generatedTokens,
    total_tokens: promptTokens + generatedTokens,
  };
}
