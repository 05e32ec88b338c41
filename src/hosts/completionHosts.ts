import type { Disposable } from '../common/disposable';
import { Emitter, type Event } from '../common/emitter';
import type { EndpointSettings, Settings } from '../settings/settings';
import type { InferenceEngine, ModelListing } from '../transport/engine';
import { CompletionEndpoint } from './completionEndpoint';
import { healthOf } from './endpointHealth';
import type { EndpointPorts } from './endpointPorts';
import type { EndpointState } from './endpointState';
import type { EndpointView } from './endpointView';
import type { EndpointUse, LiveEndpoints } from './endpointUse';
import { LiveEndpoint } from './liveEndpoint';
import { HostPool, type PooledHost } from './hostPool';
import { byPreference } from './modelChoice';
import type { CompletionHosts } from './modelSession';

/** What each endpoint needs is shared by all. */
export interface CompletionHostsPorts extends Omit<EndpointPorts, 'engine' | 'hasStandIn' | 'onState'> {
  readonly engineFor: (endpoint: EndpointSettings) => InferenceEngine;
  /** Whether the machine has slept, or changed its network, since this was asked last. */
  readonly hasWoken: () => boolean;
}

/** The hosts as the rest of the extension sees them: sessions for completion, and what to show of them. */
export interface LiveCompletionHosts extends CompletionHosts, LiveEndpoints, Disposable {
  /** Of the endpoint that completes now. */
  readonly state: EndpointState;
  readonly onDidChangeState: Event<EndpointState>;
  /** All endpoints of the settings, in their order. */
  readonly endpoints: readonly EndpointView[];
  readonly onDidChangeEndpoints: Event<void>;
  /** Takes other settings; does nothing when they don't concern the hosts. */
  configure(settings: Settings): void;
  /** Begins to look up and load the model, so that the first query finds it ready. */
  open(): void;
  /** Tries all endpoints again at once that had failed. */
  retryNow(): void;
  /** The user is back: the cause of a failure may be gone, so it is looked for at once. */
  wake(): void;
  /** What lies between here and the hosts has changed, a proxy or a login: what is under way there is begun anew. */
  reconnect(): void;
  /** Somebody asks a host for something, be it not a completion: if the machine has slept or changed its network, see reconnect. */
  attend(): void;
  /** The user has taken a model off a host: what is under way there is no reason to load it again. */
  leaveUnloaded(): void;
  /** Somebody types where completion is on: chat waits with what it has not begun. */
  expectCompletion(): void;
  /** The models of the completion endpoint, those that complete best first. Throws a TransportError. */
  listModels(signal: AbortSignal): Promise<readonly ModelListing[]>;
  /** The endpoint that completes now. */
  readonly endpoint: EndpointSettings | undefined;
}

export function createCompletionHosts(settings: Settings, ports: CompletionHostsPorts): LiveCompletionHosts {
  return new ConfiguredHosts(settings, ports);
}

class ConfiguredHosts implements LiveCompletionHosts {
  private readonly changed = new Emitter<EndpointState>();
  private readonly endpointsChanged = new Emitter<void>();
  private readonly engines = new Map<string, InferenceEngine>();
  private current: EndpointState = { kind: 'unknown' };
  private settings: Settings;
  private readonly pool: HostPool;
  /** Those that do not complete. */
  private others: readonly OtherHost[] = [];
  private configuration = '';

  constructor(
    settings: Settings,
    private readonly ports: CompletionHostsPorts,
  ) {
    this.settings = settings;
    this.pool = new HostPool(ports);
    this.configure(settings);
  }

  readonly onDidChangeState = this.changed.event;
  readonly onDidChangeEndpoints = this.endpointsChanged.event;

  get state(): EndpointState {
    return this.current;
  }

  get endpoint(): EndpointSettings | undefined {
    return this.pool.leading?.settings;
  }

  get endpoints(): readonly EndpointView[] {
    return this.settings.endpoints.map((settings) => this.view(settings));
  }

  session: CompletionHosts['session'] = async (signal, documentUri = '') => {
    this.attend();
    return this.pool.session(signal, documentUri);
  };

  configure(settings: Settings): void {
    const { endpoints, completion } = settings;
    const configuration = JSON.stringify([endpoints, completion.contextWindow, completion.strategy]);
    if (configuration === this.configuration) return;
    this.configuration = configuration;
    const wasOpen = this.pool.leading?.live.isUsed === true;
    const before = this.pool.hosts;
    const sameWindow = isSame(completion.contextWindow, this.settings.completion.contextWindow);
    this.settings = settings;
    this.engines.clear();
    const hosts = endpoints.filter(servesCompletion).map((endpoint) => {
      const known = before.find((host) => sameWindow && isSame(host.settings, endpoint));
      return known ?? this.serve(endpoint);
    });
    this.pool.take(hosts, completion.strategy);
    const othersBefore = this.others;
    this.others = endpoints
      .filter((endpoint) => !servesCompletion(endpoint))
      .map(
        (endpoint) => othersBefore.find((known) => isSame(known.settings, endpoint)) ?? this.know(endpoint),
      );
    const kept: readonly object[] = [...hosts, ...this.others];
    for (const host of [...before, ...othersBefore]) {
      if (kept.includes(host)) host.live.wake();
      else host.live.dispose();
    }
    this.reportLeading();
    if (wasOpen) this.open();
  }

  open(): void {
    void this.pool.leading?.live.open();
  }

  retryNow(): void {
    for (const { live } of this.all) live.retryNow();
  }

  wake(): void {
    for (const { live } of this.all) live.wake();
  }

  reconnect(): void {
    for (const { live } of this.all) live.reconnect();
  }

  attend(): void {
    for (const { live } of this.all) live.attend();
    if (this.ports.hasWoken()) this.reconnect();
  }

  leaveUnloaded(): void {
    for (const { live } of this.pool.hosts) live.leaveUnloaded();
  }

  expectCompletion(): void {
    this.pool.leading?.live.expectCompletion();
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelListing[]> {
    const engine = this.pool.leading?.engine;
    return engine === undefined ? [] : byPreference(await engine.listModels(signal), engine, signal);
  }

  use(name: string): EndpointUse | undefined {
    return this.all.find(({ settings }) => settings.name === name)?.live;
  }

  dispose(): void {
    for (const { live } of this.all) live.dispose();
  }

  private get all(): readonly OtherHost[] {
    return [...this.pool.hosts, ...this.others];
  }

  private know(settings: EndpointSettings): OtherHost {
    const live = new LiveEndpoint(settings, {
      ...this.ports,
      engine: this.engineOf(settings),
      hasStandIn: () => false,
      onState: () => this.endpointsChanged.fire(),
    });
    return { settings, live };
  }

  private serve(endpoint: EndpointSettings): PooledHost {
    const engine = this.engineOf(endpoint);
    const { contextWindow } = this.settings.completion;
    const live: CompletionEndpoint = new CompletionEndpoint(endpoint, contextWindow, {
      ...this.ports,
      engine,
      hasStandIn: () => this.pool.hasStandInFor(live),
      onState: () => this.reportLeading(),
    });
    return { settings: endpoint, engine, live };
  }

  private view(settings: EndpointSettings): EndpointView {
    const { name } = settings;
    const live = this.all.find((each) => each.settings.name === name)?.live;
    const state = live?.state ?? { kind: 'unknown' };
    const firstTokenMs = this.pool.hosts.find((each) => each.settings.name === name)?.live.facts.firstTokenMs;
    const health = healthOf(state, { isTrusted: live?.isTrusted ?? true, firstTokenMs });
    return { settings, state, health, engine: this.engineOf(settings), firstTokenMs };
  }

  private engineOf(endpoint: EndpointSettings): InferenceEngine {
    const known = this.engines.get(endpoint.name) ?? this.ports.engineFor(endpoint);
    this.engines.set(endpoint.name, known);
    return known;
  }

  private reportLeading(): void {
    this.endpointsChanged.fire();
    const state = this.pool.leading?.live.state ?? { kind: 'not-configured' };
    if (isSameWait(state, this.current) || state === this.current) return;
    this.current = state;
    this.changed.fire(state);
  }
}

interface OtherHost {
  readonly settings: EndpointSettings;
  readonly live: LiveEndpoint;
}

/** Working, busy or loading still: said once is enough. */
function isSameWait(state: EndpointState, before: EndpointState): boolean {
  if (state.kind !== 'working' && state.kind !== 'busy' && state.kind !== 'loading') return false;
  return before.kind === state.kind && before.model === state.model && before.endpoint === state.endpoint;
}

/** By its role, or without any roles: then it serves all. */
function servesCompletion({ roles }: EndpointSettings): boolean {
  return roles.completion !== undefined || Object.keys(roles).length === 0;
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
