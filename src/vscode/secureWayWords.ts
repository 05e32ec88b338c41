import { t } from '../common/l10n';
import { assertNever } from '../common/assertNever';
import { isCertificateCode } from '../transport/connectionFailure';
import type { TransportErrorFacts } from '../transport/errors';

export type SecureWayKind = 'tls' | 'certificate' | 'client-certificate' | 'misconfigured' | 'proxy';

type FailureWords = Readonly<Record<'brief' | 'cause' | 'nextStep', string>>;

/** What stands between this machine and the host: TLS, certificates, a proxy. */
export function secureWayWords(kind: SecureWayKind, facts: TransportErrorFacts): FailureWords {
  const { endpoint } = facts;
  switch (kind) {
    case 'tls':
      return {
        brief: t('no secure connection'),
        cause: t('{0} and this machine do not speak the same protocol', endpoint),
        nextStep: endpoint.startsWith('http:')
          ? t('Write https:// in the url of fillwright.endpoints')
          : t('Write http:// in the url of fillwright.endpoints if the host has no TLS, or check the port'),
      };
    case 'certificate':
      return {
        brief: t('certificate refused'),
        cause: t('The certificate of {0} is not trusted', endpoint),
        nextStep: certificateStep(facts),
      };
    case 'client-certificate':
      return {
        brief: t('certificate wanted'),
        cause: t('{0} lets in only those who show a certificate that it knows', endpoint),
        nextStep: t('Give yours in fillwright.endpoints under tls: certFile and keyFile'),
      };
    case 'misconfigured':
      return {
        brief: t('settings problem'),
        cause: t("The settings for {0} can't be applied", endpoint),
        nextStep: t('Mend in fillwright.endpoints what is named here'),
      };
    case 'proxy':
      return proxyWords(facts);
    default:
      return assertNever(kind);
  }
}

function certificateStep({ code, certificate }: TransportErrorFacts): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return t("Renew the host's certificate");
    case 'CERT_NOT_YET_VALID':
      return t("Set this machine's clock, or look at the certificate on the host");
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH': {
      const names = certificate?.names ?? '';
      const valid = names === '' ? '' : t(' (it is for {0})', names);
      return t(
        'Use a name that the certificate is for{0} in the url, or give it as tls.serverName in fillwright.endpoints',
        valid,
      );
    }
    case 'CERT_PIN_MISMATCH':
      return t(
        'If the certificate was renewed, put the new fingerprint into tls.fingerprint in fillwright.endpoints; if not, somebody stands between',
      );
    case undefined:
    default:
      return t(
        "Name the authority's certificate in tls.caFile in fillwright.endpoints, or pin this one with tls.fingerprint",
      );
  }
}

function proxyWords({ endpoint, status, code }: TransportErrorFacts): FailureWords {
  if (status === 407) {
    return {
      brief: t('proxy wants a login'),
      cause: t('The proxy on the way to {0} wants a login', endpoint),
      nextStep: t(
        'Write it into proxy in fillwright.endpoints, as http://me:${secret:PROXY}@proxy:3128, or set bypassProxy',
      ),
    };
  }
  if (isCertificateCode(code)) {
    return {
      brief: t('proxy failed'),
      cause: t('The certificate of the proxy on the way to {0} is not trusted', endpoint),
      nextStep: t("Name the authority of the proxy's certificate in tls.caFile in fillwright.endpoints"),
    };
  }
  if (status !== undefined && status >= 500) {
    return {
      brief: t('proxy failed'),
      cause: t('The proxy on the way to {0} does not reach it', endpoint),
      nextStep: t('Start the host, or set bypassProxy to true where no proxy is needed'),
    };
  }
  return {
    brief: t('proxy failed'),
    cause: t('The proxy on the way to {0} does not let the request through', endpoint),
    nextStep: t(
      'Check proxy in fillwright.endpoints and http.proxy, or set bypassProxy to true where no proxy is needed',
    ),
  };
}
