import type { RoleSettings } from '../settings/settings';
import type { GenerateOptions } from '../transport/engine';

/**
 * The user's sampling options, by Ollama's names, over ours. Stops are added, and `num_predict` only ever shortens: a
 * request that reads ahead asks for one token and must not get more.
 */
export function withOverrides(ours: GenerateOptions, theirs: RoleSettings['options']): GenerateOptions {
  const { stop, num_predict: numPredict } = theirs;
  return {
    ...ours,
    ...(typeof numPredict === 'number' && { numPredict: Math.min(ours.numPredict, numPredict) }),
    ...(typeof theirs['temperature'] === 'number' && { temperature: theirs['temperature'] }),
    ...(typeof theirs['top_p'] === 'number' && { topP: theirs['top_p'] }),
    ...(typeof theirs['top_k'] === 'number' && { topK: theirs['top_k'] }),
    ...(typeof theirs['seed'] === 'number' && { seed: theirs['seed'] }),
    ...(typeof stop === 'object' && stop.length > 0 && { stop: [...(ours.stop ?? []), ...stop] }),
  };
}
