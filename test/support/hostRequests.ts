import assert from 'node:assert/strict';
import type { TestHost } from './testHost';

/** One line of a streamed answer of /api/generate or /api/chat, or the whole answer. */
export interface HostAnswer {
  readonly model: string;
  readonly created_at: string;
  readonly response?: string;
  readonly message?: { readonly role: string; readonly content: string };
  readonly done: boolean;
  readonly done_reason?: string;
  readonly total_duration?: number;
  readonly load_duration?: number;
  readonly prompt_eval_count?: number;
  readonly prompt_eval_duration?: number;
  readonly eval_count?: number;
  readonly eval_duration?: number;
}

/** What the tests ask for unless they say otherwise: greedy, a small window, few tokens. */
export const TEST_WINDOW_TOKENS = 2048;
const defaultOptions = { num_ctx: TEST_WINDOW_TOKENS, temperature: 0, num_predict: 24 };

export function post(url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', body: text, ...(signal !== undefined && { signal }) });
}

export interface GenerateOptions {
  readonly options?: Record<string, unknown>;
  readonly fields?: Record<string, unknown>;
  readonly signal?: AbortSignal;
}

/** POST /api/generate in raw mode. */
export function generate(
  { url, model }: TestHost,
  prompt: string,
  { options, fields, signal }: GenerateOptions = {},
): Promise<Response> {
  const body = { model: model.tag, prompt, raw: true, options: { ...defaultOptions, ...options }, ...fields };
  return post(`${url}/api/generate`, body, signal);
}

/** POST /api/generate, not streamed, with status 200. */
export async function generateWhole(
  host: TestHost,
  prompt: string,
  { options, fields }: GenerateOptions = {},
): Promise<HostAnswer> {
  const response = await generate(host, prompt, {
    ...(options !== undefined && { options }),
    fields: { stream: false, ...fields },
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text) as HostAnswer;
}

/** The lines of a streamed answer. */
export async function readLines(response: Response): Promise<HostAnswer[]> {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.ok(text.endsWith('\n'), 'a stream ends with a whole line');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as HostAnswer);
}

/** Asserts an error answer of Ollama's own API. */
export async function assertRefused(
  response: Response,
  status: number,
  message: RegExp | string,
): Promise<void> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  const { error } = JSON.parse(text) as { error: string };
  if (typeof message === 'string') assert.equal(error, message);
  else assert.match(error, message);
}

/** What the embedded host tells about a request. */
export interface TrailEntry {
  readonly route: string;
  readonly userAgent: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly generatedTokens: number;
  readonly finish: 'waiting' | 'running' | 'done' | 'aborted' | 'failed';
  readonly text: string;
}

/** The embedded host's record of its requests, oldest first. */
export async function requestTrail({ url }: Pick<TestHost, 'url'>): Promise<readonly TrailEntry[]> {
  const { requests } = (await (await fetch(`${url}/fillwright/requests`)).json()) as {
    requests: TrailEntry[];
  };
  return requests;
}
