import { t } from '../../common/l10n';
import { isAbort } from '../../common/abort';
import type { EndpointSettings } from '../../settings/settings';
import { certificateWords } from '../../transport/certificate';
import { failureOf } from '../../transport/failure';
import type { TransportError, TransportErrorKind } from '../../transport/errors';
import { withoutLogin } from '../../settings/endpointUrl';
import { mendOfTls } from './certificateMend';
import { proxyTo, takesConnect } from './door';
import { CheckFailure, CheckSkipped } from './check';
import { rounded, type DiagnosisFacts, type DiagnosisRung, type Greeting } from './facts';
import { greetingOf } from './greeting';
import type { Budget } from './ladder';
import { mendOf, mendOfSilentProxy } from './mends';
import type { DiagnosisPorts } from './ports';

/** How long a host that is well takes for a handshake, or to say its version: far less. */
const ANSWER_MS = 4_000;
/** Each request may wait for the name server anew. */
const SLOW_LOOKUP_MS = 1_000;
/** Over a way that is slow already, a request still gets so long. */
const LEAST_ANSWER_MS = 800;

/** From the connection to an engine that lets one in. `budget` is what its first answer shares with what comes before. */
export function answerRungs(ports: DiagnosisPorts, budget: Budget): readonly DiagnosisRung[] {
  const mendOfTimeout = ({ proxy, endpoint, lookupMs = 0 }: DiagnosisFacts): string => {
    if (proxy !== undefined) return mendOfSilentProxy(endpoint.url);
    const silence = t(
      'Something accepts connections there and says nothing: restart the host, and check the port.',
    );
    return lookupMs < SLOW_LOOKUP_MS ? silence : `${mendOfSlowNames(lookupMs)} ${silence}`;
  };
  const rung = { limitMs: ANSWER_MS, blocks: true, mendOfTimeout };
  return [
    { ...rung, budget, name: 'tls', look: (facts, signal) => secure(facts, ports, signal) },
    {
      ...rung,
      budget,
      leastMs: LEAST_ANSWER_MS,
      name: 'http',
      look: (facts, signal) => greet(facts, ports, signal),
    },
    { ...rung, name: 'engine', look: (facts, signal) => engineOf(facts, ports, signal) },
    { ...rung, name: 'login', look: (facts) => resolved(() => loginOf(greetingIn(facts), facts.endpoint)) },
  ];
}

function mendOfSlowNames(lookupMs: number): string {
  return t(
    'The name server took {0} s, which each request may wait again: check the VPN and the DNS server, or write the IP address.',
    rounded(lookupMs / 1_000),
  );
}

async function secure(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string }> {
  const { endpoint, proxy } = facts;
  if (!endpoint.url.startsWith('https:')) return { saw: t('not used: the URL begins with http') };
  const canLook = proxy === undefined || takesConnect(proxy);
  const words = canLook ? await shakeHands(facts, ports, signal) : t('through {0}', withoutLogin(proxy));
  // Whether it is trusted is for the one to say who sends the code: the editor adds certificates of its own.
  const greeting = await greetingOf(endpoint, ports, signal);
  if (greeting.kind === 'refused' && tlsKinds.has(greeting.error.kind)) {
    const { error } = greeting;
    const { detail, certificate } = error.facts;
    // Where it was the certificate that failed, it is told in the detail.
    const saw = certificate === undefined ? [detail, words].join(t('; ')) : detail;
    throw new CheckFailure(saw, mendOfTls(error, endpoint.url), error);
  }
  return { saw: words };
}

async function shakeHands(
  { endpoint, proxy }: DiagnosisFacts,
  { network }: DiagnosisPorts,
  signal: AbortSignal,
): Promise<string> {
  try {
    return certificateWords(await network.handshake(endpoint, proxy, signal));
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    const error = failureOf(thrown, { endpoint: endpoint.url, route: 'handshake', answerBegan: false });
    throw new CheckFailure(error.facts.detail, mendOfTls(error, endpoint.url), error);
  }
}

const tlsKinds: ReadonlySet<TransportErrorKind> = new Set([
  'tls',
  'certificate',
  'client-certificate',
  'misconfigured',
] as const);

async function greet(
  { endpoint }: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string; facts: Partial<DiagnosisFacts> }> {
  const greeting = await greetingOf(endpoint, ports, signal);
  if (greeting.kind === 'version') return { saw: t('answers'), facts: { greeting } };
  const { error } = greeting;
  const problem = await httpProblem(error, endpoint, { ports, signal });
  if (problem !== undefined) throw problem;
  const status = error.facts.status;
  return {
    saw: status === undefined ? error.facts.detail : t('answers with status {0}', status),
    facts: { greeting },
  };
}

/** What keeps the answer from being that of a model host at all; undefined where another check has to say it. */
async function httpProblem(
  error: TransportError,
  endpoint: EndpointSettings,
  { ports, signal }: { readonly ports: DiagnosisPorts; readonly signal: AbortSignal },
): Promise<CheckFailure | undefined> {
  const { status, detail, kind } = error.facts;
  if (status === undefined) {
    if (kind === 'login' || kind === 'not-an-engine') return undefined;
    if (await speaksTls(endpoint, ports, signal)) return wantsTls(endpoint);
    return new CheckFailure(detail, mendOf(error, endpoint.url));
  }
  if (/HTTPS port/i.test(detail)) return wantsTls(endpoint);
  if (status >= 300 && status < 400) {
    return new CheckFailure(
      detail,
      t('Write the address it redirects to as the URL, if that is your model host.'),
    );
  }
  if (status === 502 || status === 504) return new CheckFailure(detail, mendOf(error, endpoint.url));
  return undefined;
}

/** A TLS port hangs up on plain HTTP without a word. */
async function speaksTls(
  endpoint: EndpointSettings,
  { network, editorProxy }: DiagnosisPorts,
  signal: AbortSignal,
): Promise<boolean> {
  if (endpoint.url.startsWith('https:')) return false;
  try {
    const secured = { ...endpoint, url: withTls(endpoint.url) };
    await network.handshake(secured, proxyTo(secured, editorProxy), signal);
    return true;
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return false; // Then the port is no TLS port either.
  }
}

function wantsTls({ url }: EndpointSettings): CheckFailure {
  return new CheckFailure(
    t('the port speaks TLS, and the URL begins with http'),
    t('Write {0} as the URL.', withTls(url)),
  );
}

function withTls(url: string): string {
  const port = /^http:\/\/[^/]*:\d+/.test(url) ? '' : ':80';
  return url.replace(/^http:\/\/([^/]*)/, `https://$1${port}`);
}

async function engineOf(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string }> {
  const greeting = greetingIn(facts);
  const { engine, url } = facts.endpoint;
  if (greeting.kind === 'version') {
    return { saw: engine === 'ollama' ? `Ollama ${greeting.version}` : greeting.version };
  }
  const { error } = greeting;
  if (error.kind === 'login') throw new CheckSkipped(t('not told before the login'));
  if (engine === 'ollama' && (await speaksOpenAi(facts.endpoint, ports, signal))) {
    throw new CheckFailure(
      t("it speaks OpenAI's API, not Ollama's"),
      t('Set "engine": "openai" for this endpoint in fillwright.endpoints.'),
    );
  }
  throw new CheckFailure(error.facts.detail, mendOf(error, url));
}

/** Servers such as llama.cpp's and vLLM know none of Ollama's routes. */
async function speaksOpenAi(
  endpoint: EndpointSettings,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<boolean> {
  const greeting = await greetingOf({ ...endpoint, engine: 'openai' }, ports, signal);
  return greeting.kind === 'version';
}

function loginOf(greeting: Greeting, { headers, url }: EndpointSettings): { saw: string } {
  if (greeting.kind === 'refused') {
    throw new CheckFailure(greeting.error.facts.detail, mendOf(greeting.error, url));
  }
  const names = Object.keys(headers);
  return { saw: names.length === 0 ? t('none asked for') : t('let in with {0}', names.join(', ')) };
}

function greetingIn({ greeting }: DiagnosisFacts): Greeting {
  if (greeting === undefined) throw new CheckSkipped(t('the host was not asked'));
  return greeting;
}

/** A look that needs no wait; what it throws rejects. */
function resolved<T>(look: () => T): Promise<T> {
  return Promise.resolve().then(look);
}
