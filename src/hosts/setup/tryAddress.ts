import { defaultEndpoint, type EndpointSettings } from '../../settings/settings';
import type { DiagnosisPorts } from '../diagnosis/ports';
import { readAddress, type ReadAddress } from './addressCandidates';
import { attemptAddress, attemptAgain, type Attempt } from './attempt';
import { keepBasicLogin, type KeptLogin } from './login';
import { addressTried, severalAnswered, type SetupDraft, type SetupState } from './setupState';

/** What it takes to try a host that is being drafted. */
export interface TryParts {
  /** For an endpoint that is being drafted, with secrets that are not stored yet. */
  readonly ports: (secrets: SetupDraft['secrets']) => DiagnosisPorts;
  /** Names of secrets that are taken. */
  readonly secretNames: () => readonly string[];
}

/**
 * Tries a host at an address as it was typed. A login in it becomes a secret at once, and goes to nobody but the one that
 * answers. Throws an AbortError.
 */
export async function tryAddress(
  state: SetupState,
  typed: string,
  parts: TryParts,
  signal: AbortSignal,
): Promise<SetupState> {
  const { address, login } = readAddress(typed);
  // Whatever was gathered for an earlier address, trust and login above all, belongs to that address.
  const { name } = state.draft.endpoint;
  const endpoint: EndpointSettings = { ...defaultEndpoint, name };
  const [attempt, ...others] = await attemptAddress(address, endpoint, parts.ports({}), signal);
  if (others.length > 0) return severalAnswered(state, { address, login }, [attempt, ...others]);
  return settleOn(state, { address, login, attempt }, parts, signal);
}

/** Goes on with one of several that answered at an address. Throws an AbortError. */
export function tryAnswer(
  state: SetupState,
  attempt: Attempt,
  parts: TryParts,
  signal: AbortSignal,
): Promise<SetupState> {
  const { step, draft } = state;
  const login = step.kind === 'which' ? step.login : undefined;
  return settleOn(state, { address: draft.written, login, attempt }, parts, signal);
}

async function settleOn(
  state: SetupState,
  { address, login, attempt }: ReadAddress & { readonly attempt: Attempt },
  parts: TryParts,
  signal: AbortSignal,
): Promise<SetupState> {
  if (login === undefined || attempt.kind === 'failed') return addressTried(state, address, attempt);
  const kept = keepBasicLogin(login, attempt.endpoint, parts.secretNames());
  return addressTried(state, address, await loggedIn(attempt, kept, parts, signal), kept);
}

/** What came of an attempt, for one who gives a login. */
function loggedIn(
  attempt: Attempt,
  { headers, secretName, secret }: KeptLogin,
  { ports }: TryParts,
  signal: AbortSignal,
): Promise<Attempt> {
  const endpoint = { ...attempt.endpoint, headers };
  // A host that is not trusted yet, or does not trust, gets no login: it is given with the next attempt.
  if (attempt.kind !== 'reached' && attempt.kind !== 'login')
    return Promise.resolve({ ...attempt, endpoint });
  return attemptAgain(endpoint, ports({ [secretName]: secret }), signal);
}
