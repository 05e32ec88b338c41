import { departureOf } from './departure';
import { mean, median, share } from './figures';
import type { HostRequest } from './simulatedHost';
import { isReadAhead } from './typingFigures';

export interface WireKey {
  readonly text: string;
  /** As `performance.now()` of this process. */
  readonly atMs: number;
}

/** What the simulated host saw of typing in real time. */
export function wireFigures(
  requests: readonly HostRequest[],
  { before, keys }: { readonly before: string; readonly keys: readonly WireKey[] },
): Readonly<Record<string, number>> {
  const typed = requests.filter(({ arrivedAt }) => arrivedAt >= (keys[0]?.atMs ?? 0));
  const completions = typed.filter((request) => !isReadAhead(request));
  const evaluated = completions
    .filter(({ startedAt }) => startedAt !== undefined)
    .map(({ reevaluated }) => reevaluated);
  const aborted = completions.filter(({ abortedAt }) => abortedAt !== undefined);
  const lateMs = aborted.flatMap((request) => {
    const typedOverAt = departureOf(request, { before, keys });
    return typedOverAt === undefined ? [] : [(request.abortedAt ?? typedOverAt) - typedOverAt];
  });
  return {
    'completion requests / 100 keys': (100 * completions.length) / keys.length,
    'repeated prompts': completions.length - new Set(completions.map(({ prompt }) => prompt)).size,
    'prompt tokens, median': median(completions.map(({ promptTokens }) => promptTokens)),
    're-evaluated tokens, median': median(evaluated),
    're-evaluated tokens, mean': mean(evaluated),
    'read-ahead requests / 100 keys': (100 * (typed.length - completions.length)) / keys.length,
    'aborted by the client %': share(completions, (request) => aborted.includes(request)),
    'typed over while under way': lateMs.length,
    'typed over → abort at the host, median (ms)': median(lateMs),
    'typed over → abort at the host, max (ms)': lateMs.length === 0 ? Number.NaN : Math.max(...lateMs),
  };
}
