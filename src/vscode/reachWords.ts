import { t } from '../common/l10n';
import type { TransportErrorFacts } from '../transport/errors';

type FailureWords = Readonly<Record<'brief' | 'cause' | 'nextStep', string>>;

/** Why no connection comes about, by what the operating system or a gateway said. */
export function unreachableWords({ endpoint, code, status }: TransportErrorFacts): FailureWords {
  const brief = t('host unreachable');
  if (status !== undefined) {
    return {
      brief,
      cause: t('A gateway answers at {0}, but does not reach the model host behind it', endpoint),
      nextStep: t(
        'Start the model host there, and check where the gateway sends requests (proxy_pass in nginx)',
      ),
    };
  }
  if (code === 'ECONNRESET' && endpoint.startsWith('http:')) {
    return {
      brief,
      cause: t('{0} hangs up before it answers', endpoint),
      nextStep: t(
        'If the host speaks TLS, write https:// in the url of fillwright.endpoints; else look at the host',
      ),
    };
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ENETDOWN') {
    return {
      brief,
      cause: t('No way leads from this machine to {0}', endpoint),
      nextStep: t('Check the network and the VPN, and the address in fillwright.endpoints'),
    };
  }
  return {
    brief,
    cause: t('Nothing answers at {0}', endpoint),
    nextStep: t(
      'Start the model host. On another machine it must listen for others too (OLLAMA_HOST=0.0.0.0) and its firewall let them in',
    ),
  };
}

/** A name that can't be resolved. */
export function unknownNameWords({ endpoint }: TransportErrorFacts): FailureWords {
  const isMulticast = new URL(endpoint).hostname.endsWith('.local');
  return {
    brief: t('host unknown'),
    cause: t("The name in {0} can't be resolved", endpoint),
    nextStep: isMulticast
      ? t(
          'Names in .local are found by mDNS (Bonjour, Avahi) in one network only: check that both have it, or use the IP address',
        )
      : t('Check the spelling in fillwright.endpoints, the VPN, or use the IP address'),
  };
}

/** A wait that ran out. */
export function timeoutWords({ endpoint, phase }: TransportErrorFacts): FailureWords {
  const brief = t('host too slow');
  switch (phase) {
    case 'connect':
      return {
        brief,
        cause: t('{0} took too long to accept a connection', endpoint),
        nextStep: t(
          'Check the address; a firewall may drop what is sent there. An SSH tunnel leads around one',
        ),
      };
    case 'betweenTokens':
      return {
        brief,
        cause: t('{0} took too long to go on with its answer', endpoint),
        nextStep: t(
          'Look at the host and at proxies between, or allow more time under timeouts in fillwright.endpoints',
        ),
      };
    case 'firstByte':
    case undefined:
    default:
      return {
        brief,
        cause: t('{0} took too long to begin its answer', endpoint),
        nextStep: t(
          'Look at the host; choose a smaller model, or a longer time under timeouts in fillwright.endpoints',
        ),
      };
  }
}
