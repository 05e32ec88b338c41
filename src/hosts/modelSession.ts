import type { ModelFamily } from '../model/family';
import type { FinishReason, GenerateEvent, GenerateOptions } from '../transport/engine';

/** A model that is ready to complete on one endpoint, with its window settled. */
export interface ModelSession {
  readonly endpointName: string;
  readonly tag: string;
  readonly digest: string;
  readonly family: ModelFamily;
  /** Tokens the host really gives: the `num_ctx` of every request. */
  readonly window: number;
  /** False where the host's tokenizer adds BOS, which it mostly does. */
  readonly writesBos: boolean;
  /** The raw description with the vocabulary, for exact token counts. */
  vocabulary(signal: AbortSignal): Promise<Uint8Array>;
  /**
   * Generates the middle. One request per endpoint and model is under way at a time: a newer call aborts the older one,
   * whose iteration then throws an AbortError. Throws a TransportError as the engine does.
   */
  generate(prompt: string, options: GenerateOptions, signal: AbortSignal): AsyncIterable<GenerateEvent>;
}

export type { FinishReason };

/** The completion engine's way to the hosts. */
export interface CompletionHosts {
  /**
   * The session completion should use now. Undefined while none can be had without waiting (nothing configured, or the
   * model is still being looked up or loaded): the endpoint's state tells why. Throws the TransportError that stands in
   * the way, where the last attempt failed and it is too early for another. Of several endpoints that can answer, the
   * one that has the document in its cache is preferred.
   */
  session(signal: AbortSignal, documentUri?: string): Promise<ModelSession | undefined>;
}
