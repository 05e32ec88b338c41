import { t } from '../common/l10n';
import type { Disposable } from '../common/disposable';
import { Emitter, type Event } from '../common/emitter';
import { isAbort } from '../common/abort';
import type { Log } from '../common/log';
import type { EndpointSettings, Settings } from '../settings/settings';
import { TransportError } from '../transport/errors';
import { answersUnderWay, type AnswersUnderWay } from './answersUnderWay';
import {
  chatEndpoint,
  isTag,
  type ChatCatalogue,
  type ChatEndpoint,
  type ChatEnginePair,
} from './chatEndpoint';
import type { ChatModel } from './chatModel';
import {
  openChatModel,
  type ChatModelSession,
  type CompletionWindow,
  type OnWaits,
} from './chatModelSession';
import { isOfHost } from './endpointFailure';
import { telling, tellingEach, type LiveEndpoints } from './endpointUse';
import { embedderOf, type Embedder } from './embedder';
import type { KeyValueStore } from './keyValueStore';
import type { RightsOfWay } from './rightOfWay';

export interface ChatHostsPorts {
  readonly enginesFor: (endpoint: EndpointSettings) => ChatEnginePair;
  readonly store: KeyValueStore;
  readonly log: Log;
  readonly rights: RightsOfWay;
  /** The model that completes now, with its window; undefined where none does yet. */
  readonly completionWindow: (signal: AbortSignal) => Promise<CompletionWindow | undefined>;
  /** What is known of the endpoints from all that they are asked for. */
  readonly live: LiveEndpoints;
}

/** One endpoint as the chat's picker shows it. */
export interface ChatEndpointView {
  readonly name: string;
  readonly state: 'unknown' | 'reachable' | 'failed';
  readonly error?: TransportError;
  readonly models: readonly ChatModel[];
  readonly loadedTags: readonly string[];
  /** It answers a question of this window. */
  readonly isAnswering: boolean;
}

export interface ModelPick {
  readonly endpoint: string;
  readonly model: string;
}

/** The hosts as chat sees them: every endpoint with the models that can chat, and sessions with them. */
export interface ChatHosts extends Disposable {
  readonly endpoints: readonly ChatEndpointView[];
  readonly onDidChange: Event<void>;
  configure(settings: Settings): void;
  /**
   * Asks the endpoints of these names, or all, what they have, at the same time, or waits for those that are being asked.
   * Never rejects: each endpoint's view tells how it went.
   */
  refresh(names?: readonly string[]): Promise<void>;
  /** Asks all endpoints, and waits only until none can change what is preferred: not for those behind it. */
  settlePreferred(): Promise<void>;
  /** What answers where nobody has picked: the model of the first endpoint with the role, else the best of the first. */
  preferred(): ModelPick | undefined;
  /** What to ask in turn where nobody has picked: one model per endpoint of the role, those that are away last. */
  preferences(): readonly ModelPick[];
  model(pick: ModelPick): ChatModel | undefined;
  /** Loads the model where that is needed. Throws a TransportError, or an AbortError when `signal` aborts. */
  open(pick: ModelPick, signal: AbortSignal): Promise<ChatModelSession>;
  /** The embedding model of the settings, on whichever host of it answers; undefined where there is none. */
  readonly embedder: Embedder | undefined;
}

export function createChatHosts(settings: Settings, ports: ChatHostsPorts): ChatHosts {
  return new ConfiguredChatHosts(settings, ports);
}

interface Known {
  readonly endpoint: ChatEndpoint;
  readonly answers: AnswersUnderWay;
  catalogue?: ChatCatalogue;
  error?: TransportError;
  /** Settles when the look that is under way is over. */
  looking?: Promise<void>;
}

class ConfiguredChatHosts implements ChatHosts {
  private readonly changed = new Emitter<void>();
  private readonly life = new AbortController();
  private settings: Settings;
  private known: readonly Known[] = [];
  private configuration = '';
  private readonly recoveries: Disposable;

  constructor(
    settings: Settings,
    private readonly ports: ChatHostsPorts,
  ) {
    this.settings = settings;
    this.configure(settings);
    this.recoveries = ports.live.onDidChangeEndpoints(() => void this.lookAtRecovered());
  }

  readonly onDidChange = this.changed.event;

  get endpoints(): readonly ChatEndpointView[] {
    return this.known.map(viewOf);
  }

  get embedder(): Embedder | undefined {
    const { rights, live } = this.ports;
    return embedderOf(
      this.known.map(({ endpoint }) => ({ endpoint, use: live.use(endpoint.settings.name) })),
      rights,
    );
  }

  configure(settings: Settings): void {
    const { endpoints, chat, completion } = settings;
    const configuration = JSON.stringify([endpoints, chat, completion.contextWindow, completion.enabled]);
    if (configuration === this.configuration) return;
    this.configuration = configuration;
    this.settings = settings;
    this.known = endpoints.map((endpoint) => this.alreadyKnown(endpoint) ?? this.unknown(endpoint));
    this.changed.fire();
  }

  async refresh(names?: readonly string[]): Promise<void> {
    this.ports.live.attend();
    const asked = this.known.filter(({ endpoint }) => names?.includes(endpoint.settings.name) ?? true);
    await Promise.all(
      asked.map((known) => {
        known.looking ??= this.look(known).finally(() => delete known.looking);
        return known.looking;
      }),
    );
  }

  async settlePreferred(): Promise<void> {
    void this.refresh();
    for (const known of this.byRole()) {
      await known.looking;
      if (known.error === undefined && pickOf(known) !== undefined) return;
    }
  }

  preferred(): ModelPick | undefined {
    return this.preferences()[0];
  }

  preferences(): readonly ModelPick[] {
    const isAway = (known: Known): boolean =>
      known.error !== undefined || this.ports.live.use(known.endpoint.settings.name)?.isAway === true;
    const ordered = this.byRole();
    return [...ordered.filter((known) => !isAway(known)), ...ordered.filter(isAway)]
      .map(pickOf)
      .filter((pick) => pick !== undefined);
  }

  model(pick: ModelPick): ChatModel | undefined {
    return this.find(pick.endpoint)?.catalogue?.models.find(({ listing }) => isTag(listing.tag, pick.model));
  }

  async open(pick: ModelPick, signal: AbortSignal): Promise<ChatModelSession> {
    this.ports.live.attend();
    const known = this.find(pick.endpoint);
    if (known === undefined) throw unknownEndpoint(pick);
    const use = this.ports.live.use(pick.endpoint);
    const session = await telling(use, async () => {
      if (this.model(pick) === undefined) known.catalogue = await known.endpoint.look(signal);
      const model = this.model(pick);
      if (model === undefined) throw missingModel(pick, known.endpoint.settings.url);
      return openChatModel(known.endpoint, model, { ...this.ports, settings: this.settings }, signal);
    });
    const { tag } = session.model.listing;
    use?.served(tag);
    this.changed.fire();
    const chat: ChatModelSession['chat'] = (request, asked, onWaits) =>
      this.inTurn(known, onWaits, (onWaitsHere) =>
        tellingEach(use, tag, session.chat(request, asked, onWaitsHere)),
      );
    return { ...session, chat };
  }

  dispose(): void {
    this.recoveries.dispose();
    this.life.abort();
  }

  /** It waits for completions of its model, and at the host for answers that were asked for before. */
  private async *inTurn<T>(
    { answers }: Known,
    onWaits: OnWaits,
    answer: (onWaits: OnWaits) => AsyncIterable<T>,
  ): AsyncGenerator<T, void, undefined> {
    const waits = { completion: false, answers: false };
    const tell = (more: Partial<typeof waits>): void => {
      Object.assign(waits, more);
      onWaits(waits.completion || waits.answers);
    };
    const place = answers.join((isBehind) => tell({ answers: isBehind }));
    this.changed.fire();
    try {
      yield* answer((isWaiting) => tell({ completion: isWaiting }));
    } finally {
      place.leave();
      this.changed.fire();
    }
  }

  private alreadyKnown(settings: EndpointSettings): Known | undefined {
    const written = JSON.stringify(settings);
    return this.known.find(({ endpoint }) => JSON.stringify(endpoint.settings) === written);
  }

  private unknown(settings: EndpointSettings): Known {
    return { endpoint: chatEndpoint(settings, this.ports.enginesFor(settings)), answers: answersUnderWay() };
  }

  /** Those without the role only where none has it. */
  private byRole(): readonly Known[] {
    const ordered = [...this.known].sort((a, b) => roleRank(a) - roleRank(b));
    const having = ordered.filter((known) => roleRank(known) < NO_ROLE);
    return having.length > 0 ? having : ordered;
  }

  private find(name: string): Known | undefined {
    return this.known.find(({ endpoint }) => endpoint.settings.name === name);
  }

  /** The host of a failed look was found well by another request. */
  private async lookAtRecovered(): Promise<void> {
    const recovered = this.known.filter(({ error, endpoint: { settings } }) => {
      return error !== undefined && isOfHost(error) && this.ports.live.use(settings.name)?.isAway === false;
    });
    if (recovered.length > 0) await this.refresh(recovered.map(({ endpoint }) => endpoint.settings.name));
  }

  private async look(known: Known): Promise<void> {
    const use = this.ports.live.use(known.endpoint.settings.name);
    try {
      known.catalogue = await telling(use, () => known.endpoint.look(this.life.signal));
      delete known.error;
      use?.served();
    } catch (thrown) {
      if (isAbort(thrown)) return;
      if (!(thrown instanceof TransportError)) {
        this.ports.log.error('Looking for chat models failed in an unforeseen way', thrown);
        return;
      }
      known.error = thrown;
      this.ports.log.warn(thrown.message);
    }
    if (this.known.includes(known)) this.changed.fire();
  }
}

function pickOf({ endpoint, catalogue }: Known): ModelPick | undefined {
  const model = endpoint.settings.roles.chat?.model ?? catalogue?.models[0]?.listing.tag;
  return model === undefined ? undefined : { endpoint: endpoint.settings.name, model };
}

const NO_ROLE = 2;

/** An endpoint without roles serves all of them. */
function roleRank({ endpoint: { settings } }: Known): number {
  if (settings.roles.chat?.model !== undefined) return 0;
  return settings.roles.chat !== undefined || Object.keys(settings.roles).length === 0 ? 1 : NO_ROLE;
}

function viewOf({ endpoint, catalogue, error, answers }: Known): ChatEndpointView {
  const { name } = endpoint.settings;
  const models = catalogue?.models ?? [];
  const loadedTags = catalogue?.loaded.map(({ tag }) => tag) ?? [];
  const shown = { name, models, loadedTags, isAnswering: answers.count > 0 };
  if (error !== undefined) return { ...shown, state: 'failed', error };
  return { ...shown, state: catalogue === undefined ? 'unknown' : 'reachable' };
}

function unknownEndpoint({ endpoint }: ModelPick): TransportError {
  return new TransportError({
    kind: 'unreachable',
    endpoint,
    route: 'POST /api/chat',
    detail: t('no endpoint of this name is in the settings; pick a model of another'),
  });
}

function missingModel({ model }: ModelPick, endpoint: string): TransportError {
  return new TransportError({
    kind: 'model-missing',
    endpoint,
    route: 'POST /api/chat',
    detail: t('the host has no chat model {0}', model),
  });
}
