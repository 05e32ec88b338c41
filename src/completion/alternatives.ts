import { abortable } from '../common/abort';
import type { Clock } from '../common/clock';
import type { CompletionHosts } from '../hosts/modelSession';
import type { HostRequests } from './hostRequests';
import type { CompletionItem } from './outcome';
import type { CompletionQuery } from './query';
import type { Place } from './place';
import { itemAt } from './suggestion';

// Beside the completion itself: what a person cares to cycle through.
const COUNT = 2;
// What an alternative has said by then is what is offered of it.
const DEADLINE_MS = 1_500;

export interface AlternativeParts {
  readonly hosts: CompletionHosts;
  readonly clock: Clock;
  readonly requests: HostRequests;
}

/** Other texts for a place whose completion is on screen, for a user who asks for them. */
export class Alternatives {
  private known: { readonly place: Place; readonly texts: readonly string[] } | undefined;

  constructor(private readonly parts: AlternativeParts) {}

  /** The items with others behind them that say something else. */
  async beside(
    items: readonly CompletionItem[],
    query: CompletionQuery,
    signal: AbortSignal,
  ): Promise<readonly CompletionItem[]> {
    const texts = await this.texts(query, signal);
    const others = texts.map((text) => itemAt(text, query.target)).filter((item) => item !== undefined);
    const all = [...items, ...others];
    return all.filter((item, index) => all.findIndex((other) => other.text === item.text) === index);
  }

  /** One after the other, because there is one request at a time; those of the last place are remembered. */
  private async texts(query: CompletionQuery, signal: AbortSignal): Promise<readonly string[]> {
    const { target: place } = query;
    if (this.known !== undefined && isSamePlace(this.known.place, place)) return this.known.texts;
    const texts: string[] = [];
    for (let alternative = 1; alternative <= COUNT; alternative += 1) {
      const text = await this.text(query, alternative, signal);
      if (text !== '') texts.push(text);
    }
    this.known = { place, texts };
    return texts;
  }

  private async text(query: CompletionQuery, alternative: number, signal: AbortSignal): Promise<string> {
    const { hosts, clock, requests } = this.parts;
    const session = await abortable(hosts.session(signal, query.target.uri), signal);
    if (session === undefined) return '';
    const generation = requests.start(query, session, { alternative, isAhead: false });
    const late = new AbortController();
    try {
      const deadline = clock.sleep(DEADLINE_MS, late.signal).catch(() => undefined);
      await abortable(Promise.race([generation.over, deadline]), signal);
      return generation.usable;
    } finally {
      late.abort();
      requests.inFlight.abort();
    }
  }
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.uri === b.uri && a.prefix === b.prefix && a.suffix === b.suffix;
}
