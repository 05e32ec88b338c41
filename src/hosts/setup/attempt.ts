import { t } from '../../common/l10n';
import type { EndpointSettings } from '../../settings/settings';
import type { Certificate, DiagnosisPorts } from '../diagnosis/ports';
import { checkNames, type CheckName, type CheckResult } from '../diagnosis/check';
import { diagnoseConnection } from '../diagnosis/diagnose';
import { proxyTo } from '../diagnosis/door';
import type { TransportError } from '../../transport/errors';
import { addressCandidates } from './addressCandidates';
import { doubtOf, type Doubt } from './trust';

/** What came of trying to reach a host as drafted. `endpoint` is the draft with what was found out by probing. */
export type Attempt =
  | { readonly kind: 'reached'; readonly endpoint: EndpointSettings; readonly engineWords: string }
  | { readonly kind: 'login'; readonly endpoint: EndpointSettings; readonly saw: string }
  | {
      readonly kind: 'certificate';
      readonly endpoint: EndpointSettings;
      readonly certificate: Certificate;
      readonly doubt: Doubt;
    }
  /** The host wants a certificate of its caller, or refused the one it got. */
  | { readonly kind: 'client-certificate'; readonly endpoint: EndpointSettings; readonly saw: string }
  /** A file that the endpoint's TLS settings name is of no use, or its passphrase is wrong. */
  | { readonly kind: 'unusable'; readonly endpoint: EndpointSettings; readonly saw: string }
  | {
      readonly kind: 'failed';
      readonly endpoint: EndpointSettings;
      readonly saw: string;
      readonly mend: string;
      /** Absent where the address is none. */
      readonly check?: CheckName;
    };

/**
 * Tries every meaning of an address at once. @returns all that something answered at, the one that leads furthest first and
 * https before http; where nothing did, why the likeliest did not. Throws an AbortError.
 */
export async function attemptAddress(
  written: string,
  draft: EndpointSettings,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<readonly [Attempt, ...Attempt[]]> {
  const candidates = addressCandidates(written);
  if ('problem' in candidates) {
    return [{ kind: 'failed', endpoint: draft, saw: t('The address {0}', candidates.problem), mend: '' }];
  }
  const tries = await Promise.all(candidates.map((url) => attemptUrl({ ...draft, url }, ports, signal)));
  const [first, ...others] = tries.filter(({ attempt }) => attempt.kind !== 'failed').sort(furthestFirst);
  if (first !== undefined) return [first.attempt, ...others.map(({ attempt }) => attempt)];
  return [tries.reduce((best, next) => (next.height > best.height ? next : best)).attempt];
}

function furthestFirst(one: Tried, other: Tried): number {
  const isSecure = ({ attempt }: Tried): number => (attempt.endpoint.url.startsWith('https:') ? 1 : 0);
  return other.height - one.height || isSecure(other) - isSecure(one);
}

/** Tries an endpoint whose URL is settled, with what was learnt since: a login, a certificate. Throws an AbortError. */
export async function attemptAgain(
  endpoint: EndpointSettings,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<Attempt> {
  return (await attemptUrl(endpoint, ports, signal)).attempt;
}

interface Tried {
  readonly attempt: Attempt;
  /** The check it failed at, by its place. */
  readonly height: number;
}

async function attemptUrl(
  endpoint: EndpointSettings,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<Tried> {
  const first = await climbOnce({ ...endpoint, engine: 'ollama' }, ports, signal);
  if (first.failure?.name !== 'engine') return first.tried;
  const second = await climbOnce({ ...endpoint, engine: 'openai' }, ports, signal);
  return second.tried.height > first.tried.height ? second.tried : first.tried;
}

async function climbOnce(
  endpoint: EndpointSettings,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ readonly tried: Tried; readonly failure: CheckResult | undefined }> {
  const watch = { started: () => undefined, ended: () => undefined };
  const subject = { written: endpoint.url, endpoint };
  const { results, facts } = await diagnoseConnection(subject, ports, watch, signal);
  const failure = results.find(({ verdict }) => verdict === 'failed');
  const height = failure === undefined ? checkNames.length : checkNames.indexOf(failure.name);
  const attempt = await attemptOf(facts.endpoint, { failure, results }, ports, signal);
  return { tried: { attempt, height }, failure };
}

async function attemptOf(
  endpoint: EndpointSettings,
  {
    failure,
    results,
  }: { readonly failure: CheckResult | undefined; readonly results: readonly CheckResult[] },
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<Attempt> {
  if (failure === undefined) {
    const engineWords = results.find(({ name }) => name === 'engine')?.saw ?? '';
    return { kind: 'reached', endpoint, engineWords };
  }
  const { saw, mend, error } = failure;
  const failed: Attempt = { kind: 'failed', endpoint, saw, mend, check: failure.name };
  if (failure.name === 'login') return { kind: 'login', endpoint, saw };
  if (failure.name !== 'tls' || error === undefined) return failed;
  if (error.kind === 'client-certificate')
    return { kind: 'client-certificate', endpoint, saw: error.facts.detail };
  if (error.kind === 'misconfigured') return { kind: 'unusable', endpoint, saw: error.facts.detail };
  const certificate =
    error.kind === 'certificate' ? await certificateOf(endpoint, error, ports, signal) : undefined;
  return certificate === undefined
    ? failed
    : { kind: 'certificate', endpoint, certificate, doubt: doubtOf(error.facts.code) };
}

/** The certificate in question, with its authority where a look of one's own is possible. */
async function certificateOf(
  endpoint: EndpointSettings,
  { facts }: TransportError,
  { network, editorProxy }: DiagnosisPorts,
  signal: AbortSignal,
): Promise<Certificate | undefined> {
  try {
    return await network.handshake(endpoint, proxyTo(endpoint, editorProxy), signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return facts.certificate;
  }
}
