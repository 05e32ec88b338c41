import { abortError, abortable, isAbort, throwIfAborted } from '../common/abort';
import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { PromptPlanner } from '../context/promptPlanner';
import type { CompletionHosts, ModelSession } from '../hosts/modelSession';
import type { FimPrompt } from '../prompt/fimPrompt';
import type { TargetText } from '../prompt/targetText';
import type { CompletionSettings } from '../settings/settings';
import { charsOf, endOfPrefix, type AheadPlan } from './aheadPlan';
import { BackOff } from './backOff';
import type { HostMeter } from './hostMeter';
import { promptModel } from './promptModel';
import type { PromptShares } from './promptShares';
import { reportCount } from './reportCount';
import { refusal, type IgnoredCheck } from './trigger';

// A step's length: typing never waits longer than 250 ms for a host that can't abort a prefill; the rest is for tokens
// that are denser than the average.
const STEP_MS = 220;
// While the user is typing and only thinks for a moment, the next key is near.
const ACTIVE_STEP_MS = 120;
// The first step to a host of unknown speed; a CPU reads it in a few seconds at worst.
const FIRST_STEP_TOKENS = 256;
// What is left of the file behind a context that is read serves only whole, so it is begun between two keys only where
// it is read in this time.
const BETWEEN_KEYS_MS = 400;
// So many times as long as it takes to read something, a suggestion must be expected to be typed along: it may be typed
// over before its end.
const ROOM = 3;
// A rate learned from one step is trusted for the next only so far.
const MAX_GROWTH = 4;
// Fewer tokens behind the head are read as fast as a request of their own is made.
const MIN_TAIL_TOKENS = 64;
// No key for this long: the next one is not about to come.
const IDLE_MS = 350;
// A document just opened may be one of several on the way to another.
const OPENED_MS = 150;
// No key for this long: the user has stopped to think, and a better plan may replace a good one.
const THINKING_MS = 3_000;
// How often to look whether the model is loaded by now.
const LOADING_MS = 1_000;
// Nobody has typed or changed files for this long: the host is left to others.
const INTEREST_MS = 120_000;

export interface WarmHeadParts {
  readonly hosts: CompletionHosts;
  readonly planner: PromptPlanner;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => CompletionSettings;
  readonly isSnoozed: () => boolean;
  readonly isIgnored?: IgnoredCheck;
  readonly meter: HostMeter;
  readonly shares: PromptShares;
  /** Has the tokens of the model counted exactly from some time on. */
  readonly learnVocabulary: (session: ModelSession) => void;
  /** How long the host will most likely not be needed, by what is on screen at `place`, in ms. */
  readonly quietMs: (place: TargetText) => number;
  /** Settles once no completion is under way. */
  readonly completionOver: () => Promise<void> | undefined;
}

/**
 * Reads the prompt's head ahead while the user is idle, in short complete requests of one token each, so that the
 * first completion after a pause finds it in the host's KV cache.
 */
export class WarmHead {
  private target: TargetText | undefined;
  private plan: AheadPlan | undefined;
  private movedAt = 0;
  private isOpened = false;
  private isFocused = true;
  private isRunning = false;
  private readonly backOff: BackOff;
  private lastStepTokens = FIRST_STEP_TOKENS;
  private step = new AbortController();
  private nap: AbortController | undefined;
  private readonly life = new AbortController();

  constructor(private readonly parts: WarmHeadParts) {
    this.backOff = new BackOff(parts);
  }

  /** The prompt with everything in it, as last built for the document. */
  planOf(uri: string): FimPrompt | undefined {
    return this.plan?.uri === uri ? this.plan.prompt : undefined;
  }

  /** The text or the cursor has changed; a step under way is let go on, the next one waits. */
  moved(target: TargetText): void {
    if (target === this.target) return;
    const opened = this.target?.uri !== target.uri;
    this.isOpened = opened || (this.isOpened && this.target?.version === target.version);
    this.target = target;
    this.movedAt = this.parts.clock.now();
    this.lookAgain();
  }

  /** The repository is known better by now, so that the plan may be another. */
  contextGrew(): void {
    this.lookAgain();
  }

  focusChanged(isFocused: boolean): void {
    this.isFocused = isFocused;
    if (isFocused) void this.run();
  }

  /** A completion's prompt, which stands for the plan where none is built ahead. */
  built(uri: string, prompt: FimPrompt): void {
    if (this.parts.settings().warmUp === 'off') this.plan = { uri, prompt, end: prompt.headChars };
  }

  /** A completion needs the host now. */
  yield(): void {
    this.step.abort(abortError());
  }

  /** The user wants the host's memory for something else: nothing is read until the next key or change of file. */
  rest(): void {
    this.target = undefined;
    this.step.abort();
  }

  dispose(): void {
    this.life.abort();
    this.step.abort();
    this.nap?.abort();
  }

  private lookAgain(): void {
    this.nap?.abort(abortError());
    this.nap = undefined;
    void this.run();
  }

  /** Reads on until the head is read, or there is no reason to any more. */
  private async run(): Promise<void> {
    if (this.isRunning || this.life.signal.aborted) return;
    this.isRunning = true;
    try {
      while (this.mayRead()) {
        await this.untilIdle();
        if (!this.mayRead() || (await this.readStep()) === 'done') break;
      }
    } catch (thrown) {
      // A host that fails is the completion's to report.
      if (!isAbort(thrown)) this.parts.log.debug(`Reading ahead ended: ${String(thrown)}`);
    } finally {
      this.isRunning = false;
    }
  }

  private mayRead(): boolean {
    const { settings, clock, isSnoozed } = this.parts;
    const { warmUp } = settings();
    if (warmUp === 'off' || !this.isFocused || this.target === undefined) return false;
    // What no completion may be asked for must not reach the host ahead of one either: a secret file above all.
    const refused = refusal({ target: this.target, trigger: 'automatic' }, settings(), isSnoozed());
    if (refused !== undefined && refused !== 'not-here') return false;
    if (warmUp === 'onType' && this.isOpened) return false;
    return clock.now() - this.movedAt < INTEREST_MS;
  }

  private async untilIdle(): Promise<void> {
    const { clock, completionOver } = this.parts;
    for (;;) {
      const idleAt = Math.max(this.movedAt + (this.isOpened ? OPENED_MS : IDLE_MS), this.backOff.until);
      const completion = completionOver();
      if (completion !== undefined) await abortable(completion, this.life.signal);
      else if (clock.now() >= idleAt || this.isWorthBeginning) return;
      else await clock.sleep(idleAt - clock.now(), this.life.signal);
    }
  }

  private async readStep(): Promise<'more' | 'done'> {
    const { hosts, meter, settings, clock } = this.parts;
    const { target } = this;
    const { signal } = (this.step = new AbortController());
    const session = await hosts.session(signal, target?.uri);
    if (target === undefined) return 'done';
    if (await this.parts.isIgnored?.(target.uri)) return target === this.target ? 'done' : 'more';
    if (session === undefined) {
      await clock.sleep(LOADING_MS, this.life.signal);
      return 'more';
    }
    meter.use(session);
    this.parts.learnVocabulary(session);
    const { prompt, end } = await this.buildPlan(target, session, settings(), signal);
    if (this.parts.completionOver() !== undefined || target !== this.target) return 'more';
    const cached = meter.cachedChars(prompt.text);
    if (end - cached < (cached < prompt.headChars ? 1 : charsOf(MIN_TAIL_TOKENS, prompt)))
      return this.hasStoppedToThink ? 'done' : this.untilThinking();
    if (this.isInVain(prompt, cached, end)) return this.untilThinking();
    await this.readTo(Math.min(cached + this.stepChars(prompt), end), prompt, session, signal);
    return 'more';
  }

  /** The next completion would come first, and have the lines near its cursor in the place of what was read. */
  private isInVain(prompt: FimPrompt, cached: number, end: number): boolean {
    const contextEnd = prompt.items.at(-1)?.endChar ?? 0;
    if (!this.isActive || cached < contextEnd) return false;
    const leftMs = this.readMs(end - cached, prompt);
    return leftMs > BETWEEN_KEYS_MS && !this.isQuietFor(leftMs);
  }

  /** More is left of the last plan than is read between two keys, and it can be read while a suggestion is typed along. */
  private get isWorthBeginning(): boolean {
    if (this.target === undefined || this.plan?.uri !== this.target.uri) return false;
    const { prompt, end } = this.plan;
    const leftMs = this.readMs(end - this.parts.meter.cachedChars(prompt.text), prompt);
    return leftMs > BETWEEN_KEYS_MS && this.isQuietFor(leftMs);
  }

  /** 0 while the host's speed is not known. */
  private readMs(chars: number, prompt: FimPrompt): number {
    const tokens = this.parts.meter.rates.tokensWithin(BETWEEN_KEYS_MS);
    return tokens === undefined ? 0 : (BETWEEN_KEYS_MS * chars) / charsOf(tokens, prompt);
  }

  /** The user types what is suggested, and will for so long: no completion comes between. */
  private isQuietFor(ms: number): boolean {
    return this.target !== undefined && this.parts.quietMs(this.target) >= ROOM * ms;
  }

  /** Until a better plan may replace a good one, or there is a reason to look again before. */
  private async untilThinking(): Promise<'more'> {
    const { clock } = this.parts;
    const { signal } = (this.nap = new AbortController());
    await clock.sleep(this.movedAt + THINKING_MS - clock.now(), signal).catch(() => undefined);
    throwIfAborted(this.life.signal);
    return 'more';
  }

  private get hasStoppedToThink(): boolean {
    return this.parts.clock.now() - this.movedAt >= THINKING_MS;
  }

  /** The user is typing and only thinks for a moment. */
  private get isActive(): boolean {
    return !this.isOpened && !this.hasStoppedToThink;
  }

  private async buildPlan(
    target: TargetText,
    session: ModelSession,
    settings: CompletionSettings,
    signal: AbortSignal,
  ): Promise<AheadPlan> {
    const limits = this.parts.shares.whole(settings);
    const prompt = await this.parts.planner.build(
      { target, model: promptModel(session), limits, idle: this.hasStoppedToThink },
      signal,
    );
    this.plan = { uri: target.uri, prompt, end: endOfPrefix(prompt, session) };
    return this.plan;
  }

  private stepChars(prompt: FimPrompt): number {
    const wanted =
      this.parts.meter.rates.tokensWithin(this.isActive ? ACTIVE_STEP_MS : STEP_MS) ?? FIRST_STEP_TOKENS;
    this.lastStepTokens = Math.max(Math.min(wanted, this.lastStepTokens * MAX_GROWTH), 1);
    return charsOf(this.lastStepTokens, prompt);
  }

  private async readTo(
    end: number,
    { text, tokens }: FimPrompt,
    session: ModelSession,
    signal: AbortSignal,
  ): Promise<void> {
    const head = { text: text.slice(0, end), tokens: Math.ceil((tokens.total * end) / text.length) };
    const { meter, log, planner } = this.parts;
    const languageId = this.target?.languageId ?? '';
    const onCounted = reportCount(planner, { session, languageId, text: head.text, exact: tokens.exact });
    // One token, not none: to some hosts 0 means no limit.
    const options = { numPredict: 1, temperature: 0 };
    try {
      for await (const event of meter.generate({ session, prompt: head, options, onCounted }, signal)) {
        if (event.kind === 'done') log.debug(`Read ahead to ${head.tokens} tokens.`);
      }
    } catch (thrown) {
      // A completion took the host over; reading goes on when the user is idle again.
      if (!isAbort(thrown) || this.life.signal.aborted) throw thrown;
    }
    this.backOff.noteRead();
  }
}
