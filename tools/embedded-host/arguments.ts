import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fromRoot } from '../root';

export const USAGE = `npm run --silent host -- --port N [--model FILE.gguf] [--bind ADDRESS] [--threads N] [--window TOKENS] [--embeddings]

An HTTP host with Ollama's API over llama.cpp, for demos and tests; the model is tiny and not a coding assistant.
  --port N          port to listen on; 0 takes a free one (it is printed)
  --model FILE      GGUF file to serve; default: the demo model
  --bind ADDRESS    address to listen on; default: 127.0.0.1, so that only this machine reaches it
  --threads N       threads to compute with; default: 1
  --window TOKENS   largest context window, default 2048; num_ctx of a request is clamped to it
  --embeddings      /api/embed gives vectors of the model; without it 501, as Ollama does for a model that completes`;

/** On one CPU thread 2,048 tokens are read in two seconds; 16,000 would take a minute and a half. */
const DEFAULT_WINDOW_TOKENS = 2048;
const DEFAULT_ADDRESS = '127.0.0.1';

export interface HostArguments {
  readonly port: number;
  readonly model: string;
  readonly address: string;
  readonly threads: number;
  readonly window: number;
  readonly embeddings: boolean;
}

/** The program was started in a way that it can't follow; the message says how to mend that. */
export class UsageError extends Error {}

/**
 * The command line's arguments; undefined when help is asked for.
 * @throws UsageError, or parseArgs' own error for an option that is not known
 */
export function readArguments(): HostArguments | undefined {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      port: { type: 'string' },
      model: { type: 'string' },
      bind: { type: 'string' },
      threads: { type: 'string' },
      window: { type: 'string' },
      embeddings: { type: 'boolean' },
    },
  });
  if (values.help === true) return undefined;
  const model = path.resolve(values.model ?? fromRoot('demo-model', 'fimlet-25m-q8_0.gguf'));
  if (!existsSync(model))
    throw new UsageError(`There is no model file ${model}. Give one with --model FILE.gguf.`);
  return {
    model,
    address: values.bind ?? DEFAULT_ADDRESS,
    port: wholeNumber('--port', values.port, { least: 0, most: 65_535 }),
    threads: wholeNumber('--threads', values.threads ?? '1', { least: 1, most: 256 }),
    window: wholeNumber('--window', values.window ?? String(DEFAULT_WINDOW_TOKENS), {
      least: 4,
      most: 1_048_576,
    }),
    embeddings: values.embeddings ?? false,
  };
}

function wholeNumber(
  name: string,
  given: string | undefined,
  { least, most }: { least: number; most: number },
): number {
  const number = /^\d+$/.test(given ?? '') ? Number(given) : NaN;
  if (number >= least && number <= most) return number;
  const saw = given === undefined ? 'it is missing' : `it is '${given}'`;
  throw new UsageError(`${name} must be a whole number from ${least} to ${most}; ${saw}.`);
}
