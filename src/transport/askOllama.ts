import type { Ollama } from 'ollama/browser';
import {
  openExchange,
  type EngineEndpoint,
  type EnginePorts,
  type Exchange,
  type ExchangeKind,
} from './exchange';
import { clientOf } from './ollamaClient';

/** Runs one request whose answer is read whole. */
export type AskOllama = <T>(
  kind: ExchangeKind,
  signal: AbortSignal,
  use: (client: Ollama, exchange: Exchange) => Promise<T>,
) => Promise<T>;

export function askOllama(endpoint: EngineEndpoint, ports: EnginePorts): AskOllama {
  return async (kind, signal, use) => {
    const exchange = openExchange(endpoint, ports, kind, signal);
    try {
      return await use(clientOf(endpoint, exchange), exchange);
    } catch (thrown) {
      throw exchange.failureOf(thrown);
    } finally {
      exchange.close();
    }
  };
}

/** A list of hundreds of models, or a description with its licences and template. */
const SMALL_ANSWER_BYTES = 8 * 1_048_576;

export function smallAnswer(route: string): ExchangeKind {
  return { route, answer: { limitBytes: SMALL_ANSWER_BYTES } };
}
