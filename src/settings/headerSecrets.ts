import { t } from '../common/l10n';
import { createBlanker, loginOfUrl } from './secretForms';
import type { EndpointSettings, Settings } from './settings';

/** Where `${secret:NAME}` and `${env:NAME}` get their text from. */
export interface SecretSource {
  secret(name: string): Promise<string | undefined>;
  environment(name: string): string | undefined;
}

/** A setting names a secret or variable that isn't there. The message says which and what to do. */
export class MissingSecretError extends Error {
  override readonly name = 'MissingSecretError';
}

/** Fills in the placeholders of header values. Throws a MissingSecretError. */
export async function expandHeaders(
  headers: Readonly<Record<string, string>>,
  source: SecretSource,
): Promise<Record<string, string>> {
  const expanded: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    expanded[name] = await expandSecrets(t('The header {0}', name), value, source);
  return expanded;
}

/** Fills in the placeholders of one value, as `encode` writes them. Throws a MissingSecretError that begins with `what`. */
export async function expandSecrets(
  what: string,
  value: string,
  source: SecretSource,
  encode: (secret: string) => string = (secret) => secret,
): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const found of value.matchAll(PLACEHOLDER)) {
    const [whole, kind = '', name = ''] = found;
    const filled = kind === 'env' ? source.environment(name) : await source.secret(name);
    if (filled === undefined) throw missing(what, kind, name);
    parts.push(value.slice(end, found.index), encode(filled));
    end = found.index + whole.length;
  }
  return [...parts, value.slice(end)].join('').trim();
}

/** Takes every secret that is written out in the settings out of a text that may be shown or logged. */
export function secretRedactor(settings: Settings): (text: string) => string {
  return createBlanker(settings.endpoints.flatMap(writtenSecrets)).clean;
}

/** The secrets that an endpoint's settings write out instead of naming them. */
export function writtenSecrets({ headers, proxy, tls }: EndpointSettings): readonly string[] {
  const login = loginOfUrl(proxy ?? '');
  return [...Object.values(headers).filter(isLiteralSecret), tls?.passphrase ?? '', ...login].filter(
    (each) => !each.includes('${'),
  );
}

/** The names in the `${secret:NAME}` of all endpoints, each once. */
export function secretNames({ endpoints }: Settings): readonly string[] {
  return [...new Set(endpoints.flatMap(secretNamesOf))];
}

/** The same of one endpoint. */
export function secretNamesOf({ headers, proxy, tls }: EndpointSettings): readonly string[] {
  const values = [...Object.values(headers), proxy, tls?.passphrase].filter((each) => each !== undefined);
  const found = values.flatMap((value) => [...value.matchAll(PLACEHOLDER)]);
  return [...new Set(found.filter(([, kind]) => kind === 'secret').map(([, , name = '']) => name))];
}

/** Whether a header value was written out instead of naming a stored secret. */
export function isLiteralSecret(value: string): boolean {
  return value.replace(PLACEHOLDER, '').replace(SCHEME_WORD, '').trim() !== '';
}

const PLACEHOLDER = /\$\{(secret|env):([^}]*)\}/g;
const SCHEME_WORD = /^(Basic|Bearer|Token)\b/i;

function missing(what: string, kind: string, name: string): MissingSecretError {
  const wanted =
    kind === 'env'
      ? t("the environment variable {0}, which is not set where VS Code's extensions run", name)
      : t('the secret {0}, which is not stored on this machine', name);
  return new MissingSecretError(t('{0} needs {1}.', what, wanted));
}
