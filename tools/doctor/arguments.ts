import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineKind } from '../../src/settings/settings';

/** The command line can't be followed; the message says why and how it is written. */
export class DoctorUsageError extends Error {
  override readonly name = 'DoctorUsageError';
}

export interface DoctorArguments {
  /** As it was written. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absolute path of a PEM file. */
  readonly caFile?: string;
  readonly proxy?: string;
  readonly model?: string;
  readonly engine: EngineKind;
  readonly json: boolean;
}

export const DOCTOR_USAGE =
  'Usage: npm run --silent doctor -- URL [--header "K: V"]… [--ca FILE] [--proxy URL] [--model TAG] ' +
  '[--engine ollama|openai] [--json]';

const options = {
  header: { type: 'string', multiple: true },
  ca: { type: 'string' },
  proxy: { type: 'string' },
  model: { type: 'string' },
  engine: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Throws a DoctorUsageError. */
export function parseDoctorArguments(args: readonly string[]): DoctorArguments {
  const { values, positionals } = parsed(args);
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) throw new DoctorUsageError(`Give one URL. ${DOCTOR_USAGE}`);
  const { ca, proxy, model } = values;
  return {
    url,
    headers: Object.fromEntries((values.header ?? []).map(headerOf)),
    engine: engineOf(values.engine),
    json: values.json ?? false,
    ...(ca === undefined ? {} : { caFile: path.resolve(ca) }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(model === undefined ? {} : { model }),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (thrown) {
    throw new DoctorUsageError(
      `${thrown instanceof Error ? thrown.message : String(thrown)} ${DOCTOR_USAGE}`,
    );
  }
}

function headerOf(written: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(written) ?? [];
  // The value may be a secret, so the message does not repeat it.
  if (name === '') throw new DoctorUsageError(`A header is written "Name: value". ${DOCTOR_USAGE}`);
  return [name.trim(), value];
}

function engineOf(written: string | undefined): EngineKind {
  if (written === undefined || written === 'ollama') return 'ollama';
  if (written === 'openai') return 'openai';
  throw new DoctorUsageError(`--engine is ollama or openai, not '${written}'. ${DOCTOR_USAGE}`);
}
