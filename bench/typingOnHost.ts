import { systemClock } from '../src/common/clock';
import type { PromptPlanner } from '../src/context/promptPlanner';
import type { CompletionHosts, ModelSession } from '../src/hosts/modelSession';
import type { GenerateEvent, GenerateMetrics } from '../src/transport/engine';
import { mean, median, rounded, share, sum } from './figures';
import { realStack } from './realStack';
import type { Trace } from './trace';
import { typeTrace, type KeyRecord } from './typist';

const PAUSE_MS = 600;
const LOADING_MS = 60_000;

interface Measured {
  readonly readAhead: boolean;
  readonly firstTokenMs: number;
  readonly metrics?: GenerateMetrics;
}

/**
 * Types a trace in real time against a host with a real model, and again with a prompt whose beginning changes with
 * each request, so that nothing the host has read is of use: what a head that stands still is worth.
 */
export async function typingOnHost(trace: Trace, url: string): Promise<void> {
  const keys = trace.keys.length;
  console.log(`${trace.name}, ${keys} keys, in real time on ${url}; once more without a stable head.`);
  const stable = await typeOn(trace, url, (planner) => planner);
  const unstable = await typeOn(trace, url, withoutStableHead);
  console.table({ 'stable head': stable, 'changing head': unstable });
  const ratio = unstable['first token, mean ms'] / stable['first token, mean ms'];
  console.log(`Without a stable head the first token takes ${rounded(ratio)} times as long.`);
  const read = unstable['read anew, mean'] / stable['read anew, mean'];
  if (Number.isFinite(read)) console.log(`A request has ${rounded(read)} times as many tokens read anew.`);
}

interface Row {
  readonly 'completion requests': number;
  readonly 'read-ahead requests': number;
  readonly 'first token, median ms': number;
  readonly 'first token, mean ms': number;
  readonly 'prompt reading, ms in all': number;
  readonly 'visible within 400 ms, % of pauses': number;
  /** NaN where the host does not tell. */
  readonly 'prompt tokens, mean': number;
  readonly 'read anew, mean': number;
}

async function typeOn(
  trace: Trace,
  url: string,
  plannerAs: (planner: PromptPlanner) => PromptPlanner,
): Promise<Row> {
  const measured: Measured[] = [];
  const seenBefore = (await seenRequests(url)).length;
  const isStable = plannerAs !== withoutStableHead;
  const stack = await realStack({
    url,
    tabs: trace.tabs,
    settings: { warmUp: isStable ? 'auto' : 'off' },
    hostsAs: (hosts) => measuring(hosts, measured),
    plannerAs,
  });
  try {
    await ready(stack.hosts, url);
    const { engine } = stack;
    const records = await typeTrace(
      trace,
      {
        complete: (target, signal) => engine.complete({ target, trigger: 'automatic' }, signal),
        moved: (target) => engine.moved(target),
      },
      { now: () => systemClock.now(), advance: (durationMs) => systemClock.sleep(Math.max(durationMs, 0)) },
    );
    return { ...figures(measured, records), ...(await readFigures(url, seenBefore)) };
  } finally {
    stack.stop();
  }
}

function figures(
  measured: readonly Measured[],
  records: readonly KeyRecord[],
): Omit<Row, 'prompt tokens, mean' | 'read anew, mean'> {
  const completions = measured.filter((request) => !request.readAhead);
  const firstTokens = completions.map((request) => request.firstTokenMs);
  const pauses = records.filter((key) => key.gapMs >= PAUSE_MS && Number.isFinite(key.gapMs));
  return {
    'completion requests': completions.length,
    'read-ahead requests': measured.length - completions.length,
    'first token, median ms': rounded(median(firstTokens)),
    'first token, mean ms': rounded(mean(firstTokens)),
    'prompt reading, ms in all': rounded(sum(completions.map(({ metrics }) => metrics?.promptMs ?? 0))),
    'visible within 400 ms, % of pauses': rounded(
      share(pauses, (key) => key.shownAfterMs !== undefined && key.shownAfterMs <= 400),
    ),
  };
}

interface SeenRequest {
  readonly route: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
}

/** Only the embedded host tells what it had in its cache. */
async function seenRequests(url: string): Promise<readonly SeenRequest[]> {
  const response = await fetch(`${url}/fillwright/requests`);
  if (!response.ok) return [];
  const { requests } = (await response.json()) as { requests: readonly SeenRequest[] };
  return requests.filter(({ route }) => route === '/api/generate');
}

/** Of all requests, reading ahead included: what the host had to read anew. */
async function readFigures(
  url: string,
  before: number,
): Promise<Pick<Row, 'prompt tokens, mean' | 'read anew, mean'>> {
  const seen = (await seenRequests(url)).slice(before);
  return {
    'prompt tokens, mean': rounded(mean(seen.map(({ promptTokens }) => promptTokens))),
    'read anew, mean': rounded(
      mean(seen.map(({ promptTokens, cachedTokens }) => promptTokens - cachedTokens)),
    ),
  };
}

async function ready(hosts: CompletionHosts, url: string): Promise<void> {
  const until = systemClock.now() + LOADING_MS;
  while (systemClock.now() < until) {
    if ((await hosts.session(new AbortController().signal)) !== undefined) return;
    await systemClock.sleep(200);
  }
  throw new Error(`${url} has no model ready after ${LOADING_MS / 1_000} s.`);
}

/** Notes of each request how long its first token took; an aborted one that had none is not noted. */
function measuring(hosts: CompletionHosts, measured: Measured[]): CompletionHosts {
  async function* noted(
    session: ModelSession,
    ...[prompt, options, signal]: Parameters<ModelSession['generate']>
  ): AsyncGenerator<GenerateEvent> {
    const began = systemClock.now();
    let firstTokenMs: number | undefined;
    let metrics: GenerateMetrics | undefined;
    try {
      for await (const event of session.generate(prompt, options, signal)) {
        firstTokenMs ??= systemClock.now() - began;
        if (event.kind === 'done') metrics = event.metrics;
        yield event;
      }
    } finally {
      const readAhead = options.numPredict === 1;
      if (firstTokenMs !== undefined) measured.push({ readAhead, firstTokenMs, ...(metrics && { metrics }) });
    }
  }
  return {
    session: async (signal) => {
      const session = await hosts.session(signal);
      return session && { ...session, generate: (...request) => noted(session, ...request) };
    },
  };
}

/** The same prompts with a comment at their beginning that is another in each. */
function withoutStableHead(planner: PromptPlanner): PromptPlanner {
  let requests = 0;
  return {
    ...planner,
    build: async (request, signal) => {
      const prompt = await planner.build(request, signal);
      requests += 1;
      const { prefix } = request.model.family.tokens;
      return { ...prompt, text: prompt.text.replace(prefix, () => `${prefix}// ${requests}\n`) };
    },
  };
}
