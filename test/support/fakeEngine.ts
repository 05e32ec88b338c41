import { abortable } from '../../src/common/abort';
import type {
  GenerateEvent,
  GenerateRequest,
  InferenceEngine,
  LoadedModel,
  LoadOptions,
  ModelDescription,
  ModelListing,
} from '../../src/transport/engine';
import { TransportError, type TransportErrorKind } from '../../src/transport/errors';

export interface FakeHostedModel {
  readonly listing: ModelListing;
  readonly description: ModelDescription;
  /** Where a load with this window puts the model; throws what the load fails with. */
  readonly place: (numCtx: number) => Omit<LoadedModel, 'tag' | 'digest'>;
}

/** A host with hardware that no test machine has: GPUs of any size, loads that fail, models that vanish. */
export class FakeEngine implements InferenceEngine {
  choosesWindow = true;
  models: FakeHostedModel[] = [];
  loaded: LoadedModel[] = [];
  /** What was asked, one word each, loads with their window. */
  readonly calls: string[] = [];
  readonly requests: GenerateRequest[] = [];
  /** When set, every call fails with it. */
  fails: TransportError | undefined;
  /** What a generation gives; the default says one word and stops. */
  answer: (request: GenerateRequest, signal: AbortSignal) => AsyncIterable<GenerateEvent> = sayOneWord;
  /** Held back until this resolves. */
  ready: Promise<void> = Promise.resolve();

  version(signal: AbortSignal): Promise<string> {
    return this.call('version', signal, () => '0.0.0');
  }

  listModels(signal: AbortSignal): Promise<readonly ModelListing[]> {
    return this.call('list', signal, () => this.models.map((model) => model.listing));
  }

  describeModel(tag: string, signal: AbortSignal): Promise<ModelDescription> {
    return this.call('describe', signal, () => this.find(tag).description);
  }

  describeVocabulary(_tag: string, signal: AbortSignal): Promise<Uint8Array> {
    return this.call('vocabulary', signal, () => new Uint8Array());
  }

  loadedModels(signal: AbortSignal): Promise<readonly LoadedModel[]> {
    return this.call('ps', signal, () => this.loaded);
  }

  load(tag: string, { numCtx }: LoadOptions, signal: AbortSignal): Promise<void> {
    return this.call(`load ${numCtx}`, signal, () => {
      const model = this.find(tag);
      this.loaded = [];
      const place = model.place(numCtx);
      this.loaded = [{ tag, digest: model.listing.digest, ...place }];
    });
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    this.requests.push(request);
    await this.call('generate', signal, () => undefined);
    yield* this.answer(request, signal);
  }

  /** The windows of all loads so far. */
  get loadedWindows(): number[] {
    return this.calls.filter((call) => call.startsWith('load ')).map((call) => Number(call.slice(5)));
  }

  private async call<T>(name: string, signal: AbortSignal, give: () => T): Promise<T> {
    this.calls.push(name);
    await abortable(this.ready, signal);
    if (this.fails !== undefined) throw this.fails;
    return give();
  }

  private find(tag: string): FakeHostedModel {
    const model = this.models.find((each) => each.listing.tag === tag);
    if (model === undefined) throw fakeFailure('model-missing', `model '${tag}' not found`);
    return model;
  }
}

export function fakeFailure(kind: TransportErrorKind, detail = 'as told'): TransportError {
  return new TransportError({ kind, endpoint: 'http://fake', route: 'POST /api/generate', detail });
}

const GIB = 2 ** 30;

/** DeepSeek-Coder 6.7B base in 4 bits: 512 KiB of cache per token on 3.8 GiB of weights. */
export function fakeDeepseekCoder(memory: {
  readonly gpuGib: number;
  readonly totalGib?: number;
}): FakeHostedModel {
  const weights = 3.8 * GIB;
  return {
    listing: { tag: 'deepseek-coder:6.7b-base', digest: 'd67', sizeBytes: weights, parameterSize: '7B' },
    description: {
      template: '{{ .Prompt }}',
      capabilities: ['completion'],
      info: {
        'general.architecture': 'llama',
        'llama.block_count': 32,
        'llama.context_length': 16_384,
        'llama.embedding_length': 4_096,
        'llama.attention.head_count': 32,
        'llama.attention.head_count_kv': 32,
        'tokenizer.ggml.model': 'gpt2',
        'tokenizer.ggml.pre': 'deepseek-coder',
        'tokenizer.ggml.add_bos_token': true,
        'tokenizer.ggml.bos_token_id': 32_013,
        'tokenizer.ggml.eos_token_id': 32_014,
      },
    },
    place: (numCtx) => {
      const sizeBytes = weights + numCtx * 512 * 1024;
      if (sizeBytes > (memory.totalGib ?? Infinity) * GIB) throw fakeFailure('out-of-memory');
      return { sizeBytes, vramBytes: Math.min(sizeBytes, memory.gpuGib * GIB), contextLength: numCtx };
    },
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- Nothing to wait for in a scripted answer.
async function* sayOneWord(): AsyncGenerator<GenerateEvent> {
  yield { kind: 'text', text: 'word' };
  yield { kind: 'done', finishReason: 'stop', metrics: {} };
}
