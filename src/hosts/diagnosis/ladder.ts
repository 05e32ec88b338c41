import { t } from '../../common/l10n';
import { isAbort, throwIfAborted } from '../../common/abort';
import type { Clock } from '../../common/clock';
import { CheckFailure, CheckSkipped, type CheckName, type CheckResult } from './check';
import { checkWord } from './checkWords';

/** One check of a ladder. `F` is what the checks find out for the ones after them. */
export interface Rung<F> {
  readonly name: CheckName;
  /** After so long the look is given up and has failed. */
  readonly limitMs: number;
  /** What it shares with others: together they take no longer. */
  readonly budget?: Budget;
  /** What it is given in any case, however much of the budget is spent. */
  readonly leastMs?: number;
  /** Whether nothing behind it makes sense once it has failed. */
  readonly blocks: boolean;
  /** What a look that took too long means. */
  readonly mendOfTimeout: (facts: F) => string;
  /** Throws a CheckFailure, a CheckSkipped, or what is the fault of the program. */
  look(facts: F, signal: AbortSignal): Promise<Seen<F>>;
}

export interface Budget {
  readonly ms: number;
}

export interface Seen<F> {
  readonly saw: string;
  /** Where the check can't tell, though something was found out for those after it. */
  readonly verdict?: 'skipped';
  readonly facts?: Partial<F>;
}

export interface LadderWatch {
  started(name: CheckName): void;
  ended(result: CheckResult): void;
}

export interface Climbed<F> {
  readonly results: readonly CheckResult[];
  readonly facts: F;
}

/** Runs the checks one after the other. Throws an AbortError when `signal` aborts. */
export async function climb<F extends object>(
  rungs: readonly Rung<F>[],
  start: { readonly facts: F; readonly clock: Clock; readonly watch: LadderWatch },
  signal: AbortSignal,
): Promise<Climbed<F>> {
  const results: CheckResult[] = [];
  let facts = start.facts;
  let blocker: CheckName | undefined;
  const spent = new Map<Budget, number>();
  for (const rung of rungs) {
    throwIfAborted(signal);
    start.watch.started(rung.name);
    const startedAt = start.clock.now();
    const outcome: Outcome<F> =
      blocker === undefined
        ? await attempt(rung, { facts, clock: start.clock, spent }, signal)
        : skipped(t('not looked at, because {0} failed', checkWord(blocker)));
    const ms = start.clock.now() - startedAt;
    if (rung.budget !== undefined) spent.set(rung.budget, (spent.get(rung.budget) ?? 0) + ms);
    const { facts: found, ...seen } = outcome;
    const result = { name: rung.name, ms, ...seen };
    if (outcome.verdict === 'failed' && rung.blocks) blocker ??= rung.name;
    facts = { ...facts, ...found };
    results.push(result);
    start.watch.ended(result);
  }
  return { results, facts };
}

type Outcome<F> = Omit<CheckResult, 'name' | 'ms'> & { readonly facts?: Partial<F> };

async function attempt<F>(
  rung: Rung<F>,
  { facts, clock, spent }: { readonly facts: F; readonly clock: Clock; readonly spent: Spent },
  signal: AbortSignal,
): Promise<Outcome<F>> {
  const over = new AbortController();
  const limitMs = limitOf(rung, spent);
  const limit = clock.sleep(limitMs, over.signal).then(
    () => 'late' as const,
    () => 'late' as const, // The look was over in time.
  );
  const look = rung.look(facts, AbortSignal.any([signal, over.signal]));
  try {
    const seen = await Promise.race([look, limit]);
    if (seen !== 'late') return { verdict: 'passed', mend: '', ...seen };
    look.catch(() => undefined); // Nobody waits for it any more.
    const saw = lateWords(limitMs, limitMs < rung.limitMs ? spentBy(rung, spent) : 0);
    return { verdict: 'failed', saw, mend: rung.mendOfTimeout(facts) };
  } catch (thrown) {
    return outcomeOf(thrown, signal);
  } finally {
    over.abort();
  }
}

type Spent = ReadonlyMap<Budget, number>;

function limitOf<F>(rung: Rung<F>, spent: Spent): number {
  const { budget, limitMs, leastMs = 0 } = rung;
  if (budget === undefined) return limitMs;
  return Math.min(limitMs, Math.max(leastMs, budget.ms - spentBy(rung, spent)));
}

function spentBy<F>({ budget }: Rung<F>, spent: Spent): number {
  return budget === undefined ? 0 : (spent.get(budget) ?? 0);
}

function lateWords(limitMs: number, beforeMs: number): string {
  const limit = seconds(limitMs);
  const before = seconds(beforeMs);
  if (before === 0) return t('no result within {0} s', limit);
  return t('no result within {0} s; what was looked at before took {1} s', limit, before);
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function outcomeOf(thrown: unknown, signal: AbortSignal): Omit<CheckResult, 'name' | 'ms'> {
  if (thrown instanceof CheckFailure) {
    const { message: saw, mend, error } = thrown;
    return { verdict: 'failed', saw, mend, ...(error === undefined ? {} : { error }) };
  }
  if (thrown instanceof CheckSkipped) return skipped(thrown.message);
  if (isAbort(thrown) && signal.aborted) throw thrown;
  const saw = thrown instanceof Error ? thrown.message : String(thrown);
  return { verdict: 'failed', saw, mend: t('Show the log: this failure was not foreseen.') };
}

function skipped(saw: string): Pick<CheckResult, 'verdict' | 'saw' | 'mend'> {
  return { verdict: 'skipped', saw, mend: '' };
}
