import { throwIfAborted } from '../common/abort';
import type { Log } from '../common/log';
import type { ContextItem } from '../prompt/contextItem';
import { harmlessItem, itemTokens } from '../prompt/promptDraft';
import type { TargetText } from '../prompt/targetText';
import type { TokenCounter } from '../prompt/tokenCounter';
import type { ContextGatherer, GatherRequest } from './contextGatherer';
import type { OpenDocuments } from './openDocuments';
import { keepsMostOfHead, missingShare, replanTokens, withMissing, withOldHead } from './planOrder';
import { gatherRequest } from './plannedShare';
import type { PromptRequest } from './promptPlanner';

export interface PlanRequest {
  readonly request: PromptRequest;
  readonly counter: TokenCounter;
  readonly documents: OpenDocuments;
}

/** The context chosen for a target, kept from keystroke to keystroke so that the prompt's head stays as it is. */
export interface StickyPlan {
  /**
   * The items to show, in their order. Chosen anew where the target or the model is another; where other documents are
   * open or changed, only if the user is idle or little of the old head is lost.
   */
  items(request: PlanRequest, signal: AbortSignal): Promise<readonly ContextItem[]>;
}

interface Plan {
  /** What it was made for: another target or model needs a plan of its own. */
  readonly key: string;
  /** The state of documents and repository it was made from, or that gave no reason good enough to change it. */
  readonly state: string;
  /** Whether another choice waits for the user to be idle. */
  readonly outdated: boolean;
  /** Where the cursor stood when the choice was last looked at. */
  readonly place: string;
  readonly items: readonly ContextItem[];
}

export function createStickyPlan(gatherer: ContextGatherer, log: Log): StickyPlan {
  let plan: Plan | undefined;

  const choose = async (asked: GatherRequest, signal: AbortSignal): Promise<readonly ContextItem[]> => {
    try {
      const items = await gatherer.gather(asked, signal);
      throwIfAborted(signal);
      return items;
    } catch (thrown) {
      throwIfAborted(signal);
      log.error(`No context for ${asked.target.path}: gathering it failed.`, thrown);
      return [];
    }
  };

  return {
    items: async (planRequest, signal) => {
      const { request } = planRequest;
      const old = plan;
      const now = emptyPlan(planRequest, gatherer.revision?.() ?? 0);
      const idle = request.idle === true;
      const isSame = old?.key === now.key && old.state === now.state && !(old.outdated && idle);
      if (old === undefined || !isSame) {
        plan = await renewed(old, now, planRequest, (asked) => choose(asked, signal));
      } else if (old.place !== now.place && (idle || gatherer.lacks?.(request.target, old.items) === true)) {
        plan = await extended(old, planRequest, (asked) => choose(asked, signal));
      }
      const { items } = plan ?? now;
      if (items !== old?.items) log.debug(changeWords(old?.items ?? [], items, planRequest));
      return items;
    },
  };
}

function emptyPlan({ request, counter, documents }: PlanRequest, revision: number): Plan {
  return {
    key: planKey(request, counter),
    state: `${documents.state(request.target.uri)}\n${revision}`,
    outdated: false,
    place: placeOf(request.target),
    items: [],
  };
}

type ChooseNow = (asked: GatherRequest) => Promise<readonly ContextItem[]>;

/** Another target, model, or state of everything else. */
async function renewed(
  before: Plan | undefined,
  now: Plan,
  { request, counter, documents }: PlanRequest,
  choose: ChooseNow,
): Promise<Plan> {
  const old = before?.key === now.key ? before : undefined;
  const { asked } = gatherRequest(request, counter, documents);
  const items = withOldHead(before?.items ?? [], await choose(asked));
  const keeps = old !== undefined && request.idle !== true && !keepsMostOfHead(old.items, items);
  return { ...now, outdated: keeps, items: keeps ? old.items : items };
}

/** The same target in the same state of everything else: what is there stays, what is missing comes behind it. */
async function extended(
  old: Plan,
  { request, counter, documents }: PlanRequest,
  choose: ChooseNow,
): Promise<Plan> {
  const { asked, wholeShareTokens } = gatherRequest(request, counter, documents);
  const fresh = await choose(asked);
  const place = placeOf(request.target);
  const drifted = missingShare(old.items, fresh) > MOST_MISSING_SHARE;
  if (drifted && request.idle === true) return { ...old, place, items: withOldHead(old.items, fresh) };
  const room = wholeShareTokens - old.items.reduce((sum, item) => sum + asked.tokensOf(item), 0);
  return { ...old, place, items: withMissing(old.items, fresh, { room, tokensOf: asked.tokensOf }) };
}

function changeWords(
  before: readonly ContextItem[],
  items: readonly ContextItem[],
  { request, counter }: PlanRequest,
): string {
  const { family } = request.model;
  const tokens = replanTokens(before, items, (item) =>
    itemTokens(harmlessItem(item, family), family, counter),
  );
  return `${items.length} context items for ${request.target.path}; ${tokens} of their tokens are new to the host.`;
}

/** Half a chosen context no longer being what would be chosen is reason enough to read it anew. */
const MOST_MISSING_SHARE = 0.5;
/** Typing within a line is not a new place. */
function placeOf({ prefix }: TargetText): string {
  return String(prefix.length - 1 - prefix.lastIndexOf('\n') > 0 ? prefix.lastIndexOf('\n') : prefix.length);
}

function planKey({ target, model }: PromptRequest, counter: TokenCounter): string {
  const { endpoint, tag, digest, family, window } = model;
  return JSON.stringify([target.uri, endpoint, tag, digest, family.id, window, counter.exact]);
}
