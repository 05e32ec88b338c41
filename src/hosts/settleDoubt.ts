import { infillProbes } from '../model/infillProbe';
import type { ModelFamily } from '../model/family';
import type { InferenceEngine, LoadOptions } from '../transport/engine';
import type { KeyValueStore } from './keyValueStore';

export interface DoubtfulModel {
  readonly tag: string;
  /** Empty where the host names none; then nothing is remembered. */
  readonly digest: string;
  readonly family: ModelFamily;
  readonly writesBos: boolean;
  readonly load: LoadOptions;
}

const PROBE_TOKENS = 16;

/** Whether a loaded model fills a gap, by a real infill; remembered by model and family. Throws what the engine throws. */
export async function canInfill(
  model: DoubtfulModel,
  engine: InferenceEngine,
  store: KeyValueStore,
  signal: AbortSignal,
): Promise<boolean> {
  const key = `infill:${model.digest}:${model.family.id}`;
  const known = model.digest === '' ? undefined : store.read(key);
  if (typeof known === 'boolean') return known;
  const fills = await fillsAny(model, engine, signal);
  if (model.digest !== '') store.write(key, fills);
  return fills;
}

async function fillsAny(
  { tag, family, writesBos, load }: DoubtfulModel,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<boolean> {
  const options = { numPredict: PROBE_TOKENS, temperature: 0, stop: family.stops };
  for (const { prompt, fills } of infillProbes(family, writesBos)) {
    let answer = '';
    for await (const event of engine.generate({ model: tag, prompt, load, options }, signal)) {
      if (event.kind === 'text') answer += event.text;
    }
    if (fills(answer)) return true;
  }
  return false;
}
