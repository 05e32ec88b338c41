import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { CursorScope } from '../context/cursorScope';
import type { PromptLimits, PromptPlanner } from '../context/promptPlanner';
import type { CompletionHosts, ModelSession } from '../hosts/modelSession';
import type { FimPrompt } from '../prompt/fimPrompt';
import type { TargetText } from '../prompt/targetText';
import type { CompletionSettings } from '../settings/settings';
import type { Acceptance } from './acceptance';
import type { CompletionCache } from './completionCache';
import type { Extent } from './extent';
import type { Generation } from './generation';
import { HostMeter } from './hostMeter';
import { InFlight } from './inFlight';
import { KnownExtents } from './knownExtents';
import { PromptShares } from './promptShares';
import { runPrompt } from './promptRun';
import type { CompletionQuery } from './query';
import { runOrStandIn } from './standIn';
import type { StreamedText } from './stream/streamText';
import type { IgnoredCheck } from './trigger';
import { VocabularyLearner } from './vocabularyLearner';
import { WarmHead } from './warmHead';

export interface HostRequestParts {
  readonly hosts: CompletionHosts;
  readonly planner: PromptPlanner;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => CompletionSettings;
  readonly isSnoozed: () => boolean;
  readonly isIgnored?: IgnoredCheck;
  /** Told of each completion's prompt: its tokens, and those the host has yet to read. */
  readonly onRequest: (promptTokens: number, newTokens: number) => void;
  readonly cache: CompletionCache;
  readonly acceptance: Pick<Acceptance, 'threshold'>;
  /** See WarmHead. */
  readonly quietMs: (place: TargetText) => number;
}

export interface RequestFacts {
  /** 0 for the completion itself; 1, 2, … for alternatives to it, which are not cached. */
  readonly alternative: number;
  /** The cursor is still on its way to the query's place. */
  readonly isAhead: boolean;
}

/** Everything that is asked of the host, one request at a time: completions, and the head read ahead for them. */
export class HostRequests {
  readonly inFlight: InFlight;
  readonly meter: HostMeter;
  readonly extents = new KnownExtents();
  private readonly shares: PromptShares;
  private readonly warmHead: WarmHead;
  private readonly vocabulary: VocabularyLearner;
  private readonly life = new AbortController();
  private tag = '';

  constructor(private readonly parts: HostRequestParts) {
    this.inFlight = new InFlight(parts.clock);
    this.meter = new HostMeter(parts.clock);
    this.shares = new PromptShares(this.meter);
    this.vocabulary = new VocabularyLearner(parts.planner, parts.log);
    this.warmHead = new WarmHead({
      ...parts,
      meter: this.meter,
      shares: this.shares,
      learnVocabulary: (session) => this.vocabulary.learn(session, this.life.signal),
      completionOver: () => (this.inFlight.isBusy ? this.inFlight.current?.over : undefined),
    });
  }

  /** Of the model asked last. */
  get modelTag(): string {
    return this.tag;
  }

  /** Starts to generate for the query's place; what runs for another place is aborted. */
  start(query: CompletionQuery, session: ModelSession, facts: RequestFacts): Generation {
    const { hosts, cache } = this.parts;
    const { target, trigger } = query;
    this.warmHead.yield();
    const { alternative } = facts;
    return this.inFlight.start({
      origin: target,
      trigger,
      isAhead: facts.isAhead,
      minConfidence:
        trigger === 'invoked' ? 0 : this.parts.acceptance.threshold(this.parts.settings().minConfidence),
      run: (signal) => {
        const run = (host: ModelSession): AsyncIterable<StreamedText> =>
          this.run(query, host, alternative, signal);
        return runOrStandIn({ hosts, documentUri: target.uri, run }, session, signal);
      },
      onEnd: (generation) => {
        if (alternative === 0) remember(generation, cache);
      },
    });
  }

  /** The text or the cursor has changed, so what contradicts it ends now, and reading ahead waits for a pause. */
  moved(target: TargetText): void {
    this.inFlight.moved(target);
    this.warmHead.moved(target);
  }

  focusChanged(isFocused: boolean): void {
    this.warmHead.focusChanged(isFocused);
  }

  contextGrew(): void {
    this.warmHead.contextGrew();
  }

  rest(): void {
    this.warmHead.rest();
  }

  dispose(): void {
    this.life.abort();
    this.inFlight.abort();
    this.warmHead.dispose();
  }

  private run(
    query: CompletionQuery,
    session: ModelSession,
    alternative: number,
    signal: AbortSignal,
  ): AsyncIterable<StreamedText> {
    const { planner } = this.parts;
    const { uri } = query.target;
    this.tag = session.tag;
    const settings = this.parts.settings();
    this.vocabulary.learn(session, this.life.signal);
    this.meter.use(session);
    const extentIn = (scope: CursorScope | undefined): Extent => this.extents.choose(query, settings, scope);
    const limits = this.shares.now(settings, this.warmHead.planOf(uri));
    const maxLines = (extent: Extent): number => this.shares.maxLines(extent);
    const onPrompt = (prompt: FimPrompt): void => {
      this.warmHead.built(uri, prompt);
      const { total } = prompt.tokens;
      this.parts.onRequest(total, this.meter.newTokens({ text: prompt.text, tokens: total }));
    };
    const cheaper = (prompt: FimPrompt): PromptLimits | undefined => this.shares.cheaper(settings, prompt);
    const run = { query, session, extentIn, limits, cheaper, maxLines, settings, alternative };
    return runPrompt({ planner, meter: this.meter, onPrompt }, run, signal);
  }
}

/** An empty answer is worth remembering too, but only if it was the model's own. */
function remember(generation: Generation, cache: CompletionCache): void {
  const { origin, usable: text } = generation;
  if (text !== '' || generation.isComplete) cache.add({ origin, text });
}
