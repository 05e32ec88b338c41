import { t } from '../common/l10n';
/** A host's certificate, as far as a person can tell by it whether to trust it. */
export interface CertificateFacts {
  /** `CN=gpu-box, O=Team`, as written in the certificate. */
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 over the certificate: 64 hexadecimal digits. */
  readonly sha256: string;
  /** In ms since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** The names and addresses it is for: `DNS:gpu-box, IP Address:10.0.0.5`. */
  readonly names: string;
}

/** The certificate in one line. */
export function certificateWords({ subject, issuer, sha256, validFrom, validTo }: CertificateFacts): string {
  const [from, to, fingerprint] = [day(validFrom), day(validTo), fingerprintWords(sha256)];
  return issuer === subject
    ? t('{0}, self-signed, valid {1} to {2}, SHA-256 {3}', subject, from, to, fingerprint)
    : t('{0}, issued by {1}, valid {2} to {3}, SHA-256 {4}', subject, issuer, from, to, fingerprint);
}

/** A fingerprint as browsers and openssl show it: `AB:CD:…`. */
export function fingerprintWords(sha256: string): string {
  return sha256.toUpperCase().replace(/..(?=.)/g, '$&:');
}

function day(time: number): string {
  return Number.isNaN(time) ? '?' : new Date(time).toISOString().slice(0, 10);
}
