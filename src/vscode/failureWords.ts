import { t } from '../common/l10n';
import { assertNever } from '../common/assertNever';
import { TransportError, type TransportErrorFacts } from '../transport/errors';
import { sidesWords, type CallSite } from './callSite';
import { timeoutWords, unknownNameWords, unreachableWords } from './reachWords';
import { secureWayWords } from './secureWayWords';

/** A failure as the user reads it: two or three words, what happened, and what to do next. */
export interface FailureWords {
  readonly brief: string;
  readonly cause: string;
  readonly nextStep: string;
}

export function failureWords(facts: TransportErrorFacts): FailureWords {
  const { brief, cause, nextStep } = wordsOf(facts);
  return { brief, cause: `${cause} (${facts.route}: ${facts.detail})`, nextStep };
}

/** A failure as one message: cause, mend, and in a remote window which machine called. */
export function failureMessage(facts: TransportErrorFacts, site: CallSite): string {
  const { cause, nextStep } = failureWords(facts);
  return [`${cause}.`, `${nextStep}.`, ...sidesWords(site)].join(' ');
}

/** What was thrown, with a message for people in place of the wire's. */
export function failureInWords(thrown: unknown, site: CallSite): unknown {
  if (!(thrown instanceof TransportError)) return thrown;
  return new Error(failureMessage(thrown.facts, site), { cause: thrown });
}

function wordsOf(facts: TransportErrorFacts): FailureWords {
  const { kind, endpoint } = facts;
  switch (kind) {
    case 'unreachable':
    case 'name-not-found':
    case 'timeout':
    case 'connection-lost':
      return connectionWords(kind, facts);
    case 'tls':
    case 'certificate':
    case 'client-certificate':
    case 'misconfigured':
    case 'proxy':
      return secureWayWords(kind, facts);
    case 'login':
      return {
        brief: t('login refused'),
        cause: t('{0} refused the login with status {1}', endpoint, facts.status ?? 401),
        nextStep: t('Give the header that the host asks for in fillwright.endpoints'),
      };
    case 'model-missing':
      return {
        brief: t('model missing'),
        cause: t('{0} does not have the chosen model', endpoint),
        nextStep: t('Choose another model, or pull it on the host with "ollama pull"'),
      };
    case 'unsupported':
      return {
        brief: t('model not fit'),
        cause: t("The model at {0} can't do what was asked of it", endpoint),
        nextStep: t(
          'Choose another: for completion a base model that was trained for fill-in-the-middle, for chat one that can do what the host names',
        ),
      };
    case 'not-an-engine':
      return {
        brief: t('not a model host'),
        cause: t("What answers at {0} is no model host; a proxy's or login page perhaps", endpoint),
        nextStep: t('Check the URL and its path in fillwright.endpoints, and whether a proxy stands between'),
      };
    case 'prompt-too-long':
    case 'out-of-memory':
    case 'disk-full':
    case 'busy':
    case 'host-fault':
    case 'bad-request':
      return hostWords(kind, endpoint);
    default:
      return assertNever(kind);
  }
}

type ConnectionKind = 'unreachable' | 'name-not-found' | 'timeout' | 'connection-lost';

function connectionWords(kind: ConnectionKind, facts: TransportErrorFacts): FailureWords {
  const { endpoint } = facts;
  switch (kind) {
    case 'unreachable':
      return unreachableWords(facts);
    case 'name-not-found':
      return unknownNameWords(facts);
    case 'timeout':
      return timeoutWords(facts);
    case 'connection-lost':
      return {
        brief: t('connection lost'),
        cause: t('The connection to {0} broke in the middle of an answer', endpoint),
        nextStep: t(
          'Completion tries again by itself; in the chat, ask again. If it keeps happening, look at the host and at proxies between',
        ),
      };
    default:
      return assertNever(kind);
  }
}

type HostKind = 'prompt-too-long' | 'out-of-memory' | 'disk-full' | 'busy' | 'host-fault' | 'bad-request';

function hostWords(kind: HostKind, endpoint: string): FailureWords {
  switch (kind) {
    case 'prompt-too-long':
      return {
        brief: t('prompt too long'),
        cause: t('{0} gives the model a smaller window than it said', endpoint),
        nextStep: t(
          'Lower fillwright.completion.contextWindow, or fillwright.chat.contextWindow for the chat',
        ),
      };
    case 'out-of-memory':
      return {
        brief: t('out of memory'),
        cause: t('{0} has not enough memory for the model and its window', endpoint),
        nextStep: t(
          'Choose a smaller model, or lower fillwright.completion.contextWindow, or fillwright.chat.contextWindow for the chat',
        ),
      };
    case 'disk-full':
      return {
        brief: t('disk full'),
        cause: t('The disk of {0} has no room for the model', endpoint),
        nextStep: t('Delete models that are not needed there, or pull a smaller one'),
      };
    case 'busy':
      return {
        brief: t('host busy'),
        cause: t('{0} has too much to do at the moment', endpoint),
        nextStep: t(
          'Completion goes on by itself when the host has room again; in the chat, ask again in a moment',
        ),
      };
    case 'host-fault':
      return {
        brief: t('host failed'),
        cause: t('{0} reported a failure of its own', endpoint),
        nextStep: t("Look at the host's own log, and try again"),
      };
    case 'bad-request':
      return {
        brief: t('request refused'),
        cause: t('{0} refused the request as malformed', endpoint),
        nextStep: t('Check the options in fillwright.endpoints, and whether the host is up to date'),
      };
    default:
      return assertNever(kind);
  }
}
