import { secretNamesOf } from '../../settings/headerSecrets';
import type { EndpointSettings, TlsSettings } from '../../settings/settings';
import { endpointEntry } from './endpointEntry';
import type { SetupDraft } from './setupState';

/** Where a host that was set up is kept. */
export interface DraftStore {
  /** Keeps the certificate of an authority, in PEM, as a file. @returns its full path */
  keepAuthority(name: string, pem: string): Promise<string>;
  keepSecret(name: string, secret: string): Promise<void>;
  keepEndpoint(entry: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Writes down all that was gathered; before, nothing was. The endpoint comes last, with what it names in place. */
export async function keepDraft({ endpoint, secrets }: SetupDraft, store: DraftStore): Promise<void> {
  const kept = await withAuthorityFile(endpoint, store);
  for (const name of secretNamesOf(kept)) {
    const secret = secrets[name];
    if (secret !== undefined) await store.keepSecret(name, secret);
  }
  await store.keepEndpoint(endpointEntry(kept));
}

async function withAuthorityFile(endpoint: EndpointSettings, store: DraftStore): Promise<EndpointSettings> {
  const { authority, ...others } = endpoint.tls ?? {};
  if (authority === undefined) return endpoint;
  const tls: TlsSettings = { ...others, caFile: await store.keepAuthority(endpoint.name, authority) };
  return { ...endpoint, tls };
}

/** A file's name for an authority: another one never has the same, whatever the two call themselves. */
export async function authorityFileName(name: string, pem: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pem)));
  const digits = [...hash.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const words = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `${words === '' ? 'authority' : words}-${digits}.pem`;
}
