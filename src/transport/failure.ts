import { t } from '../common/l10n';
import { certificateBehind, ConnectionError, errorCode, readCode } from './connectionFailure';
import { TransportError, type TransportErrorFacts, type TransportErrorKind } from './errors';
import { oneLine, statedError } from './statedError';

/** What a failure happened to. */
export interface FailedRequest {
  readonly endpoint: string;
  readonly route: string;
  /** Whether the answer's first byte had come. */
  readonly answerBegan: boolean;
  /** Takes secrets out of a text. */
  readonly redact?: (text: string) => string;
}

/** Turns whatever was thrown into a TransportError. Cancellation must have been told apart before. */
export function failureOf(thrown: unknown, request: FailedRequest): TransportError {
  if (thrown instanceof TransportError) return thrown;
  if (thrown instanceof Error && thrown.name === 'MissingSecretError')
    return failure(request, { kind: 'login', detail: thrown.message }, thrown);
  if (thrown instanceof SyntaxError) {
    return failure(
      request,
      { kind: 'not-an-engine', detail: t('the answer is not the JSON of an engine') },
      thrown,
    );
  }
  return connectionFailure(thrown, request);
}

function connectionFailure(thrown: unknown, request: FailedRequest): TransportError {
  const code = errorCode(thrown);
  const said = oneLine(thrown instanceof Error ? thrown.message : String(thrown));
  if (thrown instanceof ConnectionError && thrown.proxy !== undefined) {
    const detail = t('the proxy {0} {1}', thrown.proxy, said);
    const { status } = thrown;
    const facts = { ...(code === undefined ? {} : { code }), ...(status === undefined ? {} : { status }) };
    return failure(request, { kind: 'proxy', detail, ...facts }, thrown);
  }
  if (code === undefined) {
    const kind = request.answerBegan ? 'connection-lost' : 'host-fault';
    return failure(request, { kind, detail: said }, thrown);
  }
  const { kind, words = said } = readCode(code, request.answerBegan);
  const seen = certificateBehind(thrown);
  const what = `${words} (${code})`;
  const detail = seen === undefined ? what : t('{0}: {1}', what, seen.words);
  const certificate = seen === undefined ? {} : { certificate: seen.facts };
  return failure(request, { kind, code, detail, ...certificate }, thrown);
}

/** The TransportError for an answer whose status is not 2xx. */
export function refusalOf(status: number, answer: RefusedAnswer, request: FailedRequest): TransportError {
  if (status >= 300 && status < 400) {
    const detail =
      answer.location === undefined
        ? t('redirected elsewhere')
        : t('redirected to {0}', withoutQuery(redacted(answer.location, request)));
    return failure(request, { kind: 'not-an-engine', status, detail });
  }
  const stated = statedError(answer.text);
  const said = saidIn({ ...answer, text: redacted(answer.text, request) });
  const kind =
    (stated === undefined ? kindOfPage(answer.text) : kindOfWords(stated)) ?? kindOfStatus(status, stated);
  const detail = said === '' ? t('status {0}', status) : t('{0} (status {1})', said, status);
  const wanted =
    status === 401 && /^basic\b/i.test(answer.challenge ?? '') ? ({ wantsBasic: true } as const) : {};
  if (stated !== undefined) return failure(request, { kind, status, detail, ...wanted });
  const { server = '' } = answer;
  const isProxys = status >= 500 && forwardProxies.test(server);
  return failure(request, { kind: isProxys ? 'proxy' : kind, status, detail, server, ...wanted });
}

/** Before it is cut to a line: what is left of a secret at the cut would not be known for one. */
function redacted(text: string, { redact = (same) => same }: FailedRequest): string {
  return redact(text);
}

function saidIn({ text, isHtml }: RefusedAnswer): string {
  return statedError(text) ?? (isHtml ? pageWords(text) : oneLine(text));
}

export interface RefusedAnswer {
  /** Beginning of the body. */
  readonly text: string;
  readonly isHtml: boolean;
  readonly location?: string;
  /** The header of this name. */
  readonly server?: string;
  /** How to log in: the header `WWW-Authenticate`. */
  readonly challenge?: string;
}

/** What a forward proxy calls itself on a page of its own: a host that does not answer is no busy one. */
const forwardProxies = /^(tinyproxy|squid|privoxy|mitmproxy)/i;

/** The TransportError for an `error` that came inside an answer with status 200. */
export function streamFaultOf(said: string, request: FailedRequest): TransportError {
  const kind = kindOfWords(innermost(said)) ?? 'host-fault';
  return failure(request, { kind, detail: innermost(redacted(said, request)) });
}

function innermost(said: string): string {
  return statedError(JSON.stringify({ error: said })) ?? said;
}

export function failure(
  request: FailedRequest,
  facts: Omit<TransportErrorFacts, 'endpoint' | 'route'>,
  cause?: unknown,
): TransportError {
  const options = cause === undefined ? undefined : { cause };
  const { endpoint, route } = request;
  return new TransportError({ endpoint, route, ...facts, detail: redacted(facts.detail, request) }, options);
}

/** Ollama's and llama.cpp's own words, the first match wins. */
const wordings: readonly (readonly [RegExp, TransportErrorKind])[] = [
  [
    /exceed_context_size|exceeds the available context|longer than the context|context length|too long/i,
    'prompt-too-long',
  ],
  // CUDA's, ROCm's, Vulkan's and Ollama's own.
  [/out[ -]of[ -](device )?memory|OutOf(Device|Host)?Memory|(cuda|hip)Malloc/i, 'out-of-memory'],
  [/(system|insufficient|not enough) memory|(unable|failed) to allocate|allocation failed/i, 'out-of-memory'],
  [/does not support|input is not supported|not supported by/i, 'unsupported'],
  [/model\b.*\b(not found|does not exist)|no such model|unknown model/i, 'model-missing'],
  [/no space left on device|disk quota exceeded/i, 'disk-full'],
  [/server busy|maximum pending requests|too many requests/i, 'busy'],
  [/unauthori[sz]ed|forbidden|invalid (api )?key|access denied/i, 'login'],
];

/** What nginx says in the title of its page. */
const pageTitles: readonly (readonly [RegExp, TransportErrorKind])[] = [
  [/SSL certificate error|No required SSL certificate was sent/i, 'client-certificate'],
  [/plain HTTP request was sent to HTTPS port/i, 'tls'],
];

function kindOfPage(page: string): TransportErrorKind | undefined {
  return pageTitles.find(([pattern]) => pattern.test(page))?.[1];
}

function kindOfWords(text: string): TransportErrorKind | undefined {
  return wordings.find(([pattern]) => pattern.test(text))?.[1];
}

function kindOfStatus(status: number, stated: string | undefined): TransportErrorKind {
  switch (status) {
    case 400:
    case 422:
      return 'bad-request';
    case 401:
    case 403:
      return 'login';
    case 407:
      return 'proxy';
    case 404:
    case 405:
      // The engine says why in JSON; a bare 404 comes from whatever else lives at this address.
      return stated === undefined ? 'not-an-engine' : 'bad-request';
    case 413:
      return 'prompt-too-long';
    case 429:
    case 503:
      return 'busy';
    case 502:
    case 504:
      return 'unreachable';
    default:
      return status >= 500 ? 'host-fault' : 'not-an-engine';
  }
}

/** Of a web page only its title is worth repeating. */
function pageWords(page: string): string {
  const title = /<title[^>]*>([^<]+)/i.exec(page)?.[1];
  return title === undefined ? t('a web page') : t('a web page, "{0}"', oneLine(title));
}

function withoutQuery(location: string): string {
  return oneLine(location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//'));
}
