import { Ollama, type GenerateRequest as WireGenerate, type Options } from 'ollama/browser';
import type { FinishReason, GenerateOptions, LoadOptions } from './engine';
import type { EngineEndpoint, Exchange } from './exchange';

/** A client of the `ollama` package for one request. */
export function clientOf(endpoint: EngineEndpoint, exchange: Exchange): Ollama {
  // The client calls its fetch with a text and plain headers only, whatever the type allows.
  const fetch = (url: unknown, init?: RequestInit): Promise<Response> => exchange.fetch(url as string, init);
  return new Ollama({ host: endpoint.url, fetch });
}

export function loadFields(
  load: LoadOptions,
): Pick<WireGenerate, 'keep_alive'> & { options: { num_ctx: number } } {
  const keep = load.keepAlive === undefined ? {} : { keep_alive: load.keepAlive };
  return { ...keep, options: { num_ctx: load.numCtx } };
}

/** Sampling and length by Ollama's names; what is left out stays the model's own. */
export function wireOptions(options: GenerateOptions): Partial<Options> {
  const sampling = {
    num_predict: options.numPredict,
    temperature: options.temperature,
    top_p: options.topP,
    top_k: options.topK,
    seed: options.seed,
    stop: options.stop === undefined ? undefined : [...options.stop],
  };
  return Object.fromEntries(Object.entries(sampling).filter(([, value]) => value !== undefined));
}

export function finishReasonOf(reason: string | undefined): FinishReason {
  return reason === 'length' ? 'length' : 'stop';
}

/** What the client throws at the end of a stream without `done`: some hosts end so when a model repeats itself. */
export function isEndWithoutDone(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message.startsWith('Did not receive done');
}
