import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TokenCounter } from '../../src/prompt/tokenCounter';
import { createEstimatingCounter } from '../../src/prompt/estimateTokens';
import { createTokenCounter } from '../../src/prompt/tokenizer';
import { fromRoot } from '../../tools/root';
import { readOptions, type ContextBenchOptions } from './arguments';
import { showJsonOf } from './ggufVocabulary';
import { benchLikelihood } from './likelihood/main';
import { measureIndex, printIndexFigures } from './indexFigures';
import { openRepository } from '../../tools/prompt/repository';
import { bm25Only, importedFilesWhole, noContext } from './recall/baselines';
import { makeCases } from './recall/cases';
import { measureCase, type MeasuredCase } from './recall/measure';
import { printFigures, recallFigures } from './recall/report';
import { mainLanguage, readRepository, type BenchRepository } from './recall/repository';
import { timingTreeOf, type TreeSize } from './timingTree';
import { benchTypingIn } from './typing';

const OURS = 'fillwright';
const WINDOWS = [16_384, 4_096];

/** `npm run bench -- context`: what the chosen context holds of the names that are about to be written. */
export async function benchContext(args: readonly string[]): Promise<void> {
  const options = readOptions(args, reposUnder, fromRoot());
  if (options.timingCorpus !== undefined) await timeIndex(options.timingCorpus, options.timingSize);
  if (options.likelihood) return benchLikelihood(options);
  if (options.typing) return benchTypingIn(options);
  const createCounter = counterMaker(options.vocabulary);
  const measured: {
    readonly language: string;
    readonly repository: string;
    readonly ones: MeasuredCase[];
  }[] = [];
  for (const root of options.roots) {
    const language = mainLanguage(root);
    if (language === undefined) {
      console.error(`${root}: no source files of a known language; left out.`);
      continue;
    }
    const ones = await measureRepository(readRepository(root, language), options, createCounter);
    measured.push({ language: language.id, repository: path.basename(root), ones });
  }
  const groups = new Map(
    measured.flatMap(({ language, ones }) => ones.map((one) => [one, language] as const)),
  );
  const all = [...groups.keys()];
  const figures = [...recallFigures(all, (one) => groups.get(one) ?? ''), ...recallFigures(all, () => 'all')];
  printFigures(figures.sort((a, b) => b.window - a.window));
  console.log(
    `Tokens counted ${options.vocabulary === undefined ? 'by estimate' : 'with the vocabulary given'}; the mean of each case's share.`,
  );
  const ambiguous = all
    .filter(({ strategy }) => strategy === OURS)
    .reduce((sum, one) => sum + one.case.ambiguous, 0);
  console.log(`${ambiguous / WINDOWS.length} names with more than three declaring files are not counted.`);
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify({ figures, options }, null, 2));
}

async function timeIndex(corpus: string, size: TreeSize | undefined): Promise<void> {
  if (size === undefined) return printIndexFigures(corpus, await measureIndex(corpus));
  const tree = timingTreeOf(corpus, size);
  try {
    printIndexFigures(`a tree made of ${corpus}`, await measureIndex(tree.root));
  } finally {
    tree.remove();
  }
}

async function measureRepository(
  repository: BenchRepository,
  options: ContextBenchOptions,
  createCounter: () => TokenCounter,
): Promise<MeasuredCase[]> {
  const { index, gatherer, indexMs } = await openRepository(repository.root);
  const cases = makeCases(repository, options.cases, options.seed);
  const strategies = [
    { name: OURS, gatherer },
    { name: 'no context', gatherer: noContext },
    { name: 'imports whole', gatherer: importedFilesWhole(repository) },
    { name: 'BM25 only', gatherer: bm25Only(repository) },
  ];
  const measured: MeasuredCase[] = [];
  for (const strategy of options.baselines ? strategies : strategies.slice(0, 1)) {
    // A counter of its own: one strategy must not gain from, nor lose, what another one had counted.
    const counter = createCounter();
    for (const one of cases)
      measured.push(...(await measureCase(one, { strategy, windows: WINDOWS, index, counter })));
  }
  index.dispose();
  console.error(`${repository.root}: ${cases.length} cases, indexed in ${indexMs.toFixed(0)} ms`);
  if (options.explain) explain(measured);
  return measured;
}

function explain(ones: readonly MeasuredCase[]): void {
  for (const { strategy, window, case: recallCase, score } of ones) {
    if (strategy !== OURS || score.missed.length === 0) continue;
    const line = recallCase.prefix.split('\n').length;
    console.error(
      `  ${window} ${recallCase.kind} ${recallCase.path}:${line} missed ${score.missed.join(', ')}`,
    );
  }
}

function counterMaker(vocabularyFile: string | undefined): () => TokenCounter {
  if (vocabularyFile === undefined) return createEstimatingCounter;
  const showJson = showJsonOf(vocabularyFile);
  return () => {
    const counter = createTokenCounter(showJson);
    if (counter !== undefined) return counter;
    throw new Error(`'${vocabularyFile}' holds no vocabulary of a kind that Fillwright can count with.`);
  };
}

function reposUnder(folder: string): string[] {
  return directoriesIn(folder).flatMap(directoriesIn);
}

function directoriesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name))
    .sort();
}
