import type { Clock } from '../common/clock';
import type { InferenceEngine } from '../transport/engine';
import type { ModelControl } from '../transport/modelControl';

/** Ollama lists a model a moment longer than it keeps it. */
const ASK_AGAIN_MS = 250;
const MOST_QUESTIONS = 12;

/** Unloads a model, and waits until the host says so too. Throws what the engine throws. */
export async function unloadModel(
  tag: string,
  { engine, control, clock }: { engine: InferenceEngine; control: ModelControl; clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  await control.unload(tag, signal);
  for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
    const loaded = await engine.loadedModels(signal);
    if (loaded.every((model) => model.tag !== tag)) return;
    await clock.sleep(ASK_AGAIN_MS, signal);
  }
}
