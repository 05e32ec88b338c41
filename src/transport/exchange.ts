import { t } from '../common/l10n';
import { abortError, isAbort } from '../common/abort';
import type { Clock } from '../common/clock';
import {
  beginningOf,
  boundedBody,
  checkedLines,
  looksLikeHtml,
  type LineFaults,
  type LineStream,
  type ReadPiece,
} from './answerBody';
import { createDeadline, timeoutWords, type Deadline, type Timeouts } from './deadline';
import { failure, failureOf, refusalOf, streamFaultOf, type FailedRequest } from './failure';
import type { HttpRequest, HttpTransport } from './httpTransport';
import { plainBody } from './plainBody';
import { checkedEvents, type EventFields } from './serverSentEvents';

/** An endpoint as its engine sees it. */
export interface EngineEndpoint {
  /** Absolute, without login, query or trailing slash. */
  readonly url: string;
  readonly timeouts: Timeouts;
  /** The headers of a request, with secrets filled in. What it throws tells which login is missing. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Takes the endpoint's secrets out of what its host says, before that becomes a message. */
  readonly redact?: (text: string) => string;
}

export interface EnginePorts {
  readonly http: HttpTransport;
  readonly clock: Clock;
}

/** One HTTP request on its way: timed, guarded, and stopped when left. */
export interface Exchange {
  /** For a protocol client: its answers are 2xx, of the engine's kind, and readable by web standards. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** For an answer that is a stream of server-sent events: the JSON of each. Ends with `[DONE]` or the body. */
  events(url: string, init?: RequestInit): AsyncGenerator<EventFields, void, undefined>;
  /** What a failure of this exchange was: an AbortError where `signal` aborted, else a TransportError. */
  failureOf(thrown: unknown): Error;
  /** Ends the request if it still runs. To be called whatever happens. */
  close(): void;
}

export interface ExchangeKind {
  /** Method and route, such as `POST /api/generate`. */
  readonly route: string;
  /** NDJSON lines or server-sent events that come as they are made, or one JSON of at most so many bytes. */
  readonly answer: 'lines' | 'events' | { readonly limitBytes: number };
}

/** How long what follows the last line may take before the connection is given up rather than used again. */
const DRAIN_MS = 500;
/** Bytes of a refusal that are read: hosts state the reason first, proxies send pages. */
const REFUSAL_BYTES = 8_192;

/** Opens an exchange that ends when `signal` aborts. */
export function openExchange(
  endpoint: EngineEndpoint,
  ports: EnginePorts,
  kind: ExchangeKind,
  signal: AbortSignal,
): Exchange {
  return new HttpExchange(endpoint, ports, kind, signal);
}

class HttpExchange implements Exchange {
  private readonly stop = new AbortController();
  private readonly deadline: Deadline;
  private answerBegan = false;
  /** How long the answer's present line, event or piece has been waited for. */
  private waitedMs = 0;
  private stream: Pick<LineStream, 'sawDone'> | undefined;
  private read: ReadPiece | undefined;

  constructor(
    private readonly endpoint: EngineEndpoint,
    private readonly ports: EnginePorts,
    private readonly kind: ExchangeKind,
    private readonly signal: AbortSignal,
  ) {
    this.deadline = createDeadline(ports.clock, endpoint.timeouts, this.end);
    if (signal.aborted) this.end();
    else signal.addEventListener('abort', this.end, { once: true });
  }

  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { response, read } = await this.ask(url, init);
    return new Response(this.guardedBody(read), { status: response.status, headers: response.headers });
  };

  async *events(url: string, init: RequestInit = {}): AsyncGenerator<EventFields, void, undefined> {
    const { read } = await this.ask(url, init);
    const stream = checkedEvents(read, this.faults);
    this.stream = stream;
    for await (const event of stream.events) {
      this.advanced();
      yield event;
    }
  }

  private async ask(url: string, init: RequestInit): Promise<{ response: Response; read: ReadPiece }> {
    const headers = await this.headers(init);
    if (this.stop.signal.aborted) throw abortError();
    this.deadline.arm('connect');
    const response = await this.ports.http.send({
      method: (init.method ?? 'GET') as HttpRequest['method'],
      url,
      headers,
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      signal: this.stop.signal,
      onConnected: () => this.deadline.arm('firstByte'),
    });
    const read = this.timedReader(plainBody(response, (what) => this.malformed(what)));
    this.read = read;
    if (!response.ok) throw await this.refusal(response, read);
    if (isHtml(response)) throw this.malformed(t('a web page'));
    return { response, read };
  }

  failureOf(thrown: unknown): Error {
    if (this.signal.aborted) return abortError();
    const phase = this.deadline.expired();
    if (phase === undefined) return failureOf(unmasked(thrown), this.request());
    const detail = timeoutWords(phase, this.endpoint.timeouts);
    return failure(this.request(), { kind: 'timeout', phase, detail });
  }

  close(): void {
    this.signal.removeEventListener('abort', this.end);
    if (this.stream?.sawDone() === true && !this.stop.signal.aborted) void this.drain();
    else this.end();
  }

  /** Something whole has come. */
  private readonly advanced = (): void => {
    this.waitedMs = 0;
  };

  private readonly end = (): void => {
    this.deadline.end();
    this.stop.abort(abortError());
  };

  private async headers(init: RequestInit): Promise<Record<string, string>> {
    let own: Readonly<Record<string, string>>;
    try {
      own = await this.endpoint.headers();
    } catch (missing) {
      const detail = missing instanceof Error ? missing.message : t('the login could not be read');
      throw failure(this.request(), { kind: 'login', detail }, missing);
    }
    return this.merged(init, own);
  }

  /** Names of headers know no case, so that `authorization` and `Authorization` are one. */
  private merged(init: RequestInit, own: Readonly<Record<string, string>>): Record<string, string> {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(own)) {
      try {
        headers.set(name, value);
      } catch {
        // What was thrown repeats the value, which may be a secret.
        const detail = t('the value of the header {0} holds characters that HTTP does not allow', name);
        throw failure(this.request(), { kind: 'login', detail });
      }
    }
    return Object.fromEntries(headers);
  }

  /**
   * Only the wait for a piece is timed, not what the reader of the answer does in between. A line that drips in byte by
   * byte is waited for no longer than one that does not come at all.
   */
  private timedReader(body: ReadableStream<Uint8Array> | null): ReadPiece {
    const reader = body?.getReader();
    return async () => {
      const { clock } = this.ports;
      const began = clock.now();
      this.deadline.arm(this.answerBegan ? 'betweenTokens' : 'firstByte', this.waitedMs);
      const piece = await reader?.read();
      this.deadline.disarm();
      if (piece === undefined || piece.done) return undefined;
      this.waitedMs = this.answerBegan ? this.waitedMs + clock.now() - began : 0;
      this.answerBegan = true;
      return piece.value;
    };
  }

  private guardedBody(read: ReadPiece): ReadableStream<Uint8Array> {
    const { answer } = this.kind;
    if (typeof answer === 'object') {
      const tooLong = (): Error => this.malformed(t('more than {0} bytes', answer.limitBytes));
      return boundedBody(read, { limitBytes: answer.limitBytes, tooLong, onPiece: this.advanced });
    }
    const lines = checkedLines(read, this.faults, this.advanced);
    this.stream = lines;
    return lines.body;
  }

  private readonly faults: LineFaults = {
    malformed: (what) => this.malformed(what),
    stated: (said) => streamFaultOf(said, this.request()),
  };

  private async refusal(response: Response, read: ReadPiece): Promise<Error> {
    const text = await beginningOf(read, REFUSAL_BYTES);
    const location = response.headers.get('location');
    const answer = {
      text,
      isHtml: isHtml(response) || looksLikeHtml(text),
      ...(location === null ? {} : { location }),
      server: response.headers.get('server') ?? '',
      challenge: response.headers.get('www-authenticate') ?? '',
    };
    return refusalOf(response.status, answer, this.request());
  }

  /** Reads the few bytes behind the last line, so that the connection can serve the next request. */
  private async drain(): Promise<void> {
    const enough = new AbortController();
    const timeLimit = this.ports.clock.sleep(DRAIN_MS, enough.signal);
    await Promise.race([readToEnd(this.read), timeLimit]).catch(() => undefined); // The answer is complete already.
    enough.abort(abortError());
    timeLimit.catch(() => undefined); // Aborted by the line above.
    this.end();
  }

  private malformed(what: string): Error {
    return failure(this.request(), { kind: 'not-an-engine', detail: t('answered with {0}', what) });
  }

  private request(): FailedRequest {
    const { url, redact } = this.endpoint;
    const request = { endpoint: url, route: this.kind.route, answerBegan: this.answerBegan };
    return redact === undefined ? request : { ...request, redact };
  }
}

async function readToEnd(read: ReadPiece | undefined): Promise<void> {
  let piece = await read?.();
  while (piece !== undefined) piece = await read?.();
}

/** Node's web streams call a connection that closed too early an abort; nobody aborted this exchange. */
function unmasked(thrown: unknown): unknown {
  return isAbort(thrown) ? ((thrown as Error).cause ?? new Error(t('the connection was closed'))) : thrown;
}

function isHtml(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').includes('html');
}
