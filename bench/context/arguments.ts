import { parseArgs } from 'node:util';
import type { TreeSize } from './timingTree';

export interface ContextBenchOptions {
  /** Repositories to take cases from. */
  readonly roots: readonly string[];
  /** Cases per repository. */
  readonly cases: number;
  readonly seed: number;
  /** A GGUF file whose vocabulary counts the tokens. */
  readonly vocabulary?: string;
  /** Where the figures go as JSON. */
  readonly json?: string;
  /** Whether the plain strategies are measured as well. */
  readonly baselines: boolean;
  /** A folder whose indexing is timed, ignored files included, before anything else. */
  readonly timingCorpus?: string;
  /** Times so many of the corpus's files instead of all, copied to a temporary folder. */
  readonly timingSize?: TreeSize;
  /** Prints what was missed, name by name. */
  readonly explain: boolean;
  /** Measures what the demo model makes of context instead of recall. */
  readonly likelihood: boolean;
  /** Types into the repositories and measures plans and threads instead of recall. */
  readonly typing: boolean;
}

const USAGE =
  'npm run bench -- context [--root DIR]… [--corpora DIR] [--cases N] [--seed N] [--vocabulary FILE.gguf] [--timing-corpus DIR [--timing-files N --timing-megabytes N]] [--json FILE] [--no-baselines] [--explain] [--likelihood | --typing]';

/** `--corpora DIR` stands for every `DIR/<language>/<repository>`. Throws an Error with the usage for bad input. */
export function readOptions(
  args: readonly string[],
  reposUnder: (folder: string) => readonly string[],
  ownRoot: string,
): ContextBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      root: { type: 'string', multiple: true },
      corpora: { type: 'string' },
      cases: { type: 'string' },
      seed: { type: 'string' },
      vocabulary: { type: 'string' },
      json: { type: 'string' },
      'timing-corpus': { type: 'string' },
      'timing-files': { type: 'string' },
      'timing-megabytes': { type: 'string' },
      explain: { type: 'boolean' },
      likelihood: { type: 'boolean' },
      typing: { type: 'boolean' },
      'no-baselines': { type: 'boolean' },
    },
  });
  const named = [...(values.root ?? []), ...(values.corpora === undefined ? [] : reposUnder(values.corpora))];
  return {
    roots: named.length > 0 ? named : [ownRoot],
    cases: positive(values.cases ?? '40', '--cases'),
    seed: positive(values.seed ?? '1', '--seed'),
    ...(values.vocabulary !== undefined && { vocabulary: values.vocabulary }),
    ...(values.json !== undefined && { json: values.json }),
    ...(values['timing-corpus'] !== undefined && { timingCorpus: values['timing-corpus'] }),
    ...timingSize(values['timing-files'], values['timing-megabytes']),
    baselines: values['no-baselines'] !== true,
    explain: values.explain ?? false,
    likelihood: values.likelihood ?? false,
    typing: values.typing ?? false,
  };
}

function timingSize(
  files: string | undefined,
  megabytes: string | undefined,
): Pick<ContextBenchOptions, 'timingSize'> {
  if (files === undefined && megabytes === undefined) return {};
  return {
    timingSize: {
      files: positive(files ?? '', '--timing-files'),
      megabytes: positive(megabytes ?? '', '--timing-megabytes'),
    },
  };
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`${option} must be a whole number from 1, not '${text}'.\n${USAGE}`);
  }
  return value;
}
