import { silentLog } from '../src/common/log';
import { createCompletionEngine } from '../src/completion/engine';
import { openTabs } from '../src/context/openTabs';
import { createPlanner } from '../src/context/planner';
import type { PromptPlanner } from '../src/context/promptPlanner';
import { defaultSettings } from '../src/settings/settings';
import { VirtualClock } from '../test/support/virtualClock';
import type { ToolRepository } from '../tools/prompt/repository';
import { fillingWindow } from './fullWindow';
import { plainStrategy } from './plainStrategy';
import { simulatedAnswer } from './simulatedAnswer';
import { SimulatedHost, type HostSpeed } from './simulatedHost';
import { simulatedCounter } from './simulatedTokens';
import type { Trace } from './trace';
import type { TypedTrace } from './typingFigures';
import { targetOf, typeTrace, type Completer } from './typist';

/** Tokens the simulated host gives the model. */
export const WINDOW = 16_384;

export type StrategyName = 'fillwright' | 'plain';

export interface TypingRun {
  readonly strategy: StrategyName;
  readonly quality: number;
  readonly speed: HostSpeed;
  readonly seed: number;
}

export interface TypingPlace {
  /** Where context comes from; the trace's tabs alone when absent. */
  readonly repository?: ToolRepository;
  /** Told of each answer that needed no request how much CPU time it took, in ms. */
  readonly onKnown?: (tookMs: number) => void;
}

/** A 6.7B model in Q4 on a card with 12 GB. */
export const cardSpeed: HostSpeed = {
  prefillTokensPerSecond: 1_500,
  decodeTokensPerSecond: 50,
  lateAbort: false,
};
export const cpuSpeed: HostSpeed = {
  prefillTokensPerSecond: 300,
  decodeTokensPerSecond: 12,
  lateAbort: false,
};

/** Types one trace on a virtual clock, which stands still while a prompt is built. */
export async function typeOnce(
  trace: Trace,
  { strategy, quality, speed, seed }: TypingRun,
  { repository, onKnown = () => undefined }: TypingPlace = {},
): Promise<TypedTrace> {
  const planner = busyPlanner(trace, repository);
  const clock = new VirtualClock(planner.isBusy);
  const host = new SimulatedHost(clock, speed, simulatedAnswer(trace, quality, seed), WINDOW);
  const completer =
    strategy === 'plain'
      ? plainStrategy(host, clock)
      : timed(fillwright(host, planner.planner, clock), onKnown);
  const opened = targetOf(trace, trace.before, 0);
  await repository?.show(opened);
  try {
    const keys = await typeTrace(trace, completer, clock);
    return { name: trace.name, before: trace.before, keys, requests: host.requests };
  } finally {
    repository?.forget(opened);
  }
}

interface BusyPlanner {
  readonly planner: PromptPlanner;
  /** A prompt is being built. */
  readonly isBusy: () => boolean;
}

function busyPlanner(trace: Trace, repository: ToolRepository | undefined): BusyPlanner {
  const planner = createPlanner({
    gatherer: repository === undefined ? openTabs : fillingWindow(repository.gatherer, trace.others),
    counterFrom: () => undefined,
    estimate: simulatedCounter,
    log: silentLog,
  });
  planner.documentsOpened(trace.tabs);
  let building = 0;
  return {
    isBusy: () => building > 0,
    planner: {
      ...planner,
      build: async (request, signal) => {
        building += 1;
        try {
          return await planner.build(request, signal);
        } finally {
          building -= 1;
        }
      },
    },
  };
}

function fillwright(host: SimulatedHost, planner: PromptPlanner, clock: VirtualClock): Completer {
  const engine = createCompletionEngine({
    hosts: host,
    planner,
    clock,
    log: silentLog,
    settings: () => defaultSettings.completion,
    isSnoozed: () => false,
  });
  return {
    complete: (target, signal) => engine.complete({ target, trigger: 'automatic' }, signal),
    moved: (target) => engine.moved(target),
  };
}

function timed(completer: Completer, onKnown: (tookMs: number) => void): Completer {
  return {
    ...completer,
    complete: async (target, signal) => {
      const begun = process.cpuUsage();
      const outcome = await completer.complete(target, signal);
      const isKnown =
        outcome.kind === 'shown' && (outcome.source === 'typed-through' || outcome.source === 'cache');
      const { user, system } = process.cpuUsage(begun);
      if (isKnown) onKnown((user + system) / 1_000);
      return outcome;
    },
  };
}
