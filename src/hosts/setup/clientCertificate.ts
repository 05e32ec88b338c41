import type { EndpointSettings, TlsSettings } from '../../settings/settings';
import { placeholderOf, secretNameFor } from './login';

/** A certificate that shows a host who calls. Files are PEM, named by full paths. */
export interface ClientCertificate {
  readonly certFile: string;
  /** In `certFile` as well where absent. */
  readonly keyFile?: string;
  readonly passphrase?: string;
}

/** A client certificate as settings and secret store hold it. */
export interface KeptClientCertificate {
  readonly tls: TlsSettings;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Puts a client certificate into the settings, in place of another, and parts the passphrase from them. */
export function keepClientCertificate(
  { certFile, keyFile, passphrase }: ClientCertificate,
  endpoint: EndpointSettings,
  taken: readonly string[],
): KeptClientCertificate {
  const files = {
    ...withoutClientCertificate(endpoint.tls),
    certFile,
    ...(keyFile === undefined ? {} : { keyFile }),
  };
  if (passphrase === undefined) return { tls: files, secrets: {} };
  const secretName = secretNameFor(endpoint, taken, { suffix: '-key' });
  return { tls: { ...files, passphrase: placeholderOf(secretName) }, secrets: { [secretName]: passphrase } };
}

/** What a file holds of a private key. */
export function keyIn(pem: string): 'none' | 'open' | 'locked' {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return 'none';
  return /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem) ? 'locked' : 'open';
}

/** The endpoint with the passphrase of its key filled in, while that is not stored yet. */
export function withPassphrase<E extends Pick<EndpointSettings, 'tls'>>(
  endpoint: E,
  secrets: Readonly<Record<string, string>>,
): E {
  const { tls } = endpoint;
  const pending = Object.entries(secrets).find(([name]) => tls?.passphrase === placeholderOf(name));
  return pending === undefined ? endpoint : { ...endpoint, tls: { ...tls, passphrase: pending[1] } };
}

function withoutClientCertificate(tls: TlsSettings = {}): TlsSettings {
  const own: readonly string[] = ['certFile', 'keyFile', 'passphrase'] satisfies (keyof TlsSettings)[];
  return Object.fromEntries(Object.entries(tls).filter(([name]) => !own.includes(name)));
}
