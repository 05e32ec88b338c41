import type { CompletionSource } from './outcome';

/** Counts of one language with one model. Text is never kept, and nothing of it leaves the machine. */
export interface Counts {
  readonly shown: number;
  readonly accepted: number;
  /** Inferred from the text, for no event tells: what was typed on was what was shown, in part or whole; or not. */
  readonly kept: number;
  readonly contradicted: number;
  /** UTF-16 units of the accepted items. */
  readonly acceptedChars: number;
  /** Waits of the completions that came from the host, newest last, in ms. */
  readonly latenciesMs: readonly number[];
  /** Prompt tokens sent, and those of them the host had to read: the rest was in its KV cache. */
  readonly promptTokens: number;
  readonly readTokens: number;
}

export interface StatisticsKey {
  readonly languageId: string;
  readonly modelTag: string;
}

export interface StatisticsRow extends StatisticsKey, Counts {}

/** Something to count. */
export type StatisticsEvent =
  | { readonly kind: 'shown'; readonly source: CompletionSource; readonly latencyMs: number }
  | { readonly kind: 'accepted'; readonly chars: number }
  | { readonly kind: 'kept' | 'contradicted' }
  | { readonly kind: 'request'; readonly promptTokens: number; readonly readTokens: number };

export const noCounts: Counts = {
  shown: 0,
  accepted: 0,
  kept: 0,
  contradicted: 0,
  acceptedChars: 0,
  latenciesMs: [],
  promptTokens: 0,
  readTokens: 0,
};

// Enough for a steady median, few enough to store.
const LATENCIES_KEPT = 200;

/** The rows with one event added: pure, so that they can be stored and loaded as they are. */
export function counted(
  rows: readonly StatisticsRow[],
  key: StatisticsKey,
  event: StatisticsEvent,
): readonly StatisticsRow[] {
  const isSame = (row: StatisticsRow): boolean =>
    row.languageId === key.languageId && row.modelTag === key.modelTag;
  const row = rows.find(isSame) ?? { ...key, ...noCounts };
  return [...rows.filter((other) => !isSame(other)), { ...row, ...added(row, event) }];
}

function added(row: Counts, event: StatisticsEvent): Partial<Counts> {
  switch (event.kind) {
    case 'shown': {
      const isFresh = event.source === 'host';
      const latenciesMs = isFresh
        ? [...row.latenciesMs, event.latencyMs].slice(-LATENCIES_KEPT)
        : row.latenciesMs;
      // Text typed through is the same suggestion, only shorter.
      return { shown: row.shown + (event.source === 'typed-through' ? 0 : 1), latenciesMs };
    }
    case 'accepted':
      return { accepted: row.accepted + 1, acceptedChars: row.acceptedChars + event.chars };
    case 'kept':
      return { kept: row.kept + 1 };
    case 'contradicted':
      return { contradicted: row.contradicted + 1 };
    case 'request':
      return {
        promptTokens: row.promptTokens + event.promptTokens,
        readTokens: row.readTokens + event.readTokens,
      };
  }
}

/** What a person wants to know of a row. */
export interface StatisticsSummary extends StatisticsKey {
  readonly shown: number;
  readonly accepted: number;
  /** 0 to 1. */
  readonly acceptedShare: number;
  readonly kept: number;
  readonly contradicted: number;
  readonly savedChars: number;
  readonly medianLatencyMs: number | undefined;
  /** Share of prompt tokens that the host had in its cache: 0 to 1. */
  readonly kvReuse: number | undefined;
}

export function summary(row: StatisticsRow): StatisticsSummary {
  const {
    languageId,
    modelTag,
    shown,
    accepted,
    kept,
    contradicted,
    acceptedChars,
    latenciesMs,
    promptTokens,
    readTokens,
  } = row;
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  return {
    languageId,
    modelTag,
    shown,
    accepted,
    acceptedShare: shown === 0 ? 0 : accepted / shown,
    kept,
    contradicted,
    savedChars: acceptedChars,
    medianLatencyMs: sorted[Math.floor(sorted.length / 2)],
    kvReuse: promptTokens === 0 ? undefined : 1 - readTokens / promptTokens,
  };
}
