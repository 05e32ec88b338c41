import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/common/clock';
import type { CompletionEngine } from '../src/completion/engine';
import type { TargetText } from '../src/prompt/targetText';
import { FakeFaultyHost, giveJson, writeLines } from '../test/support/fakeFaultyHost';
import { fromRoot } from '../tools/root';
import { median, quantile, rounded } from './figures';
import { giveOllamaFace } from './ollamaFace';
import { realStack } from './realStack';
import { languageIdOf, tracesFrom, uriOf, type Trace } from './trace';

const QUERIES = 200;
// Of Fillwright's own work on either side of the host, at the median.
const FLOOR_MS = 10;
// Enough open files to fill the context's share of the window.
const TAB_TOKENS = 12_500;
const WARM_UP_QUIET_MS = 1_500;

interface Timed {
  readonly callToWireMs: number;
  readonly bodyToAnswerMs: number;
  readonly promptChars: number;
}

/**
 * Fillwright's own share of a completion's wait, through the real engine, context worker, host session and transport,
 * with a host on loopback in the same process that answers at once: an upper bound.
 */
export async function benchEngine(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { root: { type: 'string', default: fromRoot() }, json: { type: 'string' } },
  });
  const [trace] = tracesFrom(values.root, 1, 1, TAB_TOKENS);
  if (trace === undefined) throw new Error(`${values.root} has no source file to complete in.`);
  const stack = await startStack(trace, values.root);
  try {
    const timed: Timed[] = [];
    await stack.warmedUp();
    for (let index = 0; index < QUERIES; index += 1) timed.push(await askOnce(stack, trace, index));
    report(timed, values.json);
  } finally {
    await stack.stop();
  }
}

export interface Wire {
  arrivedAt: number;
  writtenAt: number;
  promptChars: number;
}

interface Stack {
  readonly engine: CompletionEngine;
  /** When the last `/api/generate` had arrived whole, and when its last line was written. */
  readonly wire: Wire;
  /** Settles once the head is read ahead. */
  warmedUp(): Promise<void>;
  stop(): Promise<void>;
}

async function startStack(trace: Trace, root: string): Promise<Stack> {
  const host = await FakeFaultyHost.start();
  const wire = { arrivedAt: 0, writtenAt: 0, promptChars: 0 };
  await scriptHost(host, wire);
  const { engine, stop } = await realStack({ url: host.url, tabs: trace.tabs, root });
  return {
    engine,
    wire,
    warmedUp: async () => {
      engine.moved(targetOf(trace, ''));
      for (let seen = -1; seen !== host.requests.length;) {
        seen = host.requests.length;
        await systemClock.sleep(WARM_UP_QUIET_MS);
      }
    },
    stop: async () => {
      stop();
      await host.stop();
    },
  };
}

/** It answers in one packet. */
export async function scriptHost(host: FakeFaultyHost, wire: Wire): Promise<void> {
  await giveOllamaFace(host);
  host.on('POST /api/generate', (response, request) => {
    const { body } = request;
    wire.arrivedAt = performance.now();
    const { prompt = '' } = JSON.parse(body) as { prompt?: string };
    if (prompt === '') return giveJson({ response: '', done: true, done_reason: 'load' })(response, request);
    wire.promptChars = prompt.length;
    response.setHeader('Content-Type', 'application/x-ndjson');
    response.socket?.setNoDelay(true);
    wire.writtenAt = performance.now();
    const done = {
      response: '',
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 1,
      prompt_eval_duration: 1e6,
    };
    writeLines(response, { response: 'answer();', done: false }, done);
    response.end();
  });
}

async function askOnce({ engine, wire }: Stack, trace: Trace, index: number): Promise<Timed> {
  // Ends with `=`, behind which nobody waits for a pause; another text each time, so that nothing is cached.
  const target = targetOf(trace, `const value${index} = `);
  const calledAt = performance.now();
  const outcome = await engine.complete({ target, trigger: 'automatic' }, new AbortController().signal);
  const answeredAt = performance.now();
  if (outcome.kind !== 'shown') throw new Error(`Query ${index} came to: ${JSON.stringify(outcome)}`);
  return {
    callToWireMs: wire.arrivedAt - calledAt,
    bodyToAnswerMs: answeredAt - wire.writtenAt,
    promptChars: wire.promptChars,
  };
}

function targetOf(trace: Trace, typed: string): TargetText {
  return {
    uri: uriOf(trace.path),
    path: trace.path,
    languageId: languageIdOf(trace.path),
    version: typed.length,
    eol: '\n',
    prefix: trace.before + typed,
    suffix: trace.after,
    omittedBefore: 0,
    omittedAfter: 0,
  };
}

function report(timed: readonly Timed[], json: string | undefined): void {
  const row = (values: readonly number[]): Record<string, number> => ({
    'median ms': rounded(median(values)),
    'p90 ms': rounded(quantile(values, 0.9)),
  });
  const figures = {
    'query → request whole at the host': row(timed.map((each) => each.callToWireMs)),
    'last needed byte written → query answered': row(timed.map((each) => each.bodyToAnswerMs)),
  };
  console.log(
    `${timed.length} completions, prompts of ${median(timed.map((each) => each.promptChars))} characters:`,
  );
  console.table(figures);
  const own = Object.entries(figures).map(([name, row]) => ({ name, ms: row['median ms'] ?? Number.NaN }));
  for (const { name, ms } of own)
    console.log(`${ms <= FLOOR_MS ? 'holds' : 'MISSED'}: ${name}, median ${ms} ms, floor ≤ ${FLOOR_MS} ms`);
  if (json !== undefined) writeFileSync(json, JSON.stringify({ figures, timed }, undefined, 1));
}
