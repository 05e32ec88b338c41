import { PREFILL_BATCH_TOKENS } from './generation';
import { slotTokens } from './promptTokens';
import type { Llama, LlamaContext, LlamaModel, LlamaSequence } from './llamaCpp';

/** What a model is loaded with: a request that wants another is answered by a model loaded anew. */
export interface LoadedWith {
  readonly numCtx: number;
  /** Ollama starts llama-server with it, so that it holds until the model is loaded anew. */
  readonly shift: boolean;
}

/** The loaded model with its one context and the KV cache in it. */
export interface LoadedModel extends LoadedWith {
  readonly model: LlamaModel;
  readonly sequence: LlamaSequence;
  readonly memoryBytes: number;
}

export interface SlotLease extends LoadedModel {
  readonly threads: number;
  /** What loading took, 0 when the model was there. */
  readonly loadMs: number;
  /** Gives the slot to the next request; the model stays loaded for `keepAliveMs` (0 unloads it, Infinity keeps it). */
  release(keepAliveMs: number): Promise<void>;
}

export interface ModelStatus {
  readonly numCtx: number;
  readonly memoryBytes: number;
  /** Infinity: never. */
  readonly expiresAtMs: number;
}

/** One model, one context, one request at a time in the order of arrival: Ollama with its default of one slot. */
export interface ModelSlot {
  /**
   * Waits for the slot and loads the model where it is not, or not so.
   * @returns undefined when the signal fired first
   */
  acquire(wanted: LoadedWith, signal: AbortSignal): Promise<SlotLease | undefined>;
  status(): ModelStatus | undefined;
  /** Unloads the model once no request uses it or waits. */
  unload(): Promise<void>;
}

/** setTimeout's longest delay; a longer keep-alive keeps the model for good. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function createModelSlot(llama: Llama, modelPath: string, threads: number): ModelSlot {
  let loaded: (LoadedModel & { readonly context: LlamaContext }) | undefined;
  let tail: Promise<void> = Promise.resolve();
  let expiresAtMs = Infinity;
  let expiry: NodeJS.Timeout | undefined;

  const drop = async (): Promise<void> => {
    const { context, model } = loaded ?? {};
    loaded = undefined;
    await context?.dispose();
    await model?.dispose();
  };
  /** A new window is a new context, as in Ollama; the weights stay. */
  const load = async ({ numCtx, shift }: LoadedWith): Promise<LoadedModel> => {
    if (loaded?.numCtx === numCtx && loaded.shift === shift) return loaded;
    await loaded?.context.dispose();
    const model = loaded?.model ?? (await llama.loadModel({ modelPath, gpuLayers: 0 }));
    loaded = undefined;
    const batchSize = PREFILL_BATCH_TOKENS;
    try {
      const context = await model.createContext({
        contextSize: slotTokens(numCtx),
        batchSize,
        sequences: 1,
        threads,
      });
      const memoryBytes = model.memoryUsage.ram + context.memoryUsage.ram;
      loaded = { model, context, sequence: context.getSequence(), numCtx, shift, memoryBytes };
      return loaded;
    } catch (error) {
      await model.dispose();
      throw error;
    }
  };
  const takeTurn = (): { turn: Promise<void>; done: () => void } => {
    const turn = tail;
    let done = (): void => undefined;
    tail = new Promise((resolve) => (done = resolve));
    return { turn, done };
  };
  const keep = async (keepAliveMs: number): Promise<void> => {
    expiresAtMs = Date.now() + keepAliveMs;
    if (keepAliveMs <= 0) return drop();
    if (keepAliveMs <= LONGEST_TIMER_MS) expiry = setTimeout(() => void unload(), keepAliveMs).unref();
  };
  const unload = async (): Promise<void> => {
    const { turn, done } = takeTurn();
    await turn;
    clearTimeout(expiry);
    await drop();
    done();
  };
  const acquire = async (wanted: LoadedWith, signal: AbortSignal): Promise<SlotLease | undefined> => {
    const { turn, done } = takeTurn();
    await turn;
    if (signal.aborted) {
      done();
      return undefined;
    }
    clearTimeout(expiry);
    const started = performance.now();
    try {
      const { model, sequence, memoryBytes } = await load(wanted);
      const loadMs = performance.now() - started;
      const release = (keepAliveMs: number): Promise<void> => keep(keepAliveMs).finally(done);
      return { ...wanted, model, sequence, memoryBytes, threads, loadMs, release };
    } catch (error) {
      done();
      throw error;
    }
  };
  return {
    acquire,
    unload,
    status: () => loaded && { numCtx: loaded.numCtx, memoryBytes: loaded.memoryBytes, expiresAtMs },
  };
}
