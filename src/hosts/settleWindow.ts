import { t } from '../common/l10n';
import { grouped } from '../common/grouped';
import type { InferenceEngine, LoadedModel, LoadOptions } from '../transport/engine';
import { TransportError } from '../transport/errors';
import type { KeyValueStore } from './keyValueStore';
import {
  firstWindow,
  judgeLoad,
  outOfMemoryNote,
  windowAfterOutOfMemory,
  type WindowFacts,
} from './windowChoice';

export interface WindowQuestion extends WindowFacts {
  readonly tag: string;
  readonly digest: string;
  readonly endpointUrl: string;
  readonly keepAlive?: string | number;
}

export interface SettledWindow {
  /** The one option object of every request to this model. */
  readonly load: LoadOptions;
  readonly note?: string;
}

/**
 * Loads the model with the largest window that suits the host's memory, and remembers it per endpoint and model.
 * Throws what the engine throws.
 */
export async function settleWindow(
  question: WindowQuestion,
  engine: InferenceEngine,
  store: KeyValueStore,
  signal: AbortSignal,
): Promise<SettledWindow> {
  const known = recall(question, store);
  if (known !== undefined) return loadKnown(known, question, { engine, store, signal });
  const first = firstWindow(await findLoaded(question, engine, signal), question);
  let { window, note } = await loadWithin(first, question, engine, signal);
  const loaded = await findLoaded(question, engine, signal);
  if (loaded !== undefined) {
    const verdict = judgeLoad(loaded, window, question);
    if (verdict.window !== window) {
      ({ window } = await loadWithin(verdict.window, question, engine, signal));
    }
    note = verdict.note ?? note;
  }
  const settled = { window, ...(note === undefined ? {} : { note }) };
  remember(question, settled, store);
  return asLoad(settled, question);
}

/**
 * After the host refused a prompt that was within the window: somebody else may have loaded the model with a smaller one,
 * which is then remembered for the next time the model is opened. False where it did not. Throws what the engine throws.
 */
export async function lowerWindow(
  { question, load }: { readonly question: WindowQuestion; readonly load: LoadOptions },
  { engine, store }: { readonly engine: InferenceEngine; readonly store: KeyValueStore },
  signal: AbortSignal,
): Promise<boolean> {
  const given = (await findLoaded(question, engine, signal))?.contextLength;
  if (given === undefined || given >= load.numCtx) return false;
  const note = t('Window lowered to {0} tokens: the host gives no more.', grouped(given));
  remember(question, { window: given, note }, store);
  return true;
}

export async function findLoaded(
  { tag, digest }: Pick<WindowQuestion, 'tag' | 'digest'>,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<LoadedModel | undefined> {
  const all = await engine.loadedModels(signal);
  return (
    all.find((model) => model.tag === tag) ?? all.find((model) => digest !== '' && model.digest === digest)
  );
}

interface Remembered {
  readonly window: number;
  readonly note?: string;
}

/** The window of an earlier session holds until the setting changes; only memory can lower it further. */
async function loadKnown(
  known: Remembered,
  question: WindowQuestion,
  { engine, store, signal }: { engine: InferenceEngine; store: KeyValueStore; signal: AbortSignal },
): Promise<SettledWindow> {
  const { window, note = known.note } = await loadWithin(known.window, question, engine, signal);
  const settled = { window, ...(note === undefined ? {} : { note }) };
  if (window !== known.window) remember(question, settled, store);
  return asLoad(settled, question);
}

/** Loads with this window, or a smaller one if memory does not suffice. */
async function loadWithin(
  first: number,
  question: WindowQuestion,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<Remembered> {
  let window = first;
  for (;;) {
    try {
      await engine.load(question.tag, loadOptions(window, question), signal);
      return window === first ? { window } : { window, note: outOfMemoryNote(window, first, question) };
    } catch (thrown) {
      const smaller = windowAfterOutOfMemory(window, question);
      const forMemory = thrown instanceof TransportError && thrown.kind === 'out-of-memory';
      if (!forMemory || smaller === undefined) throw thrown;
      window = smaller;
    }
  }
}

function loadOptions(numCtx: number, { keepAlive }: WindowQuestion): LoadOptions {
  return Object.freeze({ numCtx, ...(keepAlive === undefined ? {} : { keepAlive }) });
}

function asLoad({ window, note }: Remembered, question: WindowQuestion): SettledWindow {
  return { load: loadOptions(window, question), ...(note === undefined ? {} : { note }) };
}

function storeKey({ endpointUrl, digest, tag }: WindowQuestion): string {
  return `window ${endpointUrl} ${digest === '' ? tag : digest}`;
}

function remember(question: WindowQuestion, settled: Remembered, store: KeyValueStore): void {
  store.write(storeKey(question), { ...settled, wanted: question.wanted, explicit: question.explicit });
}

function recall(question: WindowQuestion, store: KeyValueStore): Remembered | undefined {
  const stored = store.read(storeKey(question));
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { window, note, wanted, explicit } = stored as Record<string, unknown>;
  if (typeof window !== 'number' || wanted !== question.wanted || explicit !== question.explicit)
    return undefined;
  return { window, ...(typeof note === 'string' ? { note } : {}) };
}
