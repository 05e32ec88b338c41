import { abortError, abortable, isAbort } from '../common/abort';
import type { Clock } from '../common/clock';
import { disposable, type Disposable } from '../common/disposable';
import type { Log } from '../common/log';
import type { CompletionSettings, EndpointSettings } from '../settings/settings';
import type { InferenceEngine, LoadedModel } from '../transport/engine';
import { TransportError } from '../transport/errors';
import {
  asTransportError,
  isNoConnection,
  isPerRequest,
  noFimState,
  type RestingState,
} from './endpointFailure';
import type { EndpointState } from './endpointState';
import { firstTokenTimes } from './firstTokenTimes';
import type { HostFacts } from './hostChoice';
import type { KeyValueStore } from './keyValueStore';
import type { ModelSession } from './modelSession';
import { openModel, type OpenedModel } from './openModel';
import { openSession, type SessionPorts } from './openSession';
import { askInTime } from './patience';
import { Recovery } from './recovery';
import { watchForReload, type ReloadWatch } from './reloadWatch';
import type { RightOfWay, RightsOfWay } from './rightOfWay';
import { findLoaded, lowerWindow } from './settleWindow';

export interface EndpointPorts {
  readonly engine: InferenceEngine;
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to 1, for the jitter of waits. */
  readonly random: () => number;
  readonly rights: RightsOfWay;
  /** Another endpoint could answer instead, so this one is given up sooner. */
  readonly hasStandIn: () => boolean;
  /** Also called when nothing but the trust in the endpoint has changed. */
  readonly onState: (state: EndpointState) => void;
}

/** One configured endpoint serving completion: opens its model, watches how it fares, leaves it alone when it fails. */
export class CompletionEndpoint implements Disposable {
  state: EndpointState = { kind: 'unknown' };
  private readonly life = new AbortController();
  private readonly recovery: Recovery;
  private readonly times = firstTokenTimes();
  private attempt = new AbortController();
  private broken = new AbortController();
  private right: RightOfWay | undefined;
  private slowness = disposable(() => undefined);
  private session: ModelSession | undefined;
  private opening: Promise<void> | undefined;

  constructor(
    private readonly endpoint: EndpointSettings,
    private readonly contextWindow: CompletionSettings['contextWindow'],
    private readonly ports: EndpointPorts,
  ) {
    const look = (): void => void this.open();
    const verify = (): void => void this.verify();
    this.recovery = new Recovery({ ...ports, look, verify }, this.life.signal);
  }

  get facts(): HostFacts {
    return {
      isOpen: this.session !== undefined,
      isResting: this.isResting(),
      isTrusted: this.recovery.isTrusted,
      firstTokenMs: this.times.usual,
    };
  }

  /** Somebody uses completion, be it on another endpoint. */
  attend(): void {
    this.recovery.attend();
  }

  get isOpening(): boolean {
    return this.opening !== undefined;
  }

  /** See CompletionHosts.session. */
  async use(signal: AbortSignal): Promise<ModelSession | undefined> {
    if (this.session !== undefined || this.isResting()) return this.sessionOrFailure();
    const enough = new AbortController();
    const patience = this.ports.clock.sleep(SESSION_WAIT_MS, enough.signal).catch(() => undefined);
    try {
      await abortable(Promise.race([this.open(), patience]), signal);
    } finally {
      enough.abort(abortError());
    }
    return this.sessionOrFailure();
  }

  /** Looks the model up and loads it, if that isn't done or under way. Never rejects: the state tells how it went. */
  open(): Promise<void> {
    if (this.session !== undefined) return Promise.resolve();
    this.opening ??= this.tryToOpen().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  /** Ends the rest after a failure. */
  retryNow(): void {
    this.recovery.lookNow();
  }

  /** The cause of a failure may be gone. */
  wake(): void {
    if (this.recovery.hasFailed) this.recovery.lookNow();
  }

  /** The machine has slept or changed its network: a connection of before may be dead and never say so. */
  reconnect(): void {
    if (this.opening === undefined) return this.wake();
    this.attempt.abort(abortError());
    void this.opening.then(() => this.open());
  }

  /** See RightOfWay. */
  expectCompletion(): void {
    this.right?.expectCompletion();
  }

  dispose(): void {
    this.life.abort();
    this.slowness.dispose();
  }

  private async tryToOpen(): Promise<void> {
    const { engine, store, log } = this.ports;
    const { signal } = (this.attempt = new AbortController());
    const onChosen = (model: string): void => {
      if (!this.recovery.hasFailed) this.reportModel('loading', model);
    };
    try {
      const ports = { engine, store, onChosen };
      const either = AbortSignal.any([this.life.signal, signal]);
      const opening = await openModel(this.endpoint, this.contextWindow, ports, either);
      if (opening.kind === 'no-fim') this.rest(noFimState(this.endpoint, opening));
      else this.opened(opening.opened);
    } catch (thrown) {
      if (isAbort(thrown)) return;
      if (!(thrown instanceof TransportError))
        log.error('Opening the model failed in an unforeseen way', thrown);
      this.failed(asTransportError(thrown, this.endpoint));
    }
  }

  private opened(model: OpenedModel): void {
    const { log } = this.ports;
    const ready: EndpointState = {
      kind: 'ready',
      endpoint: this.endpoint.name,
      model: model.tag,
      window: model.load.numCtx,
      ...(model.note === undefined ? {} : { note: model.note }),
    };
    this.recovery.opened();
    this.broken = new AbortController();
    const whileCurrent: WhileCurrent = (then) => {
      if (this.session === session) then();
    };
    const session = openSession(this.endpoint, model, this.sessionPorts(model, ready, whileCurrent));
    this.session = session;
    log.info(
      `${model.tag} on ${this.endpoint.name} is ready: ${model.family.label}, ${model.load.numCtx} tokens`,
    );
    if (model.note !== undefined) log.warn(model.note);
    this.report(ready);
  }

  private sessionPorts(model: OpenedModel, ready: EndpointState, whileCurrent: WhileCurrent): SessionPorts {
    const { engine, clock } = this.ports;
    const right = this.share(model.tag);
    return {
      engine,
      clock,
      right,
      broken: this.broken.signal,
      watch: this.watch(model, whileCurrent),
      onWorking: () => whileCurrent(() => this.reportModel(right.isSlowed ? 'busy' : 'working', model.tag)),
      onFirstToken: (durationMs) => this.times.add(durationMs),
      onRested: (answered) => {
        if (answered) this.recovery.answered();
        whileCurrent(() => this.report(ready));
      },
      onFailed: (error) => whileCurrent(() => this.generationFailed(error, model)),
    };
  }

  private watch(model: OpenedModel, whileCurrent: WhileCurrent): ReloadWatch {
    const { engine, clock, hasStandIn } = this.ports;
    const find = (signal: AbortSignal): Promise<LoadedModel | undefined> => findLoaded(model, engine, signal);
    const isLoaded = async (signal: AbortSignal): Promise<boolean> => {
      const found = hasStandIn() ? askInTime(this.endpoint, clock, find, signal) : find(signal);
      return (await found) !== undefined;
    };
    const onGone = (): void => whileCurrent(() => this.reopen(model.tag));
    const onSilent = (error: TransportError): void => {
      if (isNoConnection(error)) whileCurrent(() => this.failed(error));
    };
    return watchForReload({ clock, isLoaded, onGone, onSilent }, this.life.signal);
  }

  /** The model is chat's as well, perhaps. */
  private share(tag: string): RightOfWay {
    const right = this.ports.rights.of(this.endpoint.url, tag);
    this.right = right;
    this.slowness.dispose();
    this.slowness = right.onDidSlow(() => this.reportModel('busy', tag));
    return right;
  }

  /** The host let the model go: it is loaded again by a request of its own, which no key aborts. */
  private reopen(tag: string): void {
    this.session = undefined;
    this.reportModel('loading', tag);
    void this.open();
  }

  private generationFailed(error: TransportError, model: OpenedModel): void {
    if (error.kind === 'prompt-too-long') void this.checkWindow(model);
    if (isPerRequest(error)) {
      this.ports.log.warn(error.message);
      this.report({ kind: 'failed', endpoint: this.endpoint.name, error });
    } else this.failed(error);
  }

  private async checkWindow(model: OpenedModel): Promise<void> {
    try {
      if (!(await lowerWindow(model, this.ports, this.life.signal))) return;
      this.session = undefined;
      await this.open();
    } catch (thrown) {
      if (thrown instanceof TransportError) this.failed(thrown);
    }
  }

  /** It has been well for long, perhaps because nobody has asked it anything: one small question before it is trusted. */
  private async verify(): Promise<void> {
    const { engine, clock } = this.ports;
    try {
      await askInTime(this.endpoint, clock, (signal) => engine.loadedModels(signal), this.life.signal);
      this.recovery.trust();
      this.report(this.state);
    } catch (thrown) {
      if (thrown instanceof TransportError) this.failed(thrown);
    }
  }

  private failed(error: TransportError): void {
    this.ports.log.warn(error.message);
    this.rest({ kind: 'failed', endpoint: this.endpoint.name, error });
  }

  private rest(state: RestingState): void {
    const error = state.kind === 'failed' ? state.error : undefined;
    this.session = undefined;
    this.recovery.failed(error);
    this.report(state);
    // What is still under way there is given up, so that it can be asked for elsewhere.
    this.broken.abort(error);
  }

  private isResting(): boolean {
    return this.opening === undefined && this.recovery.isResting;
  }

  private sessionOrFailure(): ModelSession | undefined {
    const { error } = this.recovery;
    if (this.session === undefined && this.isResting() && error !== undefined) throw error;
    return this.session;
  }

  private reportModel(kind: 'loading' | 'working' | 'busy', model: string): void {
    this.report({ kind, endpoint: this.endpoint.name, model });
  }

  private report(state: EndpointState): void {
    if (this.life.signal.aborted) return;
    this.state = state;
    this.ports.onState(state);
  }
}

type WhileCurrent = (then: () => void) => void;

/** How long a query waits for a model that is being looked up: as long as a host at hand takes to say it is loaded. */
const SESSION_WAIT_MS = 300;
