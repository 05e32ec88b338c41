import { t } from '../common/l10n';
import type { DescribedFamily } from '../model/describedFamily';
import type { ModelFamily } from '../model/family';
import type { Recognition } from '../model/recognition';
import { recogniseFamily } from '../model/recognise';
import type { InferenceEngine, ModelDescription, ModelListing } from '../transport/engine';

/** A model that can complete, as found on a host. */
export interface ChosenModel {
  readonly listing: ModelListing;
  readonly description: ModelDescription;
  readonly family: ModelFamily;
  /** What the user should know though it works. */
  readonly note?: string;
  /** Why a real infill must settle whether it can complete. */
  readonly doubt?: string;
}

export type NoFim = Extract<Recognition, { kind: 'no-fim' }>;
export type ModelChoice = { readonly kind: 'model'; readonly model: ChosenModel } | NoFim;

/** The user's part in the choice: `completion` of the endpoint's roles. */
export interface ModelWish {
  readonly model?: string;
  readonly family?: string | DescribedFamily;
  /** Tags that have proven unable, and why; not for a model that the user named. */
  readonly refused?: ReadonlyMap<string, NoFim>;
}

/**
 * The model to complete with: the one the user named, else the first in order of preference that can fill in the middle.
 * Throws what the engine throws, `model-missing` where the named one isn't there.
 */
export async function chooseModel(
  wish: ModelWish,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<ModelChoice> {
  const listings = await engine.listModels(signal);
  if (wish.model !== undefined) return tryModel(listed(wish.model, listings), wish, engine, signal);
  let refusal: NoFim | undefined;
  for (const listing of (await byPreference(listings, engine, signal)).slice(0, MOST_DESCRIBED)) {
    const choice = wish.refused?.get(listing.tag) ?? (await tryModel(listing, wish, engine, signal));
    if (choice.kind === 'model') return choice;
    refusal ??= choice;
  }
  return noneFits(listings.length, refusal);
}

/** Every tag of the host, those that complete best first: for the user's choice from a list. */
export async function byPreference(
  listings: readonly ModelListing[],
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<readonly ModelListing[]> {
  const loaded = new Set((await engine.loadedModels(signal)).map((model) => model.tag));
  const rank = (listing: ModelListing): number[] => [
    // To complete with a loaded model costs nothing; another one may push it out of the host's memory.
    Math.max(likely.length - 1, familyRank(listing.tag)),
    loaded.has(listing.tag) ? 0 : 1,
    familyRank(listing.tag),
    ...sizeRank(listing),
  ];
  return [...listings].sort((a, b) => compareRanks(rank(a), rank(b)) || a.tag.localeCompare(b.tag));
}

/** Models whose description is asked for, so that a host with hundreds of them is not worn out. */
const MOST_DESCRIBED = 12;
const FIRST_PULL = 'deepseek-coder:6.7b-base';
/** With its cache, what is larger than this has no room on the cards most people own. */
const COMFORTABLE_BYTES = 8e9;

/** By name only, to look at the likely ones first; whether a model can do it is told from its description. */
const likely: readonly RegExp[] = [
  /deepseek-coder(?!-v2).*base/i,
  /deepseek-coder-v2.*base|qwen[23].*coder|codestral|mellum|seed-coder/i,
  /starcoder2|codegemma.*code|codellama.*code|granite.*(code|base)|stable-code|fillwright/i,
  /cod(e|er)|starcoder/i,
];
const unlikely = /embed|bge-|minilm|rerank|whisper|llava|clip/i;

function familyRank(tag: string): number {
  const found = likely.findIndex((pattern) => pattern.test(tag));
  if (unlikely.test(tag)) return likely.length + 1;
  return found < 0 ? likely.length : found;
}

/** Up to a comfortable size the larger is the better; beyond it, the smaller. */
function sizeRank({ sizeBytes }: ModelListing): [number, number] {
  return sizeBytes <= COMFORTABLE_BYTES ? [0, -sizeBytes] : [1, sizeBytes];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((value, index) => value !== b[index]);
  return different < 0 ? 0 : (a[different] ?? 0) - (b[different] ?? 0);
}

async function tryModel(
  listing: ModelListing,
  wish: ModelWish,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<ModelChoice> {
  const description = await engine.describeModel(listing.tag, signal);
  const recognised = recogniseFamily(description, listing.tag, wish.family);
  if (recognised.kind === 'no-fim') return recognised;
  const { family, note, doubt } = recognised;
  const model = {
    listing,
    description,
    family,
    ...(note !== undefined && { note }),
    ...(doubt !== undefined && { doubt }),
  };
  return { kind: 'model', model };
}

/** The listing of a tag as a user writes it; one that isn't listed is asked for all the same, so the host says why not. */
function listed(tag: string, listings: readonly ModelListing[]): ModelListing {
  const full = /:[^/]*$/.test(tag) ? tag : `${tag}:latest`;
  const found = listings.find((each) => each.tag === tag) ?? listings.find((each) => each.tag === full);
  return found ?? { tag, digest: '', sizeBytes: 0 };
}

/** Explains with the model that came nearest. */
function noneFits(count: number, nearest: NoFim | undefined): NoFim {
  if (nearest === undefined)
    return { kind: 'no-fim', explanation: t('The host has no models.'), pull: FIRST_PULL };
  if (count === 1) return nearest;
  const explanation = t(
    "None of the host's {0} models can fill in the middle. {1}",
    count,
    nearest.explanation,
  );
  return { ...nearest, explanation };
}
