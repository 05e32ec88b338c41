import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { CompletionEngine } from '../../src/completion/engine';
import { replanTokens } from '../../src/context/planOrder';
import type { PromptPlanner } from '../../src/context/promptPlanner';
import type { CompletionHosts } from '../../src/hosts/modelSession';
import type { WorkspacePlanner } from '../../src/node/workerPlanner';
import type { ContextItem } from '../../src/prompt/contextItem';
import type { FimPrompt } from '../../src/prompt/fimPrompt';
import type { GenerateEvent } from '../../src/transport/engine';
import { FakeFaultyHost } from '../../test/support/fakeFaultyHost';
import { fromRoot } from '../../tools/root';
import { scriptHost } from '../engine';
import { median, quantile, sum } from '../figures';
import { realStack } from '../realStack';
import { tracesFrom, type Trace } from '../trace';
import { targetOf } from '../typist';
import type { ContextBenchOptions } from './arguments';

const KEYS = 2_000;
const MOST_TRACES = 40;
/** How long the first plan and the reading ahead of it may take before typing begins. */
const SETTLING_MS = 1_500;

/** A prompt that was built while a trace was typed. */
interface Built {
  readonly prompt: FimPrompt;
  readonly uri: string;
  /** With all of the plan; while the head is being read ahead, prompts hold only what has been read. */
  readonly isWhole: boolean;
}

/**
 * Types bodies again into files of each repository through the real engine and context worker, one request for each
 * key, and prints what it costs the editor's thread, how long a prompt takes, and what becomes of the plans.
 */
export async function benchTypingIn(options: ContextBenchOptions): Promise<void> {
  const figures: Record<string, Record<string, number>> = {};
  for (const root of options.roots) {
    for (const [name, value] of Object.entries(await typeInto(root, options.seed)))
      figures[name] = { ...figures[name], [path.basename(root)]: value };
  }
  console.table(figures);
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(figures, null, 1));
}

async function typeInto(root: string, seed: number): Promise<Record<string, number>> {
  const host = await FakeFaultyHost.start();
  await scriptHost(host, { arrivedAt: 0, writtenAt: 0, promptChars: 0 });
  const account = new PromptAccount();
  let worker: WorkspacePlanner | undefined;
  const { engine, stop } = await realStack({
    url: host.url,
    tabs: [],
    settings: { debounceMs: 0 },
    hostsAs: answeringAtOnce,
    plannerAs: (planner) => recording((worker = planner), account),
  });
  try {
    const traces = tracesFrom(root, MOST_TRACES, seed, 0);
    const [first] = traces;
    if (worker === undefined || first === undefined) throw new Error(`${root} has nothing to type into.`);
    const ready = indexed(worker, root);
    // The worker starts with the first prompt.
    engine.moved(targetOf(first, first.before, 0));
    await ready;
    const threadMs: number[] = [];
    for (const trace of traces) {
      if (threadMs.length >= KEYS) break;
      threadMs.push(...(await typeTrace(engine, trace, account)));
    }
    return { ...threadFigures(threadMs), ...account.figures() };
  } finally {
    stop();
    await host.stop();
  }
}

/** The sessions of a host whose answers take no time and no wire: that is what other benches measure. */
function answeringAtOnce(hosts: CompletionHosts): CompletionHosts {
  return {
    ...hosts,
    session: async (signal) => {
      const session = await hosts.session(signal);
      return session && { ...session, generate: answerAtOnce };
    },
  };
}

async function* answerAtOnce(): AsyncGenerator<GenerateEvent> {
  yield await Promise.resolve({ kind: 'text', text: 'answer();' });
  yield { kind: 'done', finishReason: 'stop', metrics: {} };
}

function recording(planner: PromptPlanner, account: PromptAccount): PromptPlanner {
  return {
    ...planner,
    build: async (request, signal) => {
      const started = performance.now();
      const isWhole = request.limits.contextTokens === undefined;
      const prompt = await planner.build(request, signal);
      account.add({ prompt, uri: request.target.uri, isWhole }, performance.now() - started);
      return prompt;
    },
  };
}

/** Opens the workspace in the worker; resolves when it is indexed. */
function indexed(worker: WorkspacePlanner, root: string): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    worker.onIndexProgress(({ phase }) => {
      if (phase === 'ready') resolve();
    });
  });
  const folder = path.resolve(root).split(path.sep).join('/');
  worker.workspaceChanged({
    folders: [{ name: path.basename(folder), root: folder }],
    excludeGlobs: [],
    extensionRoot: fromRoot(),
  });
  return ready;
}

/** For each key, how long the editor's thread was at work: engine and planner, without the wire. */
async function typeTrace(engine: CompletionEngine, trace: Trace, account: PromptAccount): Promise<number[]> {
  const threadMs: number[] = [];
  let prefix = trace.before;
  engine.moved(targetOf(trace, prefix, 0));
  await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  for (const [index, key] of trace.keys.entries()) {
    prefix += key.text;
    const target = targetOf(trace, prefix, index + 1);
    const before = performance.eventLoopUtilization();
    engine.moved(target);
    // Invoked, it waits for no pause in typing: each key is a request.
    await engine.complete({ target, trigger: 'invoked' }, new AbortController().signal);
    threadMs.push(performance.eventLoopUtilization(before).active);
    account.settle();
  }
  return threadMs;
}

/** No block is longer than all the work of its key, which needs no timer of the bench's own in the thread to be known. */
function threadFigures(threadMs: readonly number[]): Record<string, number> {
  return {
    keys: threadMs.length,
    "editor's thread per key, median ms": rounded(median(threadMs)),
    "editor's thread per key, p95 ms": rounded(quantile(threadMs, 0.95)),
    'longest block at most, ms': rounded(Math.max(...threadMs)),
  };
}

/**
 * Accounts for the prompts that are built. Keeps none but the last: hundreds of megabytes of them would make the
 * garbage collector's work on the editor's thread the bench's own.
 */
class PromptAccount {
  private readonly ms: number[] = [];
  private readonly replans: number[] = [];
  private contextTokens = 0;
  private unsettled: Built[] = [];
  private last: Built | undefined;

  add(built: Built, ms: number): void {
    this.ms.push(ms);
    this.unsettled.push(built);
  }

  /** Compares what was built with what was built before it, between two keys. */
  settle(): void {
    for (const one of this.unsettled) {
      this.contextTokens += one.prompt.tokens.context;
      if (!one.isWhole) continue;
      const changed = this.last?.uri === one.uri ? changedTokens(this.last.prompt, one.prompt) : 0;
      if (changed > 0) this.replans.push(changed);
      this.last = one;
    }
    this.unsettled = [];
  }

  figures(): Record<string, number> {
    this.settle();
    return {
      prompts: this.ms.length,
      'prompt, median ms': rounded(median(this.ms)),
      'prompt, p95 ms': rounded(quantile(this.ms, 0.95)),
      're-plans': this.replans.length,
      'head tokens changed by re-plans': sum(this.replans),
      'of all head tokens, %': rounded((100 * sum(this.replans)) / Math.max(this.contextTokens, 1)),
    };
  }
}

/** Tokens to be read anew of a prompt whose context differs from that of the one before it. */
function changedTokens(before: FimPrompt, now: FimPrompt): number {
  const items = itemsOf(now);
  return replanTokens(itemsOf(before), items, (item) => now.items[items.indexOf(item)]?.tokens ?? 0);
}

/** The items of a prompt with what stands of them in it. */
function itemsOf({ items, text }: FimPrompt): ContextItem[] {
  return items.map((item, index) => ({
    ...item,
    text: text.slice(items[index - 1]?.endChar ?? 0, item.endChar),
  }));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
