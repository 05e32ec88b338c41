import { throwIfAborted } from '../common/abort';
import type { Log } from '../common/log';
import { calibratedEstimates } from '../prompt/calibratedEstimates';
import { countPrompt } from '../prompt/countPrompt';
import { layoutPrompt } from '../prompt/layout';
import type { TokenCounter } from '../prompt/tokenCounter';
import type { ContextGatherer } from './contextGatherer';
import type { CursorScopes } from './cursorScope';
import { createTargetMasks, shownSecrets } from './maskedTarget';
import { createOpenDocuments } from './openDocuments';
import type { PromptModel, PromptPlanner } from './promptPlanner';
import { createStickyPlan } from './stickyPlan';

export interface PlannerParts {
  readonly gatherer: ContextGatherer;
  /** Builds a counter from the raw `/api/show` JSON; undefined where the vocabulary is of a kind it does not know. */
  readonly counterFrom: (showJson: Uint8Array) => TokenCounter | undefined;
  /** Counts until a vocabulary is known. */
  readonly estimate: TokenCounter;
  /** Tells what the cursor stands in; nothing does when absent. */
  readonly scopes?: CursorScopes;
  readonly log: Log;
}

/** A planner in the caller's own thread. */
export function createPlanner(parts: PlannerParts): PromptPlanner {
  const { gatherer, counterFrom, estimate, scopes, log } = parts;
  const documents = createOpenDocuments();
  const counters = new Map<string, TokenCounter>();
  const estimates = calibratedEstimates(estimate);
  const plan = createStickyPlan(gatherer, log);
  const masks = createTargetMasks();
  return {
    learnVocabulary: (digest, showJson) => {
      try {
        const counter = counterFrom(showJson);
        if (counter !== undefined) counters.set(digest, counter);
        else log.info('Token counts stay estimates: the vocabulary is of a kind unknown to Fillwright.');
      } catch (thrown) {
        log.error("Token counts stay estimates: the vocabulary can't be read.", thrown);
      }
      return Promise.resolve();
    },
    replyCounted: ({ model, languageId, prompt, countedTokens, cachedShare }) => {
      if (counters.has(model.digest)) return;
      const estimatedTokens = countPrompt(prompt, model.family, estimate);
      estimates.learn(kindOf(model, languageId), { estimatedTokens, countedTokens, cachedShare });
    },
    documentsOpened: (opened) => documents.open(opened),
    documentChanged: (document) => documents.change(document),
    documentClosed: (uri) => documents.close(uri),
    build: async (asked, signal) => {
      throwIfAborted(signal);
      const safe = masks.of(asked.target);
      const request = { ...asked, target: safe.target };
      const { target, model, limits } = request;
      const counter = counters.get(model.digest) ?? estimates.counterFor(kindOf(model, target.languageId));
      const items = await plan.items({ request, counter, documents }, signal);
      const scope = await scopes?.at(target);
      throwIfAborted(signal);
      const prompt = layoutPrompt({ target, form: model, limits, items, counter });
      const maskedSecrets = shownSecrets(safe, prompt);
      return {
        ...prompt,
        ...(scope !== undefined && { scope }),
        ...(maskedSecrets > 0 && { maskedSecrets }),
      };
    },
  };
}

/** A host that names no digest has one model under a tag. */
function kindOf({ endpoint, tag, digest }: PromptModel, languageId: string): string {
  return JSON.stringify([endpoint, tag, digest, languageId]);
}
