import path from 'node:path';
import { parseArgs } from 'node:util';
import { withoutAbsent } from '../../src/settings/fieldReader';
import { parseConnection } from '../../src/settings/parseConnection';
import type { ConnectionSettings, EngineKind } from '../../src/settings/settings';

/** The command line can't be followed; the message says why and how it is written. */
export class DoctorUsageError extends Error {
  override readonly name = 'DoctorUsageError';
}

export interface DoctorArguments {
  /** As it was written. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As in an endpoint's settings; files by their absolute paths. */
  readonly connection: Pick<ConnectionSettings, 'tls' | 'proxy'>;
  readonly model?: string;
  readonly engine: EngineKind;
  readonly json: boolean;
}

const USAGE =
  'Usage: npm run --silent doctor -- URL [--header "K: V"]… [--ca FILE] [--cert FILE [--key FILE] ' +
  '[--passphrase TEXT]] [--server-name NAME] [--fingerprint SHA256] [--proxy URL] [--model TAG] [--engine ollama|openai] [--json]';

export const DOCTOR_HELP = `${USAGE}

Looks at everything between this machine and a completion, and says how to mend it.

  --header "K: V"       sent with every request; the value may hold \${env:NAME}; may be given again
  --ca FILE             trust this authority as well (PEM)
  --cert FILE           show this certificate to the host (PEM)
  --key FILE            the key of that certificate (PEM), where it is in another file
  --passphrase TEXT     what opens that key; best \${env:NAME}, for a command line is seen by others
  --server-name NAME    the name to ask for and to expect in the host's certificate
  --fingerprint SHA256  trust the one certificate with this fingerprint, whoever issued it
  --proxy URL           go through this proxy: http, https, socks5 or socks4
  --model TAG           the model to look at
  --engine ENGINE       ollama (if it is left out) or openai
  --json                one line of JSON for programs

Without --proxy, the variables http_proxy, https_proxy, all_proxy and no_proxy are followed for hosts beyond this
machine and its network, in small letters or capitals.`;

const options = {
  header: { type: 'string', multiple: true },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  passphrase: { type: 'string' },
  'server-name': { type: 'string' },
  fingerprint: { type: 'string' },
  proxy: { type: 'string' },
  model: { type: 'string' },
  engine: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Relative paths are from `folder`. Throws a DoctorUsageError. */
export function parseDoctorArguments(args: readonly string[], folder = process.cwd()): DoctorArguments {
  const { values, positionals } = parsed(args);
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) throw new DoctorUsageError(`Give one URL. ${USAGE}`);
  const { model } = values;
  return {
    url,
    headers: Object.fromEntries((values.header ?? []).map(headerOf)),
    connection: connectionOf(values, folder),
    engine: engineOf(values.engine),
    json: values.json ?? false,
    ...(model === undefined ? {} : { model }),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (thrown) {
    throw new DoctorUsageError(`${thrown instanceof Error ? thrown.message : String(thrown)} ${USAGE}`);
  }
}

/** The options by the paths of the settings that they stand for. */
const settingOptions: Readonly<Record<string, string>> = {
  '.tls.caFile': '--ca',
  '.tls.certFile': '--cert',
  '.tls.keyFile': '--key',
  '.tls.passphrase': '--passphrase',
  '.tls.serverName': '--server-name',
  '.tls.fingerprint': '--fingerprint',
  '.proxy': '--proxy',
};

function connectionOf(
  values: ReturnType<typeof parsed>['values'],
  folder: string,
): DoctorArguments['connection'] {
  const { ca, cert, key, passphrase, proxy, fingerprint, 'server-name': serverName } = values;
  for (const [option, value] of Object.entries({ key, passphrase })) {
    if (value === undefined || cert !== undefined) continue;
    throw new DoctorUsageError(`--${option} needs the certificate that belongs to it, --cert FILE. ${USAGE}`);
  }
  const [caFile, certFile, keyFile] = [ca, cert, key].map((file) => file && path.resolve(folder, file));
  const tls = withoutAbsent({ caFile, certFile, keyFile, passphrase, serverName, fingerprint });
  const raw = { proxy, ...(Object.keys(tls).length === 0 ? {} : { tls }) };
  return parseConnection(raw, {
    reject: (where, message) => {
      throw new DoctorUsageError(`${settingOptions[where] ?? where} ${message}. ${USAGE}`);
    },
    remark: () => undefined,
    warn: () => undefined,
  });
}

function headerOf(written: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(written) ?? [];
  // The value may be a secret, so the message does not repeat it.
  if (name === '') throw new DoctorUsageError(`A header is written "Name: value". ${USAGE}`);
  return [name.trim(), value];
}

function engineOf(written: string | undefined): EngineKind {
  if (written === undefined || written === 'ollama') return 'ollama';
  if (written === 'openai') return 'openai';
  throw new DoctorUsageError(`--engine is ollama or openai, not '${written}'. ${USAGE}`);
}
