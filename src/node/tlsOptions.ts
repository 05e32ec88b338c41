import { t } from '../common/l10n';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { expandSecrets, type SecretSource } from '../settings/headerSecrets';
import type { TlsSettings } from '../settings/settings';
import { ConnectionError, SETTING_UNUSABLE } from '../transport/connectionFailure';

/** What a request says of TLS. On a request, not on an agent: VS Code puts an agent of its own in an agent's place. */
export interface TlsOptions {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
  readonly checkServerIdentity: typeof tls.checkServerIdentity;
}

/**
 * Reads the files that an endpoint's TLS settings name, anew each time, for certificates are renewed. Throws a
 * ConnectionError where one can't be read, or a MissingSecretError.
 */
export async function readTlsOptions(
  { url, tls: settings = {} }: { readonly url: string; readonly tls: TlsSettings | undefined },
  secrets: SecretSource,
): Promise<TlsOptions> {
  const { certFile, keyFile = certFile, passphrase, serverName, fingerprint, insecure } = settings;
  const extra = await authorities(settings);
  const ca = extra.length === 0 ? trusted() : [...(trusted() ?? tls.rootCertificates), ...extra];
  const checked = fingerprint === undefined && insecure !== true;
  const expected = serverName ?? new URL(url).hostname.replace(/^\[|\]$/g, '');
  return {
    // Through a tunnel, Node would otherwise check the certificate of an address for the name "localhost".
    checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(expected, certificate),
    ...(ca === undefined ? {} : { ca }),
    ...(certFile === undefined ? {} : { cert: await pem('certFile', certFile) }),
    ...(keyFile === undefined ? {} : { key: await pem('keyFile', keyFile) }),
    ...(passphrase === undefined
      ? {}
      : { passphrase: await expandSecrets('tls.passphrase', passphrase, secrets) }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(checked ? {} : { rejectUnauthorized: false }),
  };
}

/** Since Node 22.15: what is built in, and what the machine's owner trusts besides. */
type ListCertificates = (store: 'default' | 'system') => string[];
let known: string[] | undefined;

/**
 * What this machine trusts, for connections that VS Code does not make and so does not add the system's certificates to.
 * Undefined where Node can't tell: its own defaults apply then.
 */
function trusted(): string[] | undefined {
  const { getCACertificates } = tls as { readonly getCACertificates?: ListCertificates };
  if (getCACertificates === undefined) return undefined;
  known ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return known;
}

/** What is trusted besides. */
async function authorities({ caFile, authority }: TlsSettings): Promise<readonly string[]> {
  const drafted = authority === undefined ? [] : [authority];
  return caFile === undefined ? drafted : [...drafted, await pem('caFile', caFile)];
}

async function pem(setting: keyof TlsSettings, file: string): Promise<string> {
  const full = file.startsWith('~') ? path.join(os.homedir(), file.slice(1)) : file;
  try {
    return await readFile(full, 'utf8');
  } catch (thrown) {
    const reason =
      (thrown as { code?: string }).code === 'ENOENT' ? t('there is no such file') : String(thrown);
    const message = t("tls.{0} names {1}, which can't be read: {2}", setting, file, reason);
    throw new ConnectionError(message, { code: SETTING_UNUSABLE }, { cause: thrown });
  }
}
