import type { ChatHosts, ModelPick } from '../hosts/chatHosts';
import { isPerRequest } from '../hosts/endpointFailure';
import type { ChatModel, Thinking } from '../hosts/chatModel';
import { t } from '../common/l10n';
import type { FinishReason, GenerateOptions } from '../transport/engine';
import { TransportError } from '../transport/errors';

/** One question outside any conversation: an edit, a commit message. */
export interface Question {
  /** The whole user turn, made to fit: `promptTokens` are free for it. May throw an Error that tells the user why not. */
  text(promptTokens: number): string;
  /** Tokens the answer may have, its thought included. */
  readonly maxTokens: number;
}

export interface AnswerSoFar {
  /** Without any thought; grows from one to the next, and starts anew where it turns out to have been one. */
  readonly text: string;
  readonly isThinking: boolean;
  /** With the last. */
  readonly finishReason?: FinishReason;
}

/** At least this share of the window is the question's. */
const QUESTION_SHARE = 0.5;

/**
 * Asks the model that answers where nobody has picked, or the next where its host fails before it has said anything. It
 * is told not to think where it can be. Throws a TransportError, an AbortError when `signal` aborts, or an Error that
 * tells the user why there is no question to ask.
 */
export async function* askModel(
  hosts: ChatHosts,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<AnswerSoFar, void, undefined> {
  const failed = new Map<string, TransportError>();
  for (let pick: ModelPick | undefined = await preferredModel(hosts); pick !== undefined;) {
    let hasSpoken = false;
    try {
      for await (const answer of askOne(hosts, pick, question, signal)) {
        hasSpoken = true;
        yield answer;
      }
      return;
    } catch (thrown) {
      if (hasSpoken || signal.aborted || !concernsHost(thrown)) throw thrown;
      failed.set(pick.endpoint, thrown);
      pick = hosts.preferences().find(({ endpoint }) => !failed.has(endpoint));
    }
  }
  for (const first of failed.values()) throw first;
}

/** Another host may do better. */
export function concernsHost(thrown: unknown): thrown is TransportError {
  return thrown instanceof TransportError && !isPerRequest(thrown);
}

async function* askOne(
  hosts: ChatHosts,
  pick: ModelPick,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<AnswerSoFar, void, undefined> {
  const session = await hosts.open(pick, signal);
  const numPredict = Math.min(question.maxTokens, Math.floor(session.window * (1 - QUESTION_SHARE)));
  const content = question.text(session.window - numPredict - TEMPLATE_TOKENS);
  const { model } = session;
  const request = {
    messages: [{ role: 'user', content } as const],
    options: { numPredict, ...samplingFor(model) },
    ...leastThinking(model.thinking),
  };
  let text = '';
  for await (const event of session.chat(request, signal, () => undefined)) {
    if (event.kind === 'text') text += event.text;
    else if (event.kind === 'text-was-thinking') text = '';
    if (event.kind === 'tool-call') continue;
    const finish = event.kind === 'done' ? { finishReason: event.finishReason } : {};
    yield { text, isThinking: event.kind === 'thinking', ...finish };
  }
}

/** What a chat template writes around one message, and more. */
const TEMPLATE_TOKENS = 64;

async function preferredModel(hosts: ChatHosts): Promise<ModelPick> {
  const known = hosts.preferred();
  if (known !== undefined) return known;
  await hosts.settlePreferred();
  const found = hosts.preferred();
  if (found !== undefined) return found;
  const error = hosts.endpoints.find((endpoint) => endpoint.error !== undefined)?.error;
  throw (
    error ??
    new Error(t('No endpoint has a model that can chat: pull one, or name one in fillwright.endpoints.'))
  );
}

/** An edit wants the likeliest answer; DeepSeek-R1 repeats itself without end below 0.5, and its makers advise 0.6. */
function samplingFor(model: ChatModel): Pick<GenerateOptions, 'temperature' | 'topP'> {
  return model.isDeepseekR1 ? { temperature: 0.6, topP: 0.95 } : { temperature: 0.1 };
}

/** What is asked of a model that need not think: nothing, where it can do without, else as little as it can. */
export function leastThinking({ kind, levels, canBeOff }: Thinking): { readonly think?: boolean | string } {
  if (kind === 'switch' || (kind === 'levels' && canBeOff === true)) return { think: false };
  const [weakest] = levels;
  return kind === 'levels' && weakest !== undefined ? { think: weakest } : {};
}
