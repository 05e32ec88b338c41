import { abortable, throwIfAborted } from '../common/abort';
import type { Clock } from '../common/clock';
import { Emitter, type Event } from '../common/emitter';
import { onlyNewest, type Turn } from './onlyNewest';

export interface CompletionTurn extends Turn {
  /** To be called when the host begins to answer. */
  answered(): void;
}

export interface ChatTurn {
  /** To be called when the answer is over. */
  release(): void;
}

/**
 * Who goes first at one model of one endpoint: completion, then chat, then reading ahead. A chat answer that has begun
 * is never ended for a completion; that a completion is slow for it is said.
 */
export interface RightOfWay {
  /** Somebody types: a chat answer that has not begun waits for the completion that is about to be asked for. */
  expectCompletion(): void;
  /** Goes at once, and ends the completion before it. */
  takeCompletion(signal: AbortSignal): CompletionTurn;
  /** Waits while a completion is under way or expected, and says so once. Rejects with an AbortError. */
  takeChat(signal: AbortSignal, onWaits: () => void): Promise<ChatTurn>;
  /** Settles once no chat answer is under way or waits; undefined where none does. */
  chatOver(): Promise<void> | undefined;
  /** A chat answer keeps completions waiting now. */
  readonly isSlowed: boolean;
  /** Fires when that begins. */
  readonly onDidSlow: Event<void>;
}

/** One right of way per endpoint and model, whatever the settings call the endpoint. */
export interface RightsOfWay {
  of(endpointUrl: string, modelTag: string): RightOfWay;
  /** Settles once nothing completes or chats at any model of the endpoint. Rejects with an AbortError. */
  untilQuiet(endpointUrl: string, signal: AbortSignal): Promise<void>;
}

/** From a key to the completion asked for in the pause behind it. */
const EXPECTED_MS = 700;
/** Somebody who types without a pause must not keep a question waiting for ever. */
const LONGEST_WAIT_MS = 8_000;
/** A completion that waits so long is of no use any more. */
const SLOWED_MS = 1_000;

export function rightsOfWay(clock: Clock): RightsOfWay {
  const rights = new Map<string, SharedModel>();
  return {
    of: (endpointUrl, modelTag) => {
      const key = `${endpointUrl} ${fullTag(modelTag)}`;
      const known = rights.get(key) ?? new SharedModel(clock);
      rights.set(key, known);
      return known;
    },
    untilQuiet: async (endpointUrl, signal) => {
      const own = (): SharedModel[] =>
        [...rights].filter(([key]) => key.startsWith(`${endpointUrl} `)).map(([, right]) => right);
      for (let uses = usesOf(own()); uses.length > 0; uses = usesOf(own())) {
        await abortable(Promise.all(uses.map((over) => over(signal))), signal);
      }
      throwIfAborted(signal);
    },
  };
}

function usesOf(rights: readonly SharedModel[]): ((signal: AbortSignal) => Promise<void>)[] {
  return rights.map((right) => right.use()).filter((use) => use !== undefined);
}

class SharedModel implements RightOfWay {
  private readonly newest = onlyNewest();
  private readonly slowed = new Emitter<void>();
  private completion: Settling | undefined;
  /** Chat answers that are under way or wait. */
  private readonly chats = new Set<Settling>();
  private readonly answering = new Set<Settling>();
  private expectedUntil = -Infinity;
  private unanswered: { readonly since: number; lastTaken: number } | undefined;
  private slow = false;

  constructor(private readonly clock: Clock) {}

  get isSlowed(): boolean {
    return this.slow;
  }

  readonly onDidSlow = this.slowed.event;

  expectCompletion(): void {
    this.expectedUntil = this.clock.now() + EXPECTED_MS;
  }

  takeCompletion(signal: AbortSignal): CompletionTurn {
    const turn = this.newest.take(signal);
    this.completion?.settle();
    const own = (this.completion = settling());
    this.expectedUntil = -Infinity;
    this.watchForSlowness(own, turn.signal);
    return {
      signal: turn.signal,
      isNewest: () => turn.isNewest(),
      answered: () => this.forgetSlowness(),
      release: () => {
        turn.release();
        own.settle();
        if (this.completion === own) this.completion = undefined;
      },
    };
  }

  async takeChat(signal: AbortSignal, onWaits: () => void): Promise<ChatTurn> {
    const own = settling();
    this.chats.add(own);
    const release = (): void => {
      this.chats.delete(own);
      this.answering.delete(own);
      own.settle();
      if (this.answering.size === 0) this.forgetSlowness();
    };
    try {
      await this.untilFree(signal, onWaits);
    } catch (thrown) {
      release();
      throw thrown;
    }
    this.answering.add(own);
    return { release };
  }

  chatOver(): Promise<void> | undefined {
    if (this.chats.size === 0) return undefined;
    return Promise.all([...this.chats].map((chat) => chat.over)).then(() => undefined);
  }

  /** What is under way, waits or is expected now; undefined where nothing is. */
  use(): ((signal: AbortSignal) => Promise<void>) | undefined {
    const over = this.chatOver();
    return over === undefined ? this.wait() : () => over;
  }

  private async untilFree(signal: AbortSignal, onWaits: () => void): Promise<void> {
    const until = this.clock.now() + LONGEST_WAIT_MS;
    let isTold = false;
    for (let wait = this.wait(); wait !== undefined && this.clock.now() < until; wait = this.wait()) {
      if (!isTold) onWaits();
      isTold = true;
      await this.within(until - this.clock.now(), wait, signal);
    }
  }

  /** What a chat answer has to wait for now. */
  private wait(): ((signal: AbortSignal) => Promise<void>) | undefined {
    const { completion, clock, expectedUntil } = this;
    if (completion !== undefined) return () => completion.over;
    const expectedMs = expectedUntil - clock.now();
    return expectedMs > 0 ? (signal) => clock.sleep(expectedMs, signal) : undefined;
  }

  private async within(
    mostMs: number,
    wait: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const enough = new AbortController();
    const both = AbortSignal.any([signal, enough.signal]);
    const ends = [wait(both), this.clock.sleep(mostMs, both)];
    for (const end of ends) end.catch(() => undefined); // Whichever is later is of no interest.
    try {
      await abortable(Promise.race(ends), signal);
    } finally {
      enough.abort();
    }
  }

  /** Over all completions: somebody who types ends each of them before it has waited long. */
  private watchForSlowness(completion: Settling, signal: AbortSignal): void {
    if (this.answering.size === 0) return;
    const now = this.clock.now();
    if (this.unanswered === undefined || now - this.unanswered.lastTaken > SLOWED_MS) {
      this.unanswered = { since: now, lastTaken: now };
    }
    this.unanswered.lastTaken = now;
    const { unanswered } = this;
    const look = (): void => {
      if (this.unanswered === unanswered && this.completion === completion) this.saySlow();
    };
    this.clock.sleep(unanswered.since + SLOWED_MS - now, signal).then(look, () => undefined); // Ended before.
  }

  private saySlow(): void {
    if (this.slow) return;
    this.slow = true;
    this.slowed.fire();
  }

  private forgetSlowness(): void {
    this.unanswered = undefined;
    this.slow = false;
  }
}

interface Settling {
  readonly over: Promise<void>;
  settle(): void;
}

function settling(): Settling {
  let settle: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { over, settle };
}

/** As hosts complete a tag that names no variant. */
function fullTag(tag: string): string {
  return /:[^/]*$/.test(tag) ? tag : `${tag}:latest`;
}
