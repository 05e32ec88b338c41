import { t } from '../../common/l10n';
import { isAbort } from '../../common/abort';
import { CheckFailure, CheckSkipped } from './check';
import { perSecond, type DiagnosisFacts, type DiagnosisRung, type TimedTokens } from './facts';
import { COUNTING, generateText, writingRung } from './generation';
import type { DiagnosisPorts } from './ports';

/** The writing that is given up should go on for so long if nobody stopped it: a good while to compare with. */
const ABANDONED_MS = 3_000;
const MOST_ABANDONED_TOKENS = 1_024;
const FEWEST_ABANDONED_TOKENS = 48;
/** The part of the writing after which a request that has no answer yet must be waiting for its turn. */
const WAITING_SHARE = 1 / 3;
/** How many times what a request usually takes, before it must be waiting for its turn. */
const USUAL_WAITS = 3;
/** How often the host may turn out to write quicker than it did before. */
const MOST_TRIALS = 3;
/** Fewer pieces of those that were asked for: an answer that has said all. */
const WHOLE_SHARE = 0.9;
/** An answer that comes so soon after one was given up came because of that. */
const SOON_MS = 250;

/** Whether the host stops to write when nobody reads it any more. */
export function abortRung(ports: DiagnosisPorts): DiagnosisRung {
  return writingRung('abort', (facts, signal) => giveUp(facts, ports, signal));
}

/**
 * Only where the next request has to wait its turn does its answer tell that the one before was ended: it is asked for
 * while that one is still written.
 */
async function giveUp(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string }> {
  const over = new AbortController();
  const within = AbortSignal.any([signal, over.signal]);
  try {
    let plan = { ...planOf(facts), signal: within };
    let trial = await abandon(facts, ports, plan);
    // A host that writes quicker than it did before leaves too little to tell by.
    for (let trials = 1; isTooShort(trial, plan); trials += 1) {
      if (trials === MOST_TRIALS) throw endedTooSoon();
      plan = { ...planOf({ ...facts, decode: trial.pace }), signal: within };
      trial = await abandon(facts, ports, plan);
    }
    const waitedMs = await waitedFor(trial, facts, ports, plan);
    return { saw: t('the host was free again {0} ms after an answer was given up', Math.round(waitedMs)) };
  } finally {
    over.abort();
  }
}

/** What the next answer took that was not the host's writing on. Throws a CheckFailure where it was, twice. */
async function waitedFor(
  { waitedMs, writtenMs }: Abandoned,
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  plan: WritingPlan & AbandonedRequest,
): Promise<number> {
  if (waitedMs <= plan.usualMs + SOON_MS) return waitedMs;
  const leftMs = (await writeToTheEnd(facts, ports, plan)) - writtenMs;
  if (leftMs <= 0) throw endedTooSoon();
  const mostMs = plan.usualMs + leftMs / 2;
  if (waitedMs <= mostMs) return waitedMs;
  // Once it may have been something else that the host had to do.
  const again = await abandon(facts, ports, plan);
  if (isTooShort(again, plan) || again.waitedMs > mostMs) throw wroteOn(waitedMs);
  return again.waitedMs;
}

/** How it went where an answer was given up. */
interface Abandoned {
  /** What the next answer took from then on. */
  readonly waitedMs: number;
  readonly writtenMs: number;
  /** What the rest would have taken. */
  readonly leftMs: number;
  readonly pace: TimedTokens;
}

function isTooShort({ leftMs }: Abandoned, { usualMs, writingMs }: WritingPlan): boolean {
  return leftMs < Math.min(usualMs + 2 * SOON_MS, writingMs / 4);
}

/** Throws a CheckSkipped where the next request does not wait for the one that is written, or that has said all too soon. */
async function abandon(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  plan: WritingPlan & AbandonedRequest,
): Promise<Abandoned> {
  const { clock } = ports;
  const { maxTokens, writingMs, usualMs, signal } = plan;
  const { writing, next, begunAt } = await writeAndAsk(facts, ports, plan);
  const patienceMs = Math.max(writingMs * WAITING_SHARE, usualMs * USUAL_WAITS);
  const first = await firstOf(next, writing.ended, clock.sleep(patienceMs, signal));
  const givenUpAt = clock.now();
  const writtenMs = givenUpAt - begunAt;
  const pieces = writing.pieces();
  const pace = { tokens: Math.max(1, pieces - 1), ms: writtenMs };
  if (first === 'ended') {
    if (pieces < maxTokens * WHOLE_SHARE) throw endedTooSoon();
    return { waitedMs: 0, writtenMs, leftMs: 0, pace };
  }
  writing.giveUp();
  await next;
  const leftMs = ((maxTokens - pieces) * 1_000) / perSecond(pace);
  return { waitedMs: clock.now() - givenUpAt, writtenMs, leftMs, pace };
}

/**
 * How long the writing takes where nobody gives it up. Throws a CheckSkipped where another answer comes meanwhile: then one
 * that was late came so of itself.
 */
async function writeToTheEnd(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  request: AbandonedRequest,
): Promise<number> {
  const { writing, next, begunAt } = await writeAndAsk(facts, ports, request);
  const first = await Promise.race([
    writing.ended.then(() => 'ended' as const),
    next.then(() => 'answered' as const),
  ]);
  if (first === 'answered') throw servesSeveral();
  return ports.clock.now() - begunAt;
}

interface AbandonedRequest {
  readonly maxTokens: number;
  readonly signal: AbortSignal;
}

/** Has the host write, and asks for the next answer as soon as it does. */
async function writeAndAsk(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  { maxTokens, signal }: AbandonedRequest,
): Promise<{ readonly writing: Writing; readonly next: Promise<unknown>; readonly begunAt: number }> {
  const writing = startWriting(facts, ports, { maxTokens, signal });
  await writing.begun;
  const begunAt = ports.clock.now();
  const next = generateText(facts, ports, { prompt: COUNTING, maxTokens: 1, signal });
  // What comes of those that are not awaited any more is of no interest.
  for (const each of [next, writing.ended]) each.catch(() => undefined);
  return { writing, next, begunAt };
}

interface WritingPlan {
  readonly maxTokens: number;
  /** What so many tokens should take. */
  readonly writingMs: number;
  /** What an answer of one token takes. */
  readonly usualMs: number;
}

function planOf({ decode, firstTokenMs: usualMs = 0 }: DiagnosisFacts): WritingPlan {
  if (decode === undefined) throw new CheckSkipped(t('how fast the host writes is not known'));
  const rate = perSecond(decode);
  const wanted = (rate * Math.max(ABANDONED_MS, 2 * USUAL_WAITS * usualMs)) / 1_000;
  const maxTokens = Math.round(Math.min(MOST_ABANDONED_TOKENS, Math.max(FEWEST_ABANDONED_TOKENS, wanted)));
  return { maxTokens, writingMs: (maxTokens / rate) * 1_000, usualMs };
}

interface Writing {
  /** The first text is there. */
  readonly begun: Promise<unknown>;
  /** It has come to its end, or was given up. */
  readonly ended: Promise<unknown>;
  /** How many have come. */
  readonly pieces: () => number;
  readonly giveUp: () => void;
}

function startWriting(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  { maxTokens, signal }: AbandonedRequest,
): Writing {
  const givenUp = new AbortController();
  let begin = (): void => undefined;
  const firstText = new Promise<void>((resolve) => (begin = resolve));
  let pieces = 0;
  const onText = (): boolean => {
    pieces += 1;
    begin();
    return false;
  };
  const within = AbortSignal.any([signal, givenUp.signal]);
  const ended = generateText(facts, ports, { prompt: COUNTING, maxTokens, signal: within, onText }).catch(
    (thrown: unknown) => {
      if (!isAbort(thrown)) throw thrown;
    },
  );
  const begun = Promise.race([firstText, ended]);
  return { begun, ended, pieces: () => pieces, giveUp: () => givenUp.abort() };
}

/** Throws a CheckSkipped where the next request does not wait for the one that is written. */
async function firstOf(
  next: Promise<unknown>,
  ended: Promise<unknown>,
  patience: Promise<void>,
): Promise<'ended' | 'waiting'> {
  patience.catch(() => undefined);
  const first = await Promise.race([
    ended.then(() => 'ended' as const),
    next.then(() => 'answered' as const),
    patience.then(() => 'waiting' as const),
  ]);
  if (first === 'answered') throw servesSeveral();
  return first;
}

function endedTooSoon(): CheckSkipped {
  return new CheckSkipped(t('the answer ended before it could be given up'));
}

function servesSeveral(): CheckSkipped {
  return new CheckSkipped(
    t('the host serves several requests at a time: whether it ended one that was given up does not show'),
  );
}

function wroteOn(waitedMs: number): CheckFailure {
  return new CheckFailure(
    t('the next request waited {0} ms for one that was given up', Math.round(waitedMs)),
    t(
      'Update the host (ollama --version); keep proxy_ignore_client_abort off in nginx; OLLAMA_NUM_PARALLEL=2 lets the next one pass.',
    ),
  );
}
