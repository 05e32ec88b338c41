import { t } from '../../common/l10n';
import type { TransportError } from '../../transport/errors';
import { mendOf } from './mends';

/** What to do about a handshake or a certificate that failed. */
export function mendOfTls(error: TransportError, url: string): string {
  if (error.kind !== 'certificate') return mendOf(error, url);
  const { code, certificate } = error.facts;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return t("Renew the host's certificate, and check this machine's clock.");
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH': {
      const names = certificate?.names ?? '';
      return names === ''
        ? t(
            'Write a name that the certificate is for in the URL, or give it as tls.serverName of the endpoint.',
          )
        : t(
            'Write a name that the certificate is for ({0}) in the URL, or give it as tls.serverName of the endpoint.',
            names,
          );
    }
    case 'CERT_PIN_MISMATCH':
      return t(
        'If the certificate was renewed, pin the new SHA-256 as tls.fingerprint; if not, somebody stands between.',
      );
    case undefined:
    default:
      return t(
        "Give the issuer's certificate as tls.caFile of the endpoint in fillwright.endpoints (--ca FILE here), or pin the SHA-256 as tls.fingerprint, once you have compared it with the host.",
      );
  }
}
