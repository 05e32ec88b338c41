import type { CountTokens } from '../chat/contextMeter';
import type { Log } from '../common/log';
import type { WorkspacePlanner } from '../node/workerPlanner';
import { estimateTokens } from '../prompt/estimateTokens';

export interface ChatTokens {
  readonly count: CountTokens;
  /** Reads a model's vocabulary in the background, once. */
  readonly learn: (digest: string, describe: () => Promise<Uint8Array>) => void;
}

const COUNT_MS = 10_000;

/** Counts in the context worker, so that the editor's thread never waits for a tokenizer. */
export function chatTokens(
  planner: Pick<WorkspacePlanner, 'query' | 'learnVocabulary'>,
  log: Log,
): ChatTokens {
  const asked = new Set<string>();
  return {
    count: async (texts, digest) => {
      try {
        const answer = await planner.query({ kind: 'count', digest, texts }, AbortSignal.timeout(COUNT_MS));
        if (answer.kind === 'count') return answer;
      } catch (thrown) {
        log.warn(`Tokens are estimated: ${String(thrown)}`);
      }
      return { counts: texts.map(estimateTokens), isExact: false };
    },
    learn: (digest, describe) => {
      if (digest === '' || asked.has(digest)) return;
      asked.add(digest);
      describe().then(
        (showJson) => planner.learnVocabulary(digest, showJson),
        (thrown: unknown) => {
          asked.delete(digest);
          log.info(`Token counts stay estimates: ${String(thrown)}`);
        },
      );
    },
  };
}
