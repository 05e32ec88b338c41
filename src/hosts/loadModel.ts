import { architectureNumber } from '../model/modelFacts';
import type { EndpointSettings, Settings } from '../settings/settings';
import type { InferenceEngine } from '../transport/engine';
import type { KeyValueStore } from './keyValueStore';
import { openModel } from './openModel';

/** Loads a model as completion would, or as chat would where it can't complete. Throws what the engine throws. */
export async function loadModel(
  endpoint: EndpointSettings,
  tag: string,
  parts: {
    readonly engine: InferenceEngine;
    readonly store: KeyValueStore;
    readonly contextWindow: Settings['completion']['contextWindow'];
  },
  signal: AbortSignal,
): Promise<void> {
  const { engine, store, contextWindow } = parts;
  const role = endpoint.roles.completion;
  // Another family's name would not fit another model.
  const completion = role?.model === tag ? role : { model: tag, options: {} };
  const opening = await openModel(
    { ...endpoint, roles: { completion } },
    contextWindow,
    { engine, store, onChosen: () => undefined },
    signal,
  );
  if (opening.kind === 'opened') return;
  const description = await engine.describeModel(tag, signal);
  const own = architectureNumber(description, 'context_length') ?? contextWindow.tokens;
  const keep = endpoint.keepAlive === undefined ? {} : { keepAlive: endpoint.keepAlive };
  await engine.load(tag, { numCtx: Math.min(contextWindow.tokens, own), ...keep }, signal);
}
