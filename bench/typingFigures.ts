import { deepseekCoder } from '../src/model/deepseekFamilies';
import { mean, median, quantile, rounded, share, sum } from './figures';
import { commonLength, type HostRequest, type HostSpeed } from './simulatedHost';
import { tokensOf } from './simulatedTokens';
import { departureOf } from './departure';
import type { KeyRecord } from './typist';

/** What one trace left behind. */
export interface TypedTrace {
  readonly name: string;
  /** The file's text before what was typed. */
  readonly before: string;
  readonly keys: readonly KeyRecord[];
  readonly requests: readonly HostRequest[];
}

/** A gap between keys that is long enough to look at ghost text. */
const PAUSE_MS = 600;

export type Figures = Readonly<Record<string, number>>;

/** The figures of a strategy over all traces. Medians and shares are over all requests, keys or pauses together. */
export function typingFigures(traces: readonly TypedTrace[], speed: HostSpeed): Figures {
  const keys = traces.flatMap((trace) => trace.keys);
  const requests = traces.flatMap((trace) => trace.requests);
  const figures = {
    ...requestFigures(requests.filter(isCompletion), keys.length),
    'repeated prompts': sum(traces.map(({ requests: all }) => repeated(all.filter(isCompletion)))),
    ...staleFigures(traces),
    ...ghostTextFigures(keys),
    ...freshFigures(traces, speed),
    ...readAheadFigures(traces, keys.length),
    'most requests under way': mostUnderWay(traces),
    'largest single prefill (tokens)': Math.max(...requests.map((request) => request.prefilled)),
  };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
}

/** Read-ahead asks for one token only. */
export function isReadAhead(request: HostRequest): boolean {
  return request.options.numPredict === 1;
}

function isCompletion(request: HostRequest): boolean {
  return !isReadAhead(request);
}

function requestFigures(requests: readonly HostRequest[], keyCount: number): Figures {
  const served = requests.filter((request) => request.startedAt !== undefined);
  const evaluated = served.map((request) => request.reevaluated);
  const waits = served.map((request) => (request.startedAt ?? 0) - request.arrivedAt);
  return {
    'completion requests / 100 keys': (100 * requests.length) / keyCount,
    'prompt tokens, median': median(requests.map((request) => request.promptTokens)),
    'context tokens, median': median(requests.map(contextTokens)),
    're-evaluated tokens, median': median(evaluated),
    're-evaluated tokens, mean': mean(evaluated),
    'KV reuse %': 100 - (100 * sum(evaluated)) / sum(served.map((request) => request.promptTokens)),
    'wait for the slot p95 (ms)': quantile(waits, 0.95),
  };
}

function repeated(requests: readonly HostRequest[]): number {
  return requests.length - new Set(requests.map(({ prompt }) => prompt)).size;
}

/** What stands before the target file's own part of the prompt. */
function contextTokens({ prompt }: HostRequest): number {
  return tokensOf(prompt.slice(0, Math.max(prompt.lastIndexOf(deepseekCoder.tokens.prefix), 0))).length;
}

/** A request is left because its client has enough, which is its purpose, or because it is stale: typed over. */
function staleFigures(traces: readonly TypedTrace[]): Figures {
  const completions = traces.flatMap(({ requests }) => requests.filter(isCompletion));
  const aborted = completions.filter((request) => request.abortedAt !== undefined);
  const stale = traces.flatMap((trace) =>
    trace.requests.filter(isCompletion).flatMap((request) => {
      const typedOverAt = departureOf(request, trace);
      const { abortedAt } = request;
      return typedOverAt === undefined || (abortedAt ?? request.freedAt ?? Infinity) < typedOverAt
        ? []
        : [{ request, lateMs: (abortedAt ?? request.freedAt ?? typedOverAt) - typedOverAt }];
    }),
  );
  return {
    'aborted by the client %': share(completions, (request) => aborted.includes(request)),
    'stale: typed over while under way %': (100 * stale.length) / completions.length,
    'stale: key → abort at the host, max (ms)':
      stale.length === 0 ? Number.NaN : Math.max(...stale.map(({ lateMs }) => lateMs)),
    'host time of stale requests %':
      (100 * busyMs(stale.map(({ request }) => request))) / busyMs(completions),
    'host time of all aborted requests %': (100 * busyMs(aborted)) / busyMs(completions),
  };
}

function busyMs(requests: readonly HostRequest[]): number {
  return sum(
    requests.map(({ startedAt, freedAt }) =>
      startedAt === undefined ? 0 : (freedAt ?? startedAt) - startedAt,
    ),
  );
}

function ghostTextFigures(keys: readonly KeyRecord[]): Figures {
  const pauses = keys.filter((key) => key.gapMs >= PAUSE_MS && Number.isFinite(key.gapMs));
  const within = (ms: number) => (key: KeyRecord) => key.shownAfterMs !== undefined && key.shownAfterMs <= ms;
  const asShown = keys.filter((key) => key.asShown);
  return {
    pauses: pauses.length,
    'visible at once, % of pauses': share(pauses, within(1)),
    'visible within 400 ms, % of pauses': share(pauses, within(400)),
    'visible within 800 ms, % of pauses': share(pauses, within(800)),
    'already there, % of keys typed as suggested': share(asShown, within(1)),
    'keys typed as suggested %': share(keys, (key) => key.asShown),
    'invalid when shown': keys.filter((key) => key.invalid).length,
  };
}

interface Fresh {
  readonly tookMs: number;
  /** Its re-evaluated tokens and those of the first line that the host wrote, at the host's speed. */
  readonly minimumMs: number;
  /** From the key until the host had let go of what it was asked before: an answer that might still have been right. */
  readonly busyMs: number;
}

/** What was shown from a request made after the key. */
function freshFigures(traces: readonly TypedTrace[], speed: HostSpeed): Figures {
  const fresh = traces.flatMap((trace) => freshOf(trace, speed));
  const above = fresh.map(({ tookMs, minimumMs }) => tookMs - minimumMs);
  return {
    'fresh: last key → shown, median (ms)': median(fresh.map(({ tookMs }) => tookMs)),
    'fresh: host minimum, median (ms)': median(fresh.map(({ minimumMs }) => minimumMs)),
    'fresh: above the host minimum, p90 (ms)': quantile(above, 0.9),
    'fresh: own addition, p90 (ms)': quantile(
      fresh.map((each) => each.tookMs - each.minimumMs - each.busyMs),
      0.9,
    ),
  };
}

function freshOf({ keys, requests }: TypedTrace, speed: HostSpeed): Fresh[] {
  return keys
    .filter((key) => key.source === 'host')
    .flatMap((key) => {
      const tookMs = key.shownAfterMs ?? 0;
      const request = requests.findLast(
        (other) => isCompletion(other) && other.arrivedAt >= key.atMs && other.arrivedAt <= key.atMs + tookMs,
      );
      if (request === undefined) return [];
      const minimumMs =
        (1000 * request.reevaluated) / speed.prefillTokensPerSecond +
        (1000 * (tokensOf(firstLine(request)).length + 1)) / speed.decodeTokensPerSecond;
      return [{ tookMs, minimumMs, busyMs: busyAfter(key.atMs, requests) }];
    });
}

function firstLine({ written }: HostRequest): string {
  const text = written.map((token) => token.text).join('');
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}

/** Until the host let go of the request that it was serving at this time; a stale one is counted elsewhere. */
function busyAfter(atMs: number, requests: readonly HostRequest[]): number {
  const serving = requests.find(
    ({ startedAt, freedAt }) => startedAt !== undefined && startedAt < atMs && (freedAt ?? Infinity) > atMs,
  );
  return serving === undefined ? 0 : (serving.freedAt ?? atMs) - atMs;
}

function readAheadFigures(traces: readonly TypedTrace[], keyCount: number): Figures {
  const requests = traces.flatMap((trace) => trace.requests);
  const ahead = requests.filter(isReadAhead);
  const heads = sum(traces.map(({ requests: all }) => distinctHeadTokens(all.filter(isReadAhead))));
  const read = sum(ahead.map((request) => request.prefilled));
  const prefilled = sum(requests.map((request) => request.prefilled));
  return {
    'read-ahead requests / 100 keys': (100 * ahead.length) / keyCount,
    'read-ahead tokens / 100 keys': (100 * read) / keyCount,
    'read-ahead host seconds / 100 keys': busyMs(ahead) / 10 / keyCount,
    'head tokens read / head tokens of its plans': heads === 0 ? Number.NaN : read / heads,
    'prefilled / (2 × head + 400 a request)':
      prefilled / (2 * heads + 400 * (requests.length - ahead.length)),
  };
}

/** Tokens of all prompts read ahead, those that several begin with counted once: what the plans had to have read. */
function distinctHeadTokens(ahead: readonly HostRequest[]): number {
  const heads = ahead.map(({ prompt }) => tokensOf(prompt));
  const sorted = heads.map((tokens) => tokens.join('\u0000')).sort();
  let distinct = 0;
  for (const [index, head] of sorted.entries()) {
    const before = sorted[index - 1]?.split('\u0000') ?? [];
    const tokens = head.split('\u0000');
    distinct += tokens.length - commonLength(tokens, before);
  }
  return distinct;
}

function mostUnderWay(traces: readonly TypedTrace[]): number {
  const most = traces.map(({ requests }) =>
    Math.max(
      0,
      ...requests.map(
        ({ arrivedAt }) =>
          requests.filter(
            (other) =>
              other.arrivedAt <= arrivedAt && (other.abortedAt ?? other.freedAt ?? Infinity) > arrivedAt,
          ).length,
      ),
    ),
  );
  return Math.max(0, ...most);
}
