import type { TlsSettings } from '../../settings/settings';

/** By what a certificate is to be trusted. */
export type Trust =
  /** It alone, whoever has issued it, whatever its name and dates. */
  | { readonly kind: 'pin'; readonly sha256: string }
  /** The authority that it comes from, in PEM or as a file. */
  | { readonly kind: 'authority'; readonly pem: string }
  | { readonly kind: 'file'; readonly path: string };

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
  }
}

function withoutTrust(tls: TlsSettings = {}): TlsSettings {
  const trusts: readonly string[] = ['authority', 'caFile', 'fingerprint'] satisfies (keyof TlsSettings)[];
  return Object.fromEntries(Object.entries(tls).filter(([name]) => !trusts.includes(name)));
}
