import type { Disposable } from '../common/disposable';
import type { EndpointSettings } from '../settings/settings';
import { TransportError } from '../transport/errors';
import { isOfHost, isPerRequest, type RestingState } from './endpointFailure';
import type { EndpointPorts } from './endpointPorts';
import { endpointReport, type EndpointReport } from './endpointReport';
import type { EndpointState } from './endpointState';
import type { EndpointUse } from './endpointUse';
import { askInTime } from './patience';
import { Recovery } from './recovery';

/** One configured endpoint, whatever it is asked for: how it fares, when it is left alone, looked for again and trusted. */
export class LiveEndpoint implements EndpointUse, Disposable {
  protected readonly life = new AbortController();
  protected readonly recovery: Recovery;
  protected readonly report: EndpointReport;

  constructor(
    protected readonly endpoint: EndpointSettings,
    protected readonly ports: EndpointPorts,
  ) {
    const look = (): void => this.look();
    const verify = (): void => void this.verify();
    this.recovery = new Recovery({ ...ports, look, verify }, this.life.signal);
    this.report = endpointReport(endpoint.name, ports.onState, this.life.signal);
  }

  get state(): EndpointState {
    return this.report.state;
  }

  get isTrusted(): boolean {
    return this.recovery.isTrusted;
  }

  get isAway(): boolean {
    const { state } = this;
    return state.kind === 'failed' && isOfHost(state.error);
  }

  /** Somebody uses an endpoint, be it another one. */
  attend(): void {
    this.recovery.attend();
  }

  /** Ends the rest after a failure. */
  retryNow(): void {
    this.wake();
  }

  /** The cause of a failure may be gone. */
  wake(): void {
    if (this.recovery.hasFailed) this.recovery.lookNow();
  }

  /** The machine has slept or changed its network: a connection of before may be dead and never say so. */
  reconnect(): void {
    this.wake();
  }

  served(model?: string): void {
    this.isBack();
    this.recovery.answered();
    const { state } = this;
    // A list of models says nothing of the one that failed.
    if (model === undefined && (state.kind === 'reachable' || (state.kind === 'failed' && !this.isAway)))
      return;
    this.report.say({
      kind: 'reachable',
      endpoint: this.endpoint.name,
      ...(model !== undefined && { model }),
    });
  }

  requestFailed(error: TransportError): void {
    if (isOfHost(error)) this.failed(error);
    else if (!isPerRequest(error)) this.report.say({ kind: 'failed', endpoint: this.endpoint.name, error });
  }

  dispose(): void {
    this.life.abort();
  }

  /** Whether the host works again, by one small question. */
  protected look(): void {
    void this.answersNow().then((answers) => {
      if (!answers) return;
      this.isBack();
      this.report.say({ kind: 'reachable', endpoint: this.endpoint.name });
    });
  }

  /** It is asked something small. A failure is noted. */
  protected async answersNow(): Promise<boolean> {
    const { engine, clock } = this.ports;
    try {
      await askInTime(this.endpoint, clock, (signal) => engine.loadedModels(signal), this.life.signal);
      return true;
    } catch (thrown) {
      if (thrown instanceof TransportError) this.failed(thrown);
      return false;
    }
  }

  protected failed(error: TransportError): void {
    this.ports.log.warn(error.message);
    this.rest({ kind: 'failed', endpoint: this.endpoint.name, error });
  }

  protected rest(state: RestingState): void {
    this.recovery.failed(state.kind === 'failed' ? state.error : undefined);
    this.report.say(state);
  }

  private isBack(): void {
    if (this.recovery.hasFailed) this.recovery.opened();
  }

  /** It has been well for long, perhaps because nobody has asked it anything: one small question before it is trusted. */
  private async verify(): Promise<void> {
    if (!(await this.answersNow())) return;
    this.recovery.trust();
    this.report.sayAgain();
  }
}
