import type { TlsSettings } from '../../settings/settings';
import type { Certificate } from '../diagnosis/ports';

/** By what a certificate is to be trusted. */
export type Trust =
  /** It alone, whoever has issued it, whatever its name and dates. */
  | { readonly kind: 'pin'; readonly sha256: string }
  /** The authority that it comes from, in PEM or as a file. */
  | { readonly kind: 'authority'; readonly pem: string }
  | { readonly kind: 'file'; readonly path: string }
  /** Another name than the address has; the authority and the dates still count. */
  | { readonly kind: 'name'; readonly serverName: string };

/** Why a certificate is not trusted. */
export type Doubt = 'issuer' | 'dates' | 'name';

/** The doubt behind Node's code. */
export function doubtOf(code: string | undefined): Doubt {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'dates';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'name';
    case undefined:
    default:
      return 'issuer';
  }
}

/** What can be trusted to settle a doubt, besides a file of the user's own. */
export function trustsFor(
  doubt: Doubt,
  { sha256, authority, names }: Certificate,
): readonly Exclude<Trust, { kind: 'file' }>[] {
  const pin = { kind: 'pin', sha256 } as const;
  switch (doubt) {
    case 'dates':
      return [pin]; // No authority makes it younger.
    case 'name':
      return [...serverNames(names).map((serverName) => ({ kind: 'name', serverName }) as const), pin];
    case 'issuer':
      return authority === undefined ? [pin] : [pin, { kind: 'authority', pem: authority }];
  }
}

/** The names in `DNS:gpu-box, IP Address:10.0.0.5, DNS:*.lan` that a host can be asked by. */
function serverNames(names: string): readonly string[] {
  const found = names.split(', ').map((each) => /^DNS:([^*"]+)$/.exec(each)?.[1]);
  return found.filter((name) => name !== undefined).slice(0, MOST_NAMES);
}

/** Certificates of large sites are for hundreds of names. */
const MOST_NAMES = 8;

/** The settings with a trust put in, in place of the one that did not do. */
export function trusting(tls: TlsSettings | undefined, trust: Trust): TlsSettings {
  const others = withoutTrust(tls);
  switch (trust.kind) {
    case 'pin':
      return { ...others, fingerprint: trust.sha256 };
    case 'authority':
      return { ...others, authority: trust.pem };
    case 'file':
      return { ...others, caFile: trust.path };
    case 'name':
      return { ...tls, serverName: trust.serverName };
  }
}

function withoutTrust(tls: TlsSettings = {}): TlsSettings {
  const trusts: readonly string[] = ['authority', 'caFile', 'fingerprint'] satisfies (keyof TlsSettings)[];
  return Object.fromEntries(Object.entries(tls).filter(([name]) => !trusts.includes(name)));
}
