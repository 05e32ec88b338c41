import type { EndpointSettings } from '../settings/settings';
import type { ChatEngine } from '../transport/chatEngine';
import type { InferenceEngine, LoadedModel, ModelDescription, ModelListing } from '../transport/engine';
import { isOfHost } from './endpointFailure';
import { TransportError } from '../transport/errors';
import { chatModelOf, type ChatModel } from './chatModel';

export interface ChatEnginePair {
  /** For lists, descriptions and loading. */
  readonly inference: InferenceEngine;
  readonly chat: ChatEngine;
}

/** What an endpoint can answer with, as asked last. */
export interface ChatCatalogue {
  /** Those that can chat, the best first. */
  readonly models: readonly ChatModel[];
  readonly loaded: readonly LoadedModel[];
}

/** Descriptions asked for at the same time: quick, and no burden on a host that others use too. */
const PARALLEL_DESCRIPTIONS = 4;
/** Models that are described; of those beyond, only the names are known. */
const MOST_DESCRIBED = 60;

/** By its name alone it is told whether it chats. */
const NOTHING_SAID: ModelDescription = { template: '', capabilities: [], info: {} };

/** Looks up the models of one endpoint, each version of a model once. */
export interface ChatEndpoint {
  readonly settings: EndpointSettings;
  readonly engines: ChatEnginePair;
  /** Throws what the engine throws. */
  look(signal: AbortSignal): Promise<ChatCatalogue>;
}

export function chatEndpoint(settings: EndpointSettings, engines: ChatEnginePair): ChatEndpoint {
  const described = new Map<string, ModelDescription>();
  const describe = async (listing: ModelListing, signal: AbortSignal): Promise<ChatModel> => {
    try {
      return await describeOrFail(listing, signal);
    } catch (thrown) {
      // One broken model keeps none of the others from the list; asked for, it fails by itself.
      if (thrown instanceof TransportError && !isOfHost(thrown)) return chatModelOf(listing, NOTHING_SAID);
      throw thrown;
    }
  };
  const describeOrFail = async (listing: ModelListing, signal: AbortSignal): Promise<ChatModel> => {
    const version = `${listing.tag} ${listing.digest}`;
    const description =
      described.get(version) ?? (await engines.inference.describeModel(listing.tag, signal));
    described.set(version, description);
    return chatModelOf(listing, description);
  };
  return {
    settings,
    engines,
    look: async (signal) => {
      const listings = await engines.inference.listModels(signal);
      const loaded = await engines.inference.loadedModels(signal);
      const models: ChatModel[] = [];
      for (let start = 0; start < Math.min(listings.length, MOST_DESCRIBED); start += PARALLEL_DESCRIPTIONS) {
        const some = listings.slice(start, start + PARALLEL_DESCRIPTIONS);
        models.push(...(await Promise.all(some.map((listing) => describe(listing, signal)))));
      }
      models.push(...listings.slice(MOST_DESCRIBED).map((listing) => chatModelOf(listing, NOTHING_SAID)));
      const chatty = models.filter(({ canChat }) => canChat);
      return { loaded, models: byPreference(chatty, loaded, settings.roles.chat?.model) };
    },
  };
}

/** By name: what was trained to talk about code, to talk, and what was not. */
const likely: readonly RegExp[] = [
  /deepseek-?(r1|coder.*(instruct|lite)|v[23])|qwen.*coder|codestral|devstral|gpt-oss/i,
  /instruct|chat|qwen|llama|gemma|mistral|phi|granite/i,
];
const BASE_MODEL = /[-:]base\b|base$|starcoder|fillwright/i;

function byPreference(
  models: readonly ChatModel[],
  loaded: readonly LoadedModel[],
  wished: string | undefined,
): readonly ChatModel[] {
  const isLoaded = new Set(loaded.map(({ tag }) => tag));
  const rank = ({
    listing: { tag, sizeBytes },
    hasChatTemplate,
    description,
  }: ChatModel): readonly number[] => [
    isTag(tag, wished) ? 0 : 1,
    hasChatTemplate ? 0 : 1,
    description === NOTHING_SAID ? 1 : 0,
    BASE_MODEL.test(tag) ? 1 : 0,
    isLoaded.has(tag) ? 0 : 1,
    nameRank(tag),
    -sizeBytes,
  ];
  return [...models].sort(
    (a, b) => compareRanks(rank(a), rank(b)) || a.listing.tag.localeCompare(b.listing.tag),
  );
}

/** As a user writes it: a tag may leave out `:latest`. */
export function isTag(tag: string, written: string | undefined): boolean {
  return written !== undefined && (tag === written || tag === `${written}:latest`);
}

function nameRank(tag: string): number {
  const found = likely.findIndex((pattern) => pattern.test(tag));
  return found < 0 ? likely.length : found;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((value, index) => value !== b[index]);
  return different < 0 ? 0 : (a[different] ?? 0) - (b[different] ?? 0);
}
