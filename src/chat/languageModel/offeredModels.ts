import type { ChatEndpointView, ModelPick } from '../../hosts/chatHosts';
import type { ChatModel } from '../../hosts/chatModel';
import { infoText } from '../../model/modelFacts';
import type { ChatSettings, Settings } from '../../settings/settings';

/** A chat model as VS Code's own chat gets to know it. */
export interface ModelOfferedToEditor {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly detail: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly capabilities: { readonly toolCalling: boolean; readonly imageInput: boolean };
  readonly pick: ModelPick;
  /** Names the vocabulary that its tokens are counted by; empty where the host tells none. */
  readonly digest: string;
}

/** All models of all endpoints that can hold a conversation, or are named for it in the settings. */
export function offeredModels(
  endpoints: readonly ChatEndpointView[],
  settings: Settings,
): readonly ModelOfferedToEditor[] {
  return endpoints.flatMap(({ name, models }) => {
    const named = settings.endpoints.find((endpoint) => endpoint.name === name)?.roles.chat?.model;
    return models
      .filter(({ hasChatTemplate, listing }) => hasChatTemplate || listing.tag === named)
      .map((model) => offered(name, model, settings.chat));
  });
}

/** An answer may take up to half of a small window. */
const ANSWER_SHARE = 0.5;
const DIGEST_CHARS = 12;

function offered(endpoint: string, model: ChatModel, settings: ChatSettings): ModelOfferedToEditor {
  const { listing, contextLength } = model;
  const { tokens } = settings.contextWindow;
  const window = Math.min(tokens, contextLength ?? tokens);
  const maxOutputTokens = Math.min(settings.maxTokens, Math.floor(window * ANSWER_SHARE));
  return {
    id: `${endpoint}/${listing.tag}`,
    name: listing.tag,
    family: infoText(model.description, 'general.architecture') ?? listing.family ?? listing.tag,
    version: listing.digest === '' ? listing.tag : listing.digest.slice(0, DIGEST_CHARS),
    detail: endpoint,
    maxInputTokens: window - maxOutputTokens,
    maxOutputTokens,
    capabilities: { toolCalling: model.tools, imageInput: model.vision },
    pick: { endpoint, model: listing.tag },
    digest: listing.digest,
  };
}

const KNOWN_OPTIONS = {
  temperature: 'temperature',
  top_p: 'topP',
  topP: 'topP',
  top_k: 'topK',
  seed: 'seed',
} as const;

type KnownOption = (typeof KNOWN_OPTIONS)[keyof typeof KNOWN_OPTIONS];

/** Sampling that another extension asks for, as far as hosts know it. */
export function foreignSampling(
  options: Readonly<Record<string, unknown>> | undefined,
): Readonly<Partial<Record<KnownOption, number>>> {
  const known = Object.entries(KNOWN_OPTIONS).flatMap(([theirs, ours]) => {
    const value = options?.[theirs];
    return typeof value === 'number' && Number.isFinite(value) ? [[ours, value] as const] : [];
  });
  return Object.fromEntries(known);
}
