import { silentLog } from '../../../src/common/log';
import type { ContextGatherer } from '../../../src/context/contextGatherer';
import type { RepositoryIndex } from '../../../src/context/index/repositoryIndex';
import { createPlanner } from '../../../src/context/planner';
import type { PromptModel } from '../../../src/context/promptPlanner';
import { deepseekCoder } from '../../../src/model/deepseekFamilies';
import type { FimPrompt } from '../../../src/prompt/fimPrompt';
import type { TokenCounter } from '../../../src/prompt/tokenCounter';
import type { RecallCase } from './cases';
import { scoreCase, type CaseScore } from './score';

/** What the engine asks for where the host is fast. */
const RESERVE_TOKENS = 256;
const SUFFIX_TOKENS = 512;

export interface Strategy {
  readonly name: string;
  readonly gatherer: ContextGatherer;
}

export interface MeasuredCase {
  readonly strategy: string;
  readonly window: number;
  readonly case: RecallCase;
  readonly score: CaseScore;
  readonly totalTokens: number;
  readonly contextTokens: number;
  /** Gathering, choice and layout together. */
  readonly ms: number;
}

export interface Measurement {
  readonly strategy: Strategy;
  readonly windows: readonly number[];
  readonly index: RepositoryIndex;
  readonly counter: TokenCounter;
}

/** Builds the prompt for a case and each window. The target is the only open tab. */
export async function measureCase(recallCase: RecallCase, measurement: Measurement): Promise<MeasuredCase[]> {
  const { index, strategy, windows } = measurement;
  const measured: MeasuredCase[] = [];
  // The masked text must be unknown to the index, as it is in the editor.
  index.updateBuffer(recallCase.path, recallCase.prefix + recallCase.suffix, 1);
  await index.settled();
  for (const window of windows) {
    const started = performance.now();
    const prompt = await buildPrompt(recallCase, window, measurement);
    const ms = performance.now() - started;
    measured.push({
      strategy: strategy.name,
      window,
      case: recallCase,
      score: scoreCase(recallCase, prompt.text),
      totalTokens: prompt.tokens.total,
      contextTokens: prompt.tokens.context,
      ms,
    });
  }
  index.dropBuffer(recallCase.path);
  return measured;
}

async function buildPrompt(
  { path, prefix, suffix }: RecallCase,
  window: number,
  { strategy, counter }: Measurement,
): Promise<FimPrompt> {
  const planner = createPlanner({
    gatherer: strategy.gatherer,
    counterFrom: () => undefined,
    estimate: counter,
    log: silentLog,
  });
  const document = { uri: `file:///${path}`, path, languageId: '', version: 1, text: prefix + suffix };
  planner.documentsOpened([document]);
  const model: PromptModel = {
    endpoint: 'bench',
    tag: 'bench',
    digest: 'bench',
    family: deepseekCoder,
    window,
    writesBos: false,
  };
  return planner.build(
    {
      target: { ...document, eol: '\n', prefix, suffix, omittedBefore: 0, omittedAfter: 0 },
      model,
      limits: { reserveTokens: RESERVE_TOKENS, suffixTokens: SUFFIX_TOKENS },
    },
    new AbortController().signal,
  );
}
