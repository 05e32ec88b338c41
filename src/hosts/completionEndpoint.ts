import { isAbort } from '../common/abort';
import type { CompletionSettings, EndpointSettings } from '../settings/settings';
import { TransportError } from '../transport/errors';
import {
  asTransportError,
  isNoConnection,
  isOfHost,
  isPerRequest,
  noFimState,
  type RestingState,
} from './endpointFailure';
import type { EndpointPorts } from './endpointPorts';
import { readyState } from './endpointReport';
import type { EndpointState } from './endpointState';
import { firstTokenTimes } from './firstTokenTimes';
import type { HostFacts } from './hostChoice';
import { LiveEndpoint } from './liveEndpoint';
import { watchLoaded } from './loadedWatch';
import type { ModelSession } from './modelSession';
import { oneAttempt } from './oneAttempt';
import { openModel, type OpenedModel } from './openModel';
import { openSession, type SessionPorts } from './openSession';
import { waitAtMost } from './patience';
import type { ReloadWatch } from './reloadWatch';
import { rightInUse, type RightInUse } from './rightInUse';
import { lowerWindow } from './settleWindow';

/** One configured endpoint serving completion: opens its model, and leaves it alone while it can't. */
export class CompletionEndpoint extends LiveEndpoint {
  private readonly times = firstTokenTimes();
  private readonly opening = oneAttempt((signal) => this.tryToOpen(signal));
  private readonly right: RightInUse;
  private broken = new AbortController();
  private session: ModelSession | undefined;
  private watched: ReloadWatch | undefined;
  private isWanted = false;

  constructor(
    endpoint: EndpointSettings,
    private readonly contextWindow: CompletionSettings['contextWindow'],
    ports: EndpointPorts,
  ) {
    super(endpoint, ports);
    this.right = rightInUse(ports.rights, endpoint.url, (tag) => this.report.sayOfModel('busy', tag));
  }

  /** Its model was asked for, so that it may be loaded whenever that is possible. */
  get isUsed(): boolean {
    return this.isWanted;
  }

  get facts(): HostFacts {
    return {
      isOpen: this.session !== undefined,
      isResting: this.isResting(),
      isTrusted: this.recovery.isTrusted,
      firstTokenMs: this.times.usual,
    };
  }

  get isOpening(): boolean {
    return this.opening.isUnderWay;
  }

  /** See CompletionHosts.session. */
  async use(signal: AbortSignal): Promise<ModelSession | undefined> {
    this.isWanted = true;
    if (this.session !== undefined || this.isResting()) return this.sessionOrFailure();
    await waitAtMost(this.open(), SESSION_WAIT_MS, this.ports.clock, signal);
    return this.sessionOrFailure();
  }

  /** Looks the model up and loads it, if that isn't done or under way. Never rejects: the state tells how it went. */
  open(): Promise<void> {
    this.isWanted = true;
    return this.session === undefined ? this.opening.begin() : Promise.resolve();
  }

  override retryNow(): void {
    this.recovery.lookNow();
  }

  /** The machine has slept or changed its network: a connection of before may be dead and never say so. */
  override reconnect(): void {
    if (!this.opening.isUnderWay) return this.wake();
    void this.opening.giveUp().then(() => this.open());
  }

  /** See LiveCompletionHosts. */
  leaveUnloaded(): void {
    this.watched?.leaveUnloaded();
  }

  /** See RightOfWay. */
  expectCompletion(): void {
    this.right.expectCompletion();
  }

  /** What chat learns of the host holds for completion too, but of its own model it knows more. */
  override served(model?: string): void {
    if (!this.isWanted) super.served(model);
    else if (this.isAway) this.wake();
  }

  override requestFailed(error: TransportError): void {
    if (!this.isWanted) super.requestFailed(error);
    else if (this.session !== undefined && isOfHost(error)) void this.answersNow();
  }

  override dispose(): void {
    super.dispose();
    this.right.dispose();
  }

  protected override look(): void {
    if (this.isWanted) void this.open();
    else super.look();
  }

  private async tryToOpen(signal: AbortSignal): Promise<void> {
    const { engine, store, log } = this.ports;
    const onChosen = (model: string): void => {
      if (!this.recovery.hasFailed) this.report.sayOfModel('loading', model);
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
    const ready = readyState(this.endpoint.name, model);
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
    this.report.say(ready);
  }

  private sessionPorts(model: OpenedModel, ready: EndpointState, whileCurrent: WhileCurrent): SessionPorts {
    const { engine, clock } = this.ports;
    const right = this.right.take(model.tag);
    this.watched = this.watch(model, whileCurrent);
    return {
      engine,
      clock,
      right,
      broken: this.broken.signal,
      watch: this.watched,
      onWorking: () =>
        whileCurrent(() => this.report.sayOfModel(right.isSlowed ? 'busy' : 'working', model.tag)),
      onFirstToken: (durationMs) => this.times.add(durationMs),
      onRested: (answered) => {
        if (answered) this.recovery.answered();
        whileCurrent(() => this.report.say(ready));
      },
      onFailed: (error) => whileCurrent(() => this.generationFailed(error, model)),
    };
  }

  private watch(model: OpenedModel, whileCurrent: WhileCurrent): ReloadWatch {
    const onGone = (): void => whileCurrent(() => this.reopen(model.tag));
    const onSilent = (error: TransportError): void => {
      if (isNoConnection(error)) whileCurrent(() => this.failed(error));
    };
    return watchLoaded(this.endpoint, model, { ...this.ports, onGone, onSilent }, this.life.signal);
  }

  /** The host let the model go: it is loaded again by a request of its own, which no key aborts. */
  private reopen(tag: string): void {
    this.session = undefined;
    this.report.sayOfModel('loading', tag);
    void this.open();
  }

  private generationFailed(error: TransportError, model: OpenedModel): void {
    if (error.kind === 'prompt-too-long') void this.checkWindow(model);
    if (isPerRequest(error)) {
      this.ports.log.warn(error.message);
      this.report.say({ kind: 'failed', endpoint: this.endpoint.name, error });
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

  protected override rest(state: RestingState): void {
    this.session = undefined;
    super.rest(state);
    // What is still under way there is given up, so that it can be asked for elsewhere.
    this.broken.abort(state.kind === 'failed' ? state.error : undefined);
  }

  private isResting(): boolean {
    return !this.opening.isUnderWay && this.recovery.isResting;
  }

  private sessionOrFailure(): ModelSession | undefined {
    const { error } = this.recovery;
    if (this.session === undefined && this.isResting() && error !== undefined) throw error;
    return this.session;
  }
}

type WhileCurrent = (then: () => void) => void;

/** How long a query waits for a model that is being looked up: as long as a host at hand takes to say it is loaded. */
const SESSION_WAIT_MS = 300;
