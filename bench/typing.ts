import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openRepository, type ToolRepository } from '../tools/prompt/repository';
import { quantile, rounded } from './figures';
import { tracesFrom, type Trace } from './trace';
import { typingFigures, type Figures, type TypedTrace } from './typingFigures';
import { typingInVscode } from './typingInVscode';
import { typingOnHost } from './typingOnHost';
import { printTypingReport } from './typingReport';
import { cardSpeed, cpuSpeed, typeOnce, WINDOW, type StrategyName, type TypingRun } from './typingRuns';

// The files a developer has open besides the one being written.
const TAB_TOKENS = 4_000;
const LONG_TRACE_KEYS = 300;

const USAGE =
  'npm run bench -- typing [--root DIR] [--traces N] [--seed N] [--json FILE] [--host URL | --vscode]';

export interface TitledRun extends TypingRun {
  readonly title: string;
}

export interface TypingResult extends TitledRun {
  readonly figures: Figures;
}

/** Prints the figures of both strategies at three qualities, on the card, a host that aborts late, and a CPU. */
export async function benchTyping(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      root: { type: 'string', default: process.env['FILLWRIGHT_ROOT'] ?? '.' },
      traces: { type: 'string', default: '8' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      host: { type: 'string' },
      vscode: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const root = path.resolve(values.root);
  const traces = tracesFrom(root, Number(values.traces), seed, TAB_TOKENS);
  const [first] = traces;
  if (first === undefined)
    throw new Error(`${values.root} has no source file with a body to type. Usage: ${USAGE}`);
  if (values.host !== undefined) return typingOnHost(first, values.host);
  if (values.vscode) {
    const long = traces.find(({ keys }) => keys.length >= LONG_TRACE_KEYS) ?? first;
    const figures = await typingInVscode(long, root, seed);
    if (values.json !== undefined)
      writeFileSync(values.json, JSON.stringify({ seed, figures }, undefined, 1));
    return;
  }
  await typeSimulated({ root, traces, seed, json: values.json });
}

interface SimulatedTyping {
  readonly root: string;
  readonly traces: readonly Trace[];
  readonly seed: number;
  readonly json: string | undefined;
}

async function typeSimulated({ root, traces, seed, json }: SimulatedTyping): Promise<void> {
  const repository = await openRepository(root);
  const keyCount = traces.reduce((count, trace) => count + trace.keys.length, 0);
  console.log(`${traces.length} traces, ${keyCount} keys: ${traces.map((trace) => trace.name).join(', ')}`);
  const results = [];
  for (const run of runs(seed)) {
    const { typed, figures } = await typeAll(traces, run, repository);
    results.push({ ...run, figures, requests: typed.map(pickRequests) });
  }
  printTypingReport(results);
  if (json !== undefined)
    writeFileSync(
      json,
      JSON.stringify({ window: WINDOW, tabTokens: TAB_TOKENS, seed, results }, undefined, 1),
    );
}

async function typeAll(
  traces: readonly Trace[],
  run: TypingRun,
  repository: ToolRepository,
): Promise<{ readonly typed: readonly TypedTrace[]; readonly figures: Figures }> {
  const begun = process.cpuUsage();
  const knownMs: number[] = [];
  const typed: TypedTrace[] = [];
  for (const trace of traces) {
    typed.push(await typeOnce(trace, run, { repository, onKnown: (tookMs) => knownMs.push(tookMs) }));
  }
  const { user, system } = process.cpuUsage(begun);
  const keyCount = traces.reduce((count, trace) => count + trace.keys.length, 0);
  const figures = {
    ...typingFigures(typed, run.speed),
    'type-through answer, CPU p95 (ms)': rounded(quantile(knownMs, 0.95)),
    'CPU of engine, planner and simulation, ms / 100 keys': Math.round((user + system) / 10 / keyCount),
  };
  return { typed, figures };
}

function runs(seed: number): TitledRun[] {
  const run = (title: string, strategy: StrategyName, quality: number, speed = cardSpeed): TitledRun => ({
    title: `${title} q${quality}`,
    strategy,
    quality,
    speed,
    seed,
  });
  return [
    ...[1, 0.6, 0.3].flatMap((quality) => [
      run('fillwright', 'fillwright', quality),
      run('plain', 'plain', quality),
    ]),
    run('late-abort', 'fillwright', 0.6, { ...cardSpeed, lateAbort: true }),
    run('CPU', 'fillwright', 0.6, cpuSpeed),
  ];
}

/** For plots: what each request cost the host. */
function pickRequests({ name, keys, requests }: TypedTrace): unknown {
  return {
    name,
    keys: keys.map(({ atMs, shownAfterMs, source }) => ({ atMs, shownAfterMs, source })),
    requests: requests.map(({ arrivedAt, promptTokens, reevaluated, prefilled, options }) => ({
      arrivedAt,
      promptTokens,
      reevaluated,
      prefilled,
      readAhead: options.numPredict === 1,
    })),
  };
}
