import { recogniseFamily } from '../model/recognise';
import type { InferenceEngine, ModelListing } from '../transport/engine';

/** A model of a host as a user chooses it: with its family, or why it can't complete. */
export interface OfferedModel {
  readonly listing: ModelListing;
  /** What the host says it can do: `completion`, `insert`, `embedding`, …; nothing where the host does not tell. */
  readonly capabilities: readonly string[];
  readonly fim: { readonly family: string } | { readonly explanation: string };
}

/** Descriptions asked for at the same time: quick, and no burden on a host that others use too. */
const PARALLEL_DESCRIPTIONS = 4;

/** The models with what they can do: those that complete first, else in the order given. Throws what the engine throws. */
export async function offerModels(
  listings: readonly ModelListing[],
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<readonly OfferedModel[]> {
  const offers: OfferedModel[] = [];
  for (let start = 0; start < listings.length; start += PARALLEL_DESCRIPTIONS) {
    const some = listings.slice(start, start + PARALLEL_DESCRIPTIONS);
    offers.push(...(await Promise.all(some.map((listing) => offer(listing, engine, signal)))));
  }
  return [...offers.filter(canComplete), ...offers.filter((each) => !canComplete(each))];
}

export function canComplete({ fim }: OfferedModel): boolean {
  return 'family' in fim;
}

async function offer(
  listing: ModelListing,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<OfferedModel> {
  const description = await engine.describeModel(listing.tag, signal);
  const recognised = recogniseFamily(description, listing.tag);
  return {
    listing,
    capabilities: description.capabilities,
    fim:
      recognised.kind === 'fim'
        ? { family: recognised.family.label }
        : { explanation: recognised.explanation },
  };
}
