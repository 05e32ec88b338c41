import type { EmbedRequest } from '../transport/chatEngine';
import { isTag, type ChatEndpoint } from './chatEndpoint';
import type { RightsOfWay } from './rightOfWay';

/** The embedding model of the settings. Everything but `name` rejects as the engine does. */
export interface Embedder {
  /** Tells one endpoint's model from another's. */
  readonly name: string;
  /** Tells stored vectors of one version of a model from those of another: its digest where the host gives one. */
  version(signal: AbortSignal): Promise<string>;
  /** One vector per input, in their order. */
  embed(inputs: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  /** Settles once nobody completes or chats at its endpoint. */
  untilQuiet(signal: AbortSignal): Promise<void>;
}

/** Undefined where the endpoint names no embedding model. */
export function embedderOf({ settings, engines }: ChatEndpoint, rights: RightsOfWay): Embedder | undefined {
  const { url, keepAlive, roles } = settings;
  const model = roles.embedding?.model;
  if (model === undefined) return undefined;
  const keep: Pick<EmbedRequest, 'keepAlive'> = keepAlive === undefined ? {} : { keepAlive };
  const name = `${url} ${model}`;
  return {
    name,
    version: async (signal) => {
      const listings = await engines.inference.listModels(signal);
      const digest = listings.find(({ tag }) => isTag(tag, model))?.digest ?? '';
      return digest === '' ? name : digest;
    },
    embed: (inputs, signal) => engines.chat.embed({ model, inputs, ...keep }, signal),
    untilQuiet: (signal) => rights.untilQuiet(url, signal),
  };
}
