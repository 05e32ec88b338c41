import type { ServerResponse } from 'node:http';
import type { CompletionEnd } from './completion';
import type { Piece, ScoredToken } from './generation';
import { sendJson, sendPart } from './reply';

/** How a route of Ollama's own API shows text: as `response`, or as a chat message. */
export type ShowText = (text: string) => Record<string, unknown>;

const NS_PER_MS = 1e6;
/** Ollama shows the decode time of a single token as one microsecond. */
const SHORTEST_DECODE_NS = 1000;

/** Sends a completion in Ollama's own format, streamed or whole. Nothing is sent to a client that has gone. */
export async function answer(
  response: ServerResponse,
  pieces: AsyncGenerator<Piece, CompletionEnd>,
  format: {
    readonly model: string;
    readonly stream: boolean;
    readonly context: boolean;
    readonly show: ShowText;
  },
): Promise<void> {
  const { model, stream, context, show } = format;
  const object = (text: string, rest: object): object => ({
    model,
    created_at: new Date().toISOString(),
    ...show(text),
    ...rest,
  });
  const line = (value: object): void => {
    sendPart(response, 'application/x-ndjson', `${JSON.stringify(value)}\n`);
  };
  const finish = (end: CompletionEnd, { text, tokens }: Piece): void => {
    const last = lastFields(end, context);
    if (end.reason === 'aborted') response.destroy();
    else if (!stream || end.reason === 'load')
      sendJson(response, 200, object(text, { ...last, ...logprobs(tokens) }));
    else {
      if (end.reason !== 'repeated') line(object('', last));
      response.end();
    }
  };
  let text = '';
  const tokens: ScoredToken[] = [];
  for (;;) {
    const { value, done } = await (stream ? withPlainJsonError(response, pieces.next()) : pieces.next());
    if (done === true) {
      finish(value, { text, tokens });
      return;
    }
    if (stream) {
      line(object(value.text, { done: false, ...logprobs(value.tokens) }));
      continue;
    }
    text += value.text;
    tokens.push(...value.tokens);
  }
}

/** As Ollama tells them: absent where they were not asked for. */
function logprobs(tokens: readonly ScoredToken[]): object {
  if (tokens.length === 0) return {};
  return {
    logprobs: tokens.map(({ token, logProbability }) => ({
      token,
      logprob: logProbability,
      bytes: [...Buffer.from(token)],
    })),
  };
}

/** An error that ends a stream before its first part has no charset in its content type. */
async function withPlainJsonError<T>(response: ServerResponse, next: Promise<T>): Promise<T> {
  try {
    return await next;
  } catch (error) {
    if (!response.headersSent) response.setHeader('content-type', 'application/json');
    throw error;
  }
}

function lastFields({ reason, counts, loadMs, totalMs, allTokens }: CompletionEnd, context: boolean): object {
  if (reason === 'repeated') return { done: false };
  if (reason === 'load') return { done: true, done_reason: reason };
  return {
    done: true,
    done_reason: reason,
    ...(context ? { context: allTokens } : {}),
    total_duration: Math.round(totalMs * NS_PER_MS),
    load_duration: Math.round(loadMs * NS_PER_MS),
    prompt_eval_count: counts.promptTokens,
    prompt_eval_duration: Math.round(counts.prefillMs * NS_PER_MS),
    eval_count: counts.generatedTokens,
    eval_duration: Math.max(Math.round(counts.decodeMs * NS_PER_MS), SHORTEST_DECODE_NS),
  };
}
