import { parseArgs } from 'node:util';

/** A line on stderr and exit code 1: the arguments, a file or the host are not as they must be. */
export class PromptToolError extends Error {
  override readonly name = 'PromptToolError';
}

/** One prompt to build. Offsets and lengths in UTF-16 units. */
export interface PromptCase {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly offset: number;
  /** Units after the offset that are absent from the target's buffer. */
  readonly maskLength: number;
}

export interface PromptArguments {
  readonly root: string;
  /** The file of cases, or the one case of the command line. */
  readonly work: { readonly casesFile: string } | { readonly single: PromptCase };
  /** The most recently used first. */
  readonly openPaths: readonly string[];
  readonly model?: string;
  readonly window?: number;
  readonly host?: string;
}

const USAGE =
  'Usage: npm run --silent prompt -- --root DIR (--file REL --offset N [--mask N] | --cases FILE) ' +
  '[--open REL,REL] [--model TAG] [--window TOKENS] [--host URL]';

const options = {
  root: { type: 'string' },
  file: { type: 'string' },
  offset: { type: 'string' },
  mask: { type: 'string' },
  cases: { type: 'string' },
  open: { type: 'string', multiple: true },
  model: { type: 'string' },
  window: { type: 'string' },
  host: { type: 'string' },
} as const;

/** Throws a PromptToolError. */
export function parsePromptArguments(args: readonly string[]): PromptArguments {
  const values = parsed(args);
  const { root, file, cases, model, host } = values;
  if (root === undefined) throw new PromptToolError(`--root is missing. ${USAGE}`);
  if ((file === undefined) === (cases === undefined)) {
    throw new PromptToolError(`Give either --file with --offset, or --cases. ${USAGE}`);
  }
  return {
    root,
    work: cases === undefined ? { single: singleCase(file ?? '', values) } : { casesFile: cases },
    openPaths: (values.open ?? []).flatMap((list) => list.split(',')).filter((path) => path !== ''),
    ...(model === undefined ? {} : { model }),
    ...(values.window === undefined ? {} : { window: wholeNumber('--window', values.window, 1) }),
    ...(host === undefined ? {} : { host }),
  };
}

/** One line of a file of cases. Throws a PromptToolError. */
export function parseCaseLine(line: string): PromptCase {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (thrown) {
    throw new PromptToolError(`The case is not JSON: ${thrown instanceof Error ? thrown.message : ''}`);
  }
  const {
    path,
    offset,
    length = 0,
  } = (value ?? {}) as { path?: unknown; offset?: unknown; length?: unknown };
  if (typeof path !== 'string' || !isCount(offset) || !isCount(length)) {
    throw new PromptToolError('A case is {"path":string,"offset":number,"length":number}; this one is not.');
  }
  return { path, offset, maskLength: length };
}

type Values = ReturnType<typeof parsed>;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (thrown) {
    throw new PromptToolError(`${thrown instanceof Error ? thrown.message : String(thrown)} ${USAGE}`);
  }
}

function singleCase(path: string, { offset, mask }: Values): PromptCase {
  if (offset === undefined) throw new PromptToolError(`--offset is missing. ${USAGE}`);
  return {
    path,
    offset: wholeNumber('--offset', offset, 0),
    maskLength: mask === undefined ? 0 : wholeNumber('--mask', mask, 0),
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (isCount(value) && text.trim() !== '' && value >= least) return value;
  throw new PromptToolError(`${name} must be a whole number of at least ${least}, not '${text}'.`);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
