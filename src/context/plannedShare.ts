import { planShares } from '../prompt/budget';
import { headWithin } from '../prompt/measuredText';
import { cutPrefix } from '../prompt/prefixEdge';
import { draftPrompt, harmlessItem, itemTokens } from '../prompt/promptDraft';
import type { TokenCounter } from '../prompt/tokenCounter';
import type { GatherRequest } from './contextGatherer';
import type { OpenDocuments } from './openDocuments';
import type { PromptRequest } from './promptPlanner';

/** Tokens of the context's share that a new plan leaves free, for what turns out to be missing while one types. */
const SPARE_TOKENS = 512;
const MOST_SPARE_SHARE = 1 / 16;

export interface PlannedShare {
  readonly asked: GatherRequest;
  /** With what a new plan leaves free. */
  readonly wholeShareTokens: number;
}

/** What a plan for this prompt is to be gathered for. */
export function gatherRequest(
  request: PromptRequest,
  counter: TokenCounter,
  documents: OpenDocuments,
): PlannedShare {
  const { target, model, limits } = request;
  const draft = draftPrompt(target, model, limits, counter);
  const shares = planShares({
    window: model.window,
    // Limits of the moment, such as while a head is being read ahead, never change what is planned.
    limits: { reserveTokens: limits.reserveTokens, suffixTokens: limits.suffixTokens },
    frameTokens: draft.frameTokens,
    prefixTokens: draft.measured.tokens,
    suffixTokens: draft.suffixTokens,
  });
  const prefixShare = shares.prompt - draft.frameTokens - shares.suffix - shares.context;
  const spare = Math.floor(Math.min(SPARE_TOKENS, shares.context * MOST_SPARE_SHARE));
  const asked: GatherRequest = {
    target,
    openDocuments: documents.all(),
    shownPrefixChars: draft.prefix.length - cutPrefix(draft.measured, prefixShare).start,
    shownSuffixChars: headWithin(draft.suffix, shares.suffix, counter).length,
    counter,
    shareTokens: shares.context - spare,
    tokensOf: (item) => itemTokens(harmlessItem(item, model.family), model.family, counter),
  };
  return { asked, wholeShareTokens: shares.context };
}
