import { abortError } from '../common/abort';
import type { EmbedRequest } from '../transport/chatEngine';
import { isTag, type ChatEndpoint } from './chatEndpoint';
import { TransportError } from '../transport/errors';
import { telling, type EndpointUse } from './endpointUse';
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

export interface EmbeddingHost {
  readonly endpoint: ChatEndpoint;
  readonly use: EndpointUse | undefined;
}

/**
 * Undefined where no endpoint names an embedding model. Vectors of two models can't be compared, so only endpoints with the
 * model of the first stand in for it.
 */
export function embedderOf(hosts: readonly EmbeddingHost[], rights: RightsOfWay): Embedder | undefined {
  const first = hosts.find(({ endpoint }) => modelOf(endpoint) !== undefined)?.endpoint;
  const model = first && modelOf(first);
  if (first === undefined || model === undefined) return undefined;
  const able = hosts.filter(({ endpoint }) => modelOf(endpoint) === model);
  const name = `${first.settings.url} ${model}`;
  return {
    name,
    version: (signal) =>
      firstToAnswer(able, signal, async ({ engines }) => {
        const listings = await engines.inference.listModels(signal);
        const digest = listings.find(({ tag }) => isTag(tag, model))?.digest ?? '';
        return digest === '' ? name : digest;
      }),
    embed: (inputs, signal) =>
      firstToAnswer(able, signal, ({ engines, settings: { keepAlive } }) => {
        const keep: Pick<EmbedRequest, 'keepAlive'> = keepAlive === undefined ? {} : { keepAlive };
        return engines.chat.embed({ model, inputs, ...keep }, signal);
      }),
    untilQuiet: (signal) => rights.untilQuiet(inOrder(able)[0]?.endpoint.settings.url ?? '', signal),
  };
}

function modelOf({ settings }: ChatEndpoint): string | undefined {
  return settings.roles.embedding?.model;
}

/** Those that are away last: they may be back. */
function inOrder(hosts: readonly EmbeddingHost[]): readonly EmbeddingHost[] {
  return [
    ...hosts.filter(({ use }) => use?.isAway !== true),
    ...hosts.filter(({ use }) => use?.isAway === true),
  ];
}

/** Throws what the first one fails with where none answers. */
async function firstToAnswer<T>(
  hosts: readonly EmbeddingHost[],
  signal: AbortSignal,
  ask: (endpoint: ChatEndpoint) => Promise<T>,
): Promise<T> {
  let failure: TransportError | undefined;
  for (const { endpoint, use } of inOrder(hosts)) {
    try {
      const answer = await telling(use, () => ask(endpoint));
      use?.served(modelOf(endpoint));
      return answer;
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof TransportError)) throw thrown;
      failure ??= thrown;
    }
  }
  throw failure ?? abortError();
}
