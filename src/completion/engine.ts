import { abortable, isAbort } from '../common/abort';
import type { Clock } from '../common/clock';
import type { Disposable } from '../common/disposable';
import type { Event } from '../common/emitter';
import { topicLog, type Log } from '../common/log';
import type { PromptPlanner } from '../context/promptPlanner';
import type { CompletionHosts } from '../hosts/modelSession';
import type { TargetText } from '../prompt/targetText';
import type { CompletionSettings } from '../settings/settings';
import { TransportError } from '../transport/errors';
import { Acceptance } from './acceptance';
import { Alternatives } from './alternatives';
import { CompletionCache } from './completionCache';
import { HostRequests } from './hostRequests';
import { limitToExtent } from './limitToExtent';
import { LookAhead } from './lookAhead';
import {
  describeOutcome,
  nothing,
  type CompletionItem,
  type CompletionOutcome,
  type NoCompletionReason,
} from './outcome';
import type { CompletionQuery } from './query';
import { QueryLife } from './queryLife';
import { Screen } from './screen';
import { withSelectedSuggestion } from './selectedSuggestion';
import type { StatisticsEvent, StatisticsKey } from './statistics';
import { noteHost, noteSaid, startTrail, type TracedQuery, type TrailNotes } from './trailNotes';
import { refusal, type IgnoredCheck } from './trigger';
import { TypingPause } from './typingPause';

export interface CompletionEngineParts {
  readonly hosts: CompletionHosts;
  readonly planner: PromptPlanner;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => CompletionSettings;
  readonly isSnoozed: () => boolean;
  /** Without it, no file is ignored. */
  readonly isIgnored?: IgnoredCheck;
  /** Told what there is to count, for local statistics. */
  readonly count?: (key: StatisticsKey, event: StatisticsEvent) => void;
}

/** Answers queries; everything it does is for the newest one. Never throws and never rejects. */
export interface CompletionEngine extends Disposable {
  complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome>;
  /** The text or the cursor has changed. Ends a generation that this contradicts without waiting for the next query. */
  moved(target: TargetText): void;
  /** Whether the editor's window is the one in front: only that one reads ahead. */
  focusChanged(isFocused: boolean): void;
  /** The repository is known better by now: the prompt's head may be another, and is read ahead again. */
  contextGrew(): void;
  /** The user has taken the model off the host: nothing is asked of it until the next key or change of file. */
  rest(): void;
  /** UTF-16 units at the beginning of `prompt` that the host most likely has in its cache. */
  cachedChars(prompt: string): number;
  /** An item of this engine's was accepted whole. */
  accepted(item: CompletionItem): void;
  /** The completion on screen goes on by now: asked again at the same place, the engine answers at once with more. */
  readonly onDidGrow: Event<TargetText>;
}

export function createCompletionEngine(parts: CompletionEngineParts): CompletionEngine {
  return new Engine(parts);
}

class Engine implements CompletionEngine {
  private readonly log: Log;
  private readonly cache = new CompletionCache();
  private readonly acceptance = new Acceptance();
  private readonly pause = new TypingPause(this.acceptance);
  private readonly requests: HostRequests;
  private readonly lookAhead: LookAhead;
  private readonly alternatives: Alternatives;
  private readonly screen: Screen;
  private readonly life = new AbortController();
  private newest: QueryLife | undefined;
  private queries = 0;
  private languageId = '';

  constructor(private readonly parts: CompletionEngineParts) {
    this.log = topicLog(parts.log, 'completion');
    this.requests = new HostRequests({
      ...parts,
      log: this.log,
      cache: this.cache,
      acceptance: this.acceptance,
      quietMs: (place) => this.quietMs(place),
      onRequest: (promptTokens, readTokens) => this.count({ kind: 'request', promptTokens, readTokens }),
    });
    this.lookAhead = new LookAhead({ ...parts, log: this.log, requests: this.requests, cache: this.cache });
    this.alternatives = new Alternatives({ ...parts, requests: this.requests });
    this.screen = new Screen({
      lookAhead: this.lookAhead,
      acceptance: this.acceptance,
      limited: (text, query) => this.limited(text, query),
      count: (event) => this.count(event),
    });
  }

  get onDidGrow(): Event<TargetText> {
    return this.screen.onDidGrow;
  }

  async complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome> {
    if (this.life.signal.aborted) return nothing('cancelled');
    const id = (this.queries += 1);
    const askedAt = this.parts.clock.now();
    this.newest?.supersede();
    const life = (this.newest = new QueryLife(signal));
    const notes = startTrail(this.parts.clock);
    const outcome = { ...(await this.outcomeOf(query, notes, life)), trail: notes.steps };
    const tookMs = this.parts.clock.now() - askedAt;
    this.log.debug(`#${id} ${describeOutcome(outcome)} after ${Math.round(tookMs)} ms`);
    if (outcome.kind === 'shown') this.count({ kind: 'shown', source: outcome.source, latencyMs: tookMs });
    return outcome;
  }

  moved(target: TargetText): void {
    this.requests.moved(target);
  }

  focusChanged(isFocused: boolean): void {
    this.requests.focusChanged(isFocused);
  }

  contextGrew(): void {
    this.requests.contextGrew();
  }

  rest(): void {
    this.requests.rest();
  }

  cachedChars(prompt: string): number {
    return this.requests.meter.cachedChars(prompt);
  }

  accepted(item: CompletionItem): void {
    this.count({ kind: 'accepted', chars: item.text.length });
  }

  dispose(): void {
    this.life.abort();
    this.newest?.supersede();
    this.lookAhead.dispose();
    this.requests.dispose();
  }

  /** The fault barrier: whatever happens becomes an outcome. */
  private async outcomeOf(
    query: CompletionQuery,
    notes: TrailNotes,
    life: QueryLife,
  ): Promise<CompletionOutcome> {
    try {
      const selected = withSelectedSuggestion(query);
      const outcome = await this.answer({ ...selected.query, notes }, life);
      if (outcome.kind !== 'shown') return outcome;
      return { ...outcome, items: outcome.items.map(selected.behindSelected) };
    } catch (thrown) {
      if (isAbort(thrown)) return nothing(life.isSuperseded ? 'superseded' : 'cancelled');
      if (thrown instanceof TransportError) return { kind: 'failed', error: thrown };
      this.log.error('A completion broke', thrown);
      return nothing('fault');
    }
  }

  private async answer(query: TracedQuery, life: QueryLife): Promise<CompletionOutcome> {
    this.lookAhead.cancel();
    const refused = await this.refused(query, life);
    if (refused !== undefined) {
      query.notes.note({ kind: 'refused', reason: refused });
      this.requests.inFlight.abort();
      return nothing(refused);
    }
    const askedAt = this.parts.clock.now();
    this.pause.noteKey(askedAt);
    this.languageId = query.target.languageId;
    this.screen.judge(query.target);
    this.requests.moved(query.target);
    const known = this.atOnce(query);
    if (known !== undefined) return this.withAlternatives(known, query, life);
    return (await this.joined(query, life.signal)) ?? (await this.fromHost(query, askedAt, life.signal));
  }

  private async refused(query: CompletionQuery, life: QueryLife): Promise<NoCompletionReason | undefined> {
    const { settings, isSnoozed, isIgnored } = this.parts;
    const refused = refusal(query, settings(), isSnoozed());
    if (refused !== undefined) return refused;
    const ignored = isIgnored?.(query.target.uri) ?? false;
    const isOut = typeof ignored === 'boolean' ? ignored : await abortable(ignored, life.signal);
    return isOut ? 'ignored-file' : undefined;
  }

  /** What is known already: the completion on screen, what the running generation has said, or an answer of before. */
  private atOnce(query: TracedQuery): CompletionOutcome | undefined {
    const { target } = query;
    const running = this.limited(this.requests.inFlight.agreeing(target)?.restAt(target), query);
    const cached = this.limited(this.cache.rest(target), query);
    const typedThrough = this.screen.rest(target, running ?? cached);
    if (typedThrough !== undefined) return this.screen.show(typedThrough, query, 'typed-through');
    if (running !== undefined) return this.screen.show(running, query, 'in-flight');
    if (cached !== undefined) return this.screen.show(cached, query, 'cache');
    return this.knownEmpty(query);
  }

  private knownEmpty({ target, trigger, notes }: TracedQuery): CompletionOutcome | undefined {
    if (!this.cache.isKnownEmpty(target)) return undefined;
    // What the model was too unsure of to show unasked.
    if (trigger === 'invoked' && this.parts.settings().minConfidence > 0) return undefined;
    notes.note({ kind: 'known-empty' });
    return nothing('empty');
  }

  /** Waits for what the running generation still says, as long as it agrees with what was typed. */
  private async joined(query: TracedQuery, signal: AbortSignal): Promise<CompletionOutcome | undefined> {
    const { inFlight } = this.requests;
    const generation = inFlight.agreeing(query.target);
    if (generation === undefined || !generation.maySpeakAt(query.target)) return undefined;
    query.notes.note({ kind: 'joined' });
    const rest = this.limited(await inFlight.wait(generation, query.target, signal), query);
    noteSaid(generation, rest, query.notes);
    if (rest !== undefined) return this.screen.showGrowing(rest, query, 'in-flight', generation);
    return this.knownEmpty(query);
  }

  private async fromHost(
    query: TracedQuery,
    askedAt: number,
    signal: AbortSignal,
  ): Promise<CompletionOutcome> {
    // Waiting for a stream that then departed counts as part of the pause.
    const waitedMs = this.parts.clock.now() - askedAt;
    const pauseMs = this.pause.waitMs(query, this.parts.settings()) - waitedMs;
    if (pauseMs > 0) {
      query.notes.note({ kind: 'paused', waitMs: pauseMs });
      await this.parts.clock.sleep(pauseMs, signal);
    }
    const session = await abortable(this.parts.hosts.session(signal, query.target.uri), signal);
    noteHost(session, query.notes);
    if (session === undefined) return nothing('no-model');
    const isAhead = query.selectedSuggestion !== undefined;
    const generation = this.requests.start(query, session, { alternative: 0, isAhead });
    const rest = this.limited(await this.requests.inFlight.wait(generation, query.target, signal), query);
    noteSaid(generation, rest, query.notes);
    if (rest !== undefined) return this.screen.showGrowing(rest, query, 'host', generation);
    return nothing(generation.said.trim() === '' ? 'empty' : 'filtered');
  }

  /** Who asks where an answer is on screen already wants to see others. */
  private async withAlternatives(
    outcome: CompletionOutcome,
    query: CompletionQuery,
    life: QueryLife,
  ): Promise<CompletionOutcome> {
    if (query.trigger !== 'invoked' || outcome.kind !== 'shown') return outcome;
    return { ...outcome, items: await this.alternatives.beside(outcome.items, query, life.signal) };
  }

  private limited(text: string | undefined, query: CompletionQuery): string | undefined {
    if (text === undefined) return undefined;
    const settings = this.parts.settings();
    // Who asks wants to see it all, and so does who has set it.
    const isWanted = query.trigger === 'invoked' || settings.multiline === 'always';
    const mostLines = isWanted ? Infinity : this.acceptance.mostLines;
    return limitToExtent(text, this.requests.extents.at(query, settings), mostLines);
  }

  /** While a suggestion is typed along, nothing is asked of the host; the more are typed over, the less that is worth. */
  private quietMs(place: TargetText): number {
    const left = this.screen.rest(place, undefined)?.length ?? 0;
    return left * this.pause.usualGapMs * (1 - this.acceptance.doubt);
  }

  private count(event: StatisticsEvent): void {
    this.parts.count?.({ languageId: this.languageId, modelTag: this.requests.modelTag }, event);
  }
}
