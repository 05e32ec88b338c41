import { silentLog } from '../../src/common/log';
import type { ContextGatherer } from '../../src/context/contextGatherer';
import { createPlanner } from '../../src/context/planner';
import type { OpenDocument } from '../../src/context/promptPlanner';
import type { FimPrompt } from '../../src/prompt/fimPrompt';
import type { TargetText } from '../../src/prompt/targetText';
import { defaultSettings } from '../../src/settings/settings';
import type { ToolModel } from './toolModel';

/** The suffix of a fast host; a slow one gets less, but the tool's answer must not depend on the host's speed. */
const SUFFIX_TOKENS = 512;

export interface BuiltCase {
  readonly prompt: FimPrompt;
  readonly gatherMs: number;
  readonly layoutMs: number;
}

/** Builds the full prompt, as after read-ahead. A planner of its own: no case may depend on the one before it. */
export async function buildCase(
  target: TargetText,
  { model, counter }: ToolModel,
  gatherer: ContextGatherer,
  documents: readonly OpenDocument[],
): Promise<BuiltCase> {
  let gatherMs = 0;
  const timed: ContextGatherer = {
    gather: async (request, signal) => {
      const start = performance.now();
      try {
        return await gatherer.gather(request, signal);
      } finally {
        gatherMs = performance.now() - start;
      }
    },
  };
  const planner = createPlanner({
    gatherer: timed,
    counterFrom: () => undefined,
    estimate: counter,
    log: silentLog,
  });
  planner.documentsOpened(documents);
  const start = performance.now();
  const limits = { reserveTokens: defaultSettings.completion.maxTokens, suffixTokens: SUFFIX_TOKENS };
  const prompt = await planner.build({ target, model, limits }, new AbortController().signal);
  return { prompt, gatherMs, layoutMs: performance.now() - start - gatherMs };
}
