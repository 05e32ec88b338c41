/** Sampling and length of one generation; what is left out is the model's own default. */
export interface GenerateOptions {
  /** Tokens to generate at most. Never 0: some hosts take that for no limit. */
  readonly numPredict: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Asks how sure the model was of each token; a host that does not know the question answers without. */
  readonly logProbabilities?: true;
}

export interface GenerateRequest {
  readonly model: string;
  /** Sent raw: the host adds nothing but BOS, where its tokenizer does. */
  readonly prompt: string;
  /** Options that reload the model when they change; the same object for every request to a model. */
  readonly load: LoadOptions;
  readonly options: GenerateOptions;
}

/** Load-time options. A host reloads the model when any of them differs from the previous request's. */
export interface LoadOptions {
  /** Context window in tokens. */
  readonly numCtx: number;
  /** How long the host keeps the model after a request (`5m`, `-1`); the host's own default when absent. */
  readonly keepAlive?: string | number;
}

/** Durations in ms. `promptTokens` counts cached tokens too on some engine versions and not on others. */
export interface GenerateMetrics {
  readonly promptTokens?: number;
  readonly promptMs?: number;
  readonly generatedTokens?: number;
  readonly decodeMs?: number;
  readonly loadMs?: number;
  readonly totalMs?: number;
}

/** `cut-off`: the stream ended without the engine's last word, which some versions do on repetition. */
export type FinishReason = 'stop' | 'length' | 'cut-off';

export type GenerateEvent =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Natural logarithms, one for each token of the text, where they were asked for and the host gives them. */
      readonly logProbabilities?: readonly number[];
    }
  | { readonly kind: 'done'; readonly finishReason: FinishReason; readonly metrics: GenerateMetrics };

export interface ModelListing {
  readonly tag: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly family?: string;
  readonly parameterSize?: string;
  readonly quantization?: string;
}

/** What an engine knows of a model: enough to tell its family and what a window costs in memory. */
export interface ModelDescription {
  readonly template: string;
  readonly capabilities: readonly string[];
  /** `general.architecture`, `<arch>.context_length`, `tokenizer.ggml.eos_token_id`, … without the big arrays. */
  readonly info: Readonly<Record<string, unknown>>;
  /** How it may be made to think; absent on hosts that don't say. */
  readonly thinking?: ThinkingModes;
}

/** The values that a request's `think` may have: switched, or by named levels. `[false]` for a model that can't. */
export interface ThinkingModes {
  readonly values: readonly (boolean | string)[];
}

export interface LoadedModel {
  readonly tag: string;
  readonly digest: string;
  readonly sizeBytes: number;
  /** Bytes of it in the GPU's memory; less than `sizeBytes` when part of it runs on the CPU. */
  readonly vramBytes: number;
  /** The window it was loaded with, where the host says so. */
  readonly contextLength?: number;
  /** When the host lets it go if nobody asks, in ms since 1970; centuries ahead where it is kept for ever. */
  readonly expiresAt?: number;
}

/** A host's protocol. All methods throw a TransportError, or an AbortError when `signal` aborts. */
export interface InferenceEngine {
  /** Whether requests decide on a model's window. False where its server did when it was started. */
  readonly choosesWindow: boolean;
  version(signal: AbortSignal): Promise<string>;
  listModels(signal: AbortSignal): Promise<readonly ModelListing[]>;
  describeModel(tag: string, signal: AbortSignal): Promise<ModelDescription>;
  /** The raw JSON of a description with its vocabulary (megabytes): parsed off the editor's thread. */
  describeVocabulary(tag: string, signal: AbortSignal): Promise<Uint8Array>;
  loadedModels(signal: AbortSignal): Promise<readonly LoadedModel[]>;
  /** Loads the model with these options, or does nothing when it is loaded so. */
  load(tag: string, load: LoadOptions, signal: AbortSignal): Promise<void>;
  /** Leaving the iteration or aborting `signal` ends the generation at the host. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>;
}
