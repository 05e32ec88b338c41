import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import { LruMap } from '../common/lru';
import type { EndpointSettings, HostStrategy } from '../settings/settings';
import type { InferenceEngine } from '../transport/engine';
import { TransportError } from '../transport/errors';
import type { CompletionEndpoint } from './completionEndpoint';
import { hostOrder, type OwnHost } from './hostChoice';
import type { ModelSession } from './modelSession';

export interface PooledHost {
  readonly settings: EndpointSettings;
  readonly engine: InferenceEngine;
  readonly live: CompletionEndpoint;
}

export interface HostPoolPorts {
  readonly clock: Clock;
  readonly log: Log;
}

interface ServedBy {
  /** An endpoint's name: what opens it may be made anew. */
  readonly host: string;
  readonly at: number;
}

/** Documents whose host is remembered: more than anybody has open. */
const DOCUMENTS = 200;

/** The endpoints that complete, in the user's order. Each request goes to one of them, and stays there. */
export class HostPool {
  private readonly served = new LruMap<string, ServedBy>(DOCUMENTS);
  private last: PooledHost | undefined;
  private strategy: HostStrategy = 'ordered';
  private members: readonly PooledHost[] = [];

  constructor(private readonly ports: HostPoolPorts) {}

  get hosts(): readonly PooledHost[] {
    return this.members;
  }

  /** Takes other hosts or another strategy; a document stays with its host where that is still there. */
  take(hosts: readonly PooledHost[], strategy: HostStrategy): void {
    this.members = hosts;
    this.strategy = strategy;
    this.last = hosts.find(({ settings }) => settings.name === this.last?.settings.name);
  }

  /** The host that stands for all of them: the one that answered last, as long as it can. */
  get leading(): PooledHost | undefined {
    if (this.last?.live.facts.isOpen === true) return this.last;
    return this.inOrder(undefined)[0];
  }

  /** See CompletionHosts.session. Goes on to the next host where one fails or still loads. */
  async session(signal: AbortSignal, documentUri: string): Promise<ModelSession | undefined> {
    for (const { live } of this.hosts) live.attend();
    const failures = new Map<PooledHost, TransportError>();
    for (const host of this.inOrder(this.own(documentUri))) {
      if (this.crowdsAnother(host)) continue;
      const session = await this.tryToUse(host, failures, signal);
      if (session === undefined) continue;
      this.noteServed(documentUri, host);
      return session;
    }
    const first = this.hosts.find((host) => failures.has(host));
    if (first === undefined || this.hosts.some(({ live }) => live.isOpening)) return undefined;
    throw failures.get(first) as Error;
  }

  /** Another host can answer at once. */
  hasStandInFor(live: CompletionEndpoint): boolean {
    return this.hosts.some((host) => host.live !== live && host.live.facts.isOpen);
  }

  private async tryToUse(
    host: PooledHost,
    failures: Map<PooledHost, TransportError>,
    signal: AbortSignal,
  ): Promise<ModelSession | undefined> {
    try {
      return await host.live.use(signal);
    } catch (thrown) {
      if (!(thrown instanceof TransportError)) throw thrown;
      failures.set(host, thrown);
      return undefined;
    }
  }

  private inOrder(own: OwnHost | undefined): readonly PooledHost[] {
    const facts = this.hosts.map(({ live }) => live.facts);
    return hostOrder(facts, this.strategy, own)
      .map((index) => this.hosts[index])
      .filter((host) => host !== undefined);
  }

  private own(documentUri: string): OwnHost | undefined {
    const served = this.served.get(documentUri);
    if (served === undefined) return undefined;
    const index = this.hosts.findIndex(({ settings }) => settings.name === served.host);
    return { index, idleMs: this.ports.clock.now() - served.at };
  }

  private noteServed(documentUri: string, host: PooledHost): void {
    if (this.last !== undefined && this.last !== host)
      this.ports.log.info(
        `Completion goes to ${host.settings.name}, and no longer to ${this.last.settings.name}.`,
      );
    this.last = host;
    this.served.set(documentUri, { host: host.settings.name, at: this.ports.clock.now() });
    // A stand-in is of use only if its model is loaded before it is needed.
    for (const other of this.hosts) {
      if (!other.live.isUsed && !other.live.isAway && !this.crowdsAnother(other)) void other.live.open();
    }
  }

  /** Its model would push that of another endpoint at the same address out of the host's memory. */
  private crowdsAnother({ live, settings }: PooledHost): boolean {
    if (live.facts.isOpen) return false;
    return this.hosts.some(
      (other) =>
        other.live !== live &&
        other.settings.url === settings.url &&
        (other.live.facts.isOpen || other.live.isOpening),
    );
  }
}
