import type { RoleSettings } from '../settings/settings';
import type { GenerateOptions } from '../transport/engine';

/**
 * The user's sampling options, by Ollama's names, over ours. Stops are added, and `num_predict` only ever shortens: a
 * request that reads ahead asks for one token and must not get more.
 */
export function withOverrides(ours: GenerateOptions, theirs: RoleSettings['options']): GenerateOptions {
  const number = (name: string): number | undefined =>
    typeof theirs[name] === 'number' ? theirs[name] : undefined;
  const stops = typeof theirs['stop'] === 'object' ? theirs['stop'] : [];
  const merged = {
    numPredict: Math.min(ours.numPredict, number('num_predict') ?? Infinity),
    temperature: number('temperature') ?? ours.temperature,
    topP: number('top_p') ?? ours.topP,
    topK: number('top_k') ?? ours.topK,
    seed: number('seed') ?? ours.seed,
    stop: stops.length === 0 ? ours.stop : [...(ours.stop ?? []), ...stops],
  };
  const given = Object.entries(merged).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as GenerateOptions;
}
