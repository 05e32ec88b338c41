import { kvBytesPerToken } from '../model/memory';
import type { Settings, WindowSetting } from '../settings/settings';
import type { ChatEvent, ChatRequest } from '../transport/chatEngine';
import type { GenerateOptions, LoadOptions } from '../transport/engine';
import { withOverrides } from './samplingOverrides';
import { isTag, type ChatEndpoint } from './chatEndpoint';
import type { ChatModel } from './chatModel';
import type { KeyValueStore } from './keyValueStore';
import type { RightsOfWay } from './rightOfWay';
import { settleWindow, type WindowQuestion } from './settleWindow';

/** What of a request is the conversation's affair. */
export type ChatTurnRequest = Pick<ChatRequest, 'messages' | 'options' | 'think' | 'tools' | 'mustCall'>;

export type OnWaits = (isWaiting: boolean) => void;

/** A model that is loaded and ready to chat on one endpoint. */
export interface ChatModelSession {
  readonly endpointName: string;
  readonly model: ChatModel;
  /** Tokens the host gives: the `num_ctx` of every request. */
  readonly window: number;
  /** What the user should know though it works. */
  readonly note?: string;
  /**
   * Answers. `onWaits` is told when something else goes first, and when that is over. Throws a TransportError, or an AbortError when `signal`
   * aborts.
   */
  chat(request: ChatTurnRequest, signal: AbortSignal, onWaits: OnWaits): AsyncIterable<ChatEvent>;
  /** The raw description with the vocabulary, for exact token counts. */
  vocabulary(signal: AbortSignal): Promise<Uint8Array>;
}

/** The model that completes and the window it has. */
export interface CompletionWindow {
  readonly endpointName: string;
  readonly tag: string;
  readonly window: number;
}

export interface OpeningChatPorts {
  readonly settings: Settings;
  readonly store: KeyValueStore;
  readonly rights: RightsOfWay;
  readonly completionWindow: (signal: AbortSignal) => Promise<CompletionWindow | undefined>;
}

/** Loads a model with the window that suits it, or with completion's where both use it. Throws what the engine throws. */
export async function openChatModel(
  endpoint: ChatEndpoint,
  model: ChatModel,
  ports: OpeningChatPorts,
  signal: AbortSignal,
): Promise<ChatModelSession> {
  const { load, note } = await settledLoad(endpoint, model, ports, signal);
  const { settings, engines } = endpoint;
  const { tag, digest } = model.listing;
  const overrides = settings.roles.chat?.options ?? {};
  const right = ports.rights.of(settings.url, tag);

  async function* chat(
    request: ChatTurnRequest,
    asked: AbortSignal,
    onWaits: OnWaits,
  ): AsyncGenerator<ChatEvent, void, undefined> {
    const wait = { isTold: false };
    const turn = await right.takeChat(asked, () => onWaits((wait.isTold = true)));
    if (wait.isTold) onWaits(false);
    try {
      const options: GenerateOptions = withOverrides(request.options, overrides);
      const version = digest === '' ? {} : { digest };
      yield* engines.chat.chat({ ...request, ...version, options, model: tag, load }, asked);
    } finally {
      turn.release();
    }
  }

  return {
    endpointName: settings.name,
    model,
    window: load.numCtx,
    ...(note === undefined ? {} : { note }),
    chat,
    vocabulary: (asked) => engines.inference.describeVocabulary(tag, asked),
  };
}

/** A load with other options than completion's would make the host load the model anew at every change of hands. */
async function settledLoad(
  endpoint: ChatEndpoint,
  model: ChatModel,
  ports: OpeningChatPorts,
  signal: AbortSignal,
): Promise<{ load: LoadOptions; note?: string }> {
  const { settings, engines } = endpoint;
  const { tag } = model.listing;
  // To ask for completion's window begins to load its model: not where nobody wants completions.
  const completion = ports.settings.completion.enabled ? await ports.completionWindow(signal) : undefined;
  if (completion?.endpointName === settings.name && completion.tag === tag) {
    const keep = settings.keepAlive === undefined ? {} : { keepAlive: settings.keepAlive };
    const load = { numCtx: completion.window, ...keep };
    await engines.inference.load(tag, load, signal);
    return { load };
  }
  const isShared = isTag(tag, settings.roles.completion?.model);
  const wanted = isShared ? ports.settings.completion.contextWindow : ports.settings.chat.contextWindow;
  return settleWindow(windowQuestion(endpoint, model, wanted), engines.inference, ports.store, signal);
}

function windowQuestion(
  { settings }: ChatEndpoint,
  { listing, description, contextLength }: ChatModel,
  { tokens, explicit }: WindowSetting,
): WindowQuestion {
  return {
    tag: listing.tag,
    digest: listing.digest,
    endpointUrl: settings.url,
    wanted: Math.min(tokens, contextLength ?? tokens),
    explicit,
    weightsBytes: listing.sizeBytes,
    kvBytesPerToken: kvBytesPerToken(description),
    ...(settings.keepAlive === undefined ? {} : { keepAlive: settings.keepAlive }),
  };
}
