// The part of node-llama-cpp's interface that the host uses, written down here so that the sources type-check
// without the binding, which is installed on first need only.

export type Token = number;

export interface SamplingOptions {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly seed?: number;
  readonly repeatPenalty?: {
    readonly punishTokens: () => Token[];
    readonly maxPunishTokens: number;
    readonly penalty: number;
    readonly frequencyPenalty: number;
    readonly presencePenalty: number;
  };
}

export interface EvaluatedToken {
  readonly token: Token;
  /** The probability, 0 to 1, that the model gave it; there if asked for. */
  readonly confidence?: number;
}

export interface LlamaSequence {
  readonly nextTokenIndex: number;
  readonly contextTokens: readonly Token[];
  /** Keeps the longest common prefix of the context and `tokens`, erases the rest. */
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  eraseContextTokenRanges(ranges: readonly { start: number; end: number }[]): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
  /** `confidence` is the chosen token's probability, 0 to 1. Without being asked for it costs nothing. */
  evaluateWithMetadata(
    tokens: readonly Token[],
    metadata: { readonly confidence: boolean },
    options: SamplingOptions & { readonly yieldEogToken: true },
  ): AsyncGenerator<EvaluatedToken, void>;
}

export interface LlamaContext {
  readonly memoryUsage: { readonly ram: number; readonly vram: number };
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

export interface LlamaEmbeddingContext {
  /** Puts the tokens around the input that the model wants there. */
  getEmbeddingFor(input: Token[]): Promise<{ readonly vector: readonly number[] }>;
  dispose(): Promise<void>;
}

export interface LlamaModel {
  readonly tokens: { readonly bos: Token | null; readonly shouldPrependBosToken: boolean };
  readonly memoryUsage: { readonly ram: number; readonly vram: number };
  tokenize(text: string, specialTokens: boolean): Token[];
  detokenize(tokens: readonly Token[], specialTokens: boolean, lastTokens?: readonly Token[]): string;
  isEogToken(token: Token): boolean;
  createContext(options: {
    readonly contextSize: number;
    readonly batchSize: number;
    readonly sequences: 1;
    readonly threads: number;
  }): Promise<LlamaContext>;
  /** An input has to fit into one batch. */
  createEmbeddingContext(options: {
    readonly contextSize: number;
    readonly batchSize: number;
    readonly threads: number;
  }): Promise<LlamaEmbeddingContext>;
  dispose(): Promise<void>;
}

export interface Llama {
  loadModel(options: { readonly modelPath: string; readonly gpuLayers: 0 }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

interface Binding {
  getLlama(options: {
    readonly gpu: false | 'metal';
    readonly build: 'never';
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly logLevel: 'error';
    readonly maxThreads: number;
  }): Promise<Llama>;
}

/** @param bindingUrl where installLlamaCpp put node-llama-cpp */
export async function openLlamaCpp(bindingUrl: string, threads: number): Promise<Llama> {
  const binding = (await import(bindingUrl)) as Binding;
  const appleSilicon = process.platform === 'darwin' && process.arch === 'arm64';
  return binding.getLlama({
    gpu: appleSilicon ? 'metal' : false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: 'error',
    maxThreads: threads,
  });
}
