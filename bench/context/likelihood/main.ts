import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ContextPlace } from '../../../src/model/family';
import { fromRoot } from '../../../tools/root';
import { mean } from '../../figures';
import { seededRandom, seedOf } from '../../random';
import type { ContextBenchOptions } from '../arguments';
import { makeCases, type RecallCase } from '../recall/cases';
import { mainLanguage, readRepository, type BenchRepository } from '../recall/repository';
import { pairedFigures } from './pairs';
import { definingCode, promptTokens, unrelatedCode, type OtherCode } from './prompts';
import { openTeacher, type Teacher } from './teacher';

const PLACES: readonly ContextPlace[] = ['before-begin', 'after-begin'];
type Kind = 'none' | 'defining' | 'unrelated';

/** Mean log-likelihood per token of one case's masked text, by what the context holds and where it stands. */
interface CaseLikelihoods {
  readonly repository: string;
  readonly language: string;
  readonly none: number;
  readonly defining: Readonly<Record<ContextPlace, number>>;
  readonly unrelated: Readonly<Record<ContextPlace, number>>;
}

/**
 * What the demo model makes of masked lines that use a name from another file: with the code that defines it, with
 * nothing, and with other code of the same length.
 */
export async function benchLikelihood(options: ContextBenchOptions): Promise<void> {
  const teacher = await openTeacher();
  const measured: CaseLikelihoods[] = [];
  try {
    for (const root of options.roots) {
      const language = mainLanguage(root);
      if (language === undefined || isTrainedOn(root)) {
        console.error(`${root}: no source files, or the demo model was trained on it; left out.`);
        continue;
      }
      measured.push(...(await measureRepository(readRepository(root, language), options, teacher)));
      report(measured);
    }
  } finally {
    await teacher.dispose();
  }
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(measured, null, 1));
}

async function measureRepository(
  repository: BenchRepository,
  { cases, seed }: ContextBenchOptions,
  teacher: Teacher,
): Promise<CaseLikelihoods[]> {
  const random = seededRandom(seedOf(seed, repository.root));
  const name = path.basename(repository.root);
  const measured: CaseLikelihoods[] = [];
  // Half of the cases made are whole bodies, which are of no use here.
  for (const one of makeCases(repository, cases * 2, seed).filter(({ kind }) => kind === 'lines')) {
    const likelihoods = await measureCase(one, repository, { random, teacher });
    if (likelihoods === undefined) continue;
    measured.push({ repository: name, language: repository.language.id, ...likelihoods });
  }
  console.error(`${repository.root}: ${measured.length} cases`);
  return measured;
}

async function measureCase(
  one: RecallCase,
  repository: BenchRepository,
  { random, teacher }: { readonly random: () => number; readonly teacher: Teacher },
): Promise<Omit<CaseLikelihoods, 'repository' | 'language'> | undefined> {
  const defining = definingCode(one, repository);
  if (defining === undefined) return undefined;
  const chars = defining.reduce((sum, { text }) => sum + text.length, 0);
  const unrelated = unrelatedCode(one, chars, repository, random);
  if (unrelated === undefined) return undefined;
  const wanted = teacher.tokensOf(one.masked);
  const likelihood = (items: readonly OtherCode[], place: ContextPlace): Promise<number> =>
    teacher.meanLogLikelihood(promptTokens(one, items, place, teacher), wanted);
  const inBothPlaces = async (items: readonly OtherCode[]): Promise<Record<ContextPlace, number>> => ({
    'before-begin': await likelihood(items, 'before-begin'),
    'after-begin': await likelihood(items, 'after-begin'),
  });
  return {
    none: await likelihood([], 'after-begin'),
    defining: await inBothPlaces(defining),
    unrelated: await inBothPlaces(unrelated),
  };
}

/** By its package's name, or its folder's. */
function isTrainedOn(root: string): boolean {
  const manifest = JSON.parse(readFileSync(fromRoot('demo-model', 'manifest.json'), 'utf8')) as {
    readonly package: string;
  }[];
  const trained = new Set(manifest.map((entry) => entry.package));
  return [packageName(root), path.basename(root)].some(
    (name) => name !== undefined && (trained.has(name) || trained.has(`python3-${name}`)),
  );
}

function packageName(root: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { name?: string }).name;
  } catch {
    return undefined; // Only npm packages say their name there.
  }
}

function report(measured: readonly CaseLikelihoods[]): void {
  const value = (one: CaseLikelihoods, kind: Kind, place: ContextPlace): number =>
    kind === 'none' ? one.none : one[kind][place];
  const means = (['none', 'defining', 'unrelated'] as const).flatMap((kind) =>
    PLACES.map((place) => ({
      context: kind,
      place,
      'mean log-likelihood': mean(measured.map((one) => value(one, kind, place))).toFixed(4),
    })),
  );
  const tests = PLACES.flatMap((place) =>
    (['none', 'unrelated'] as const).map((other) => {
      const pairs = measured.map((one) => [one.defining[place], value(one, other, place)] as const);
      return { comparison: `defining − ${other}`, place, ...shown(pairedFigures(pairs)) };
    }),
  );
  const places = measured.map(({ defining }) => [defining['before-begin'], defining['after-begin']] as const);
  console.log(`${measured.length} cases of masked lines that use a name from another file:`);
  console.table(means);
  console.table([...tests, { comparison: 'before − after', place: 'both', ...shown(pairedFigures(places)) }]);
}

function shown({ cases, meanDifference, halfInterval, t, higherShare }: ReturnType<typeof pairedFigures>) {
  return {
    cases,
    'mean difference': `${meanDifference.toFixed(4)} ± ${halfInterval.toFixed(4)}`,
    t: t.toFixed(2),
    higher: `${(higherShare * 100).toFixed(1)} %`,
  };
}
