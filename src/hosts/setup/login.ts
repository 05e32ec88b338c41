import { t } from '../../common/l10n';
import type { EndpointSettings } from '../../settings/settings';

/** How a host wants to be logged in to. */
export type Login =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'header'; readonly header: string; readonly value: string };

/** A login as settings and secret store hold it. */
export interface KeptLogin {
  readonly headers: Readonly<Record<string, string>>;
  readonly secretName: string;
  readonly secret: string;
}

/** Parts a login into the header that the settings name and the secret that they don't. */
export function keepLogin(login: Login, endpoint: EndpointSettings, taken: readonly string[]): KeptLogin {
  const secretName = secretNameFor(endpoint, taken);
  const placeholder = placeholderOf(secretName);
  switch (login.kind) {
    case 'bearer':
      return {
        headers: { Authorization: `Bearer ${placeholder}` },
        secretName,
        secret: login.token.trim().replace(/^Bearer\s+/i, ''),
      };
    case 'basic':
      return keepBasicLogin(base64(`${login.user}:${login.password}`), endpoint, taken);
    case 'header':
      return { headers: { [login.header.trim()]: placeholder }, secretName, secret: login.value.trim() };
  }
}

/** The same for user and password that are encoded already. */
export function keepBasicLogin(
  encoded: string,
  endpoint: EndpointSettings,
  taken: readonly string[],
): KeptLogin {
  const secretName = secretNameFor(endpoint, taken);
  return { headers: { Authorization: `Basic ${placeholderOf(secretName)}` }, secretName, secret: encoded };
}

/** A name for a secret of an endpoint that no other has. */
export function secretNameFor(
  { url }: EndpointSettings,
  taken: readonly string[],
  { suffix }: { readonly suffix: string } = { suffix: '' },
): string {
  return freeName(`${slug(new URL(url).host)}${suffix}`, taken);
}

export function placeholderOf(secretName: string): string {
  return `\${secret:${secretName}}`;
}

/** Why a text can't be sent in a header; undefined where it can. */
export function headerValueProblem(value: string): string | undefined {
  if (value.trim() === '') return t('It is empty.');
  return /^[\t\x20-\x7e\xa0-\xff]*$/.test(value.trim())
    ? undefined
    : t('It holds a line break or another character that HTTP does not allow.');
}

export function headerNameProblem(name: string): string | undefined {
  return /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name.trim())
    ? undefined
    : t('A header is a name such as X-Api-Key.');
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function slug(host: string): string {
  return host
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) free = `${name}-${number}`;
  return free;
}
