import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import http, { type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Server } from 'node:net';
import path from 'node:path';
import { systemClock } from '../../../src/common/clock';
import { silentLog } from '../../../src/common/log';
import { createCompletionHosts, type LiveCompletionHosts } from '../../../src/hosts/completionHosts';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { rightsOfWay } from '../../../src/hosts/rightOfWay';
import { createEndpointTransports } from '../../../src/node/endpointTransports';
import { parseSettings } from '../../../src/settings/parseSettings';
import { TransportError, type TransportErrorKind } from '../../../src/transport/errors';
import { failureWords } from '../../../src/vscode/failureWords';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { waitUntil } from '../../../tools/waitUntil';
import { TEST_WINDOW_TOKENS } from '../../support/hostRequests';
import { makeCertificates, type KeyPair, type TestCertificates } from '../../support/network/certificates';
import { openMendableDoor, type MendableDoor } from '../../support/network/mendableDoor';
import { startSocksProxy } from '../../support/network/socksProxy';
import { skipBecause } from '../../support/skip';
import { useTestHost } from '../../support/testHost';

const never = new AbortController().signal;
const PATIENCE_MS = 120_000;
const KEY = 'key-of-the-team';

interface Fault {
  readonly what: string;
  readonly spoil: (door: MendableDoor) => Promise<void>;
  readonly kind: TransportErrorKind;
  readonly brief: string;
  readonly cause: RegExp;
  readonly nextStep: RegExp;
  /** Where not the door is mended. */
  readonly mend?: () => void;
  readonly isSecure?: true;
  readonly endpoint?: () => object;
  /** Leads to the door, or is the door itself. */
  readonly way?: 'socks';
}

describe('A host whose fault is mended', () => {
  const host = useTestHost();
  const folder = temporaryFolder('mended');
  const caFile = path.join(folder.path, 'authorities.pem');
  const secrets = new Map<string, string>();
  const source = {
    secret: (name: string) => Promise.resolve(secrets.get(name)),
    environment: () => undefined,
  };
  const transports = createEndpointTransports('9.9.9', source);
  let certificates: TestCertificates;
  let stopping: (() => Promise<void>)[] = [];

  before(function () {
    try {
      certificates = makeCertificates(folder.path);
    } catch (error) {
      skipBecause(this, `openssl can't make certificates: ${String(error)}`);
    }
  });

  beforeEach(() => {
    copyFileSync(certificates.ca, caFile);
    secrets.set('team', KEY);
  });

  afterEach(async () => {
    for (const stop of stopping.reverse()) await stop();
    stopping = [];
  });

  after(() => {
    transports.dispose();
    folder.remove();
  });

  const trusted = (): object => ({ tls: { caFile } });
  const guarded = (): object => ({ headers: { Authorization: 'Bearer ${secret:team}' } });
  const hasty = (): object => ({
    timeouts: { connectMs: 5_000, firstByteMs: 1_000, betweenTokensMs: 1_000 },
  });
  const faults: readonly Fault[] = [
    {
      what: 'nothing listened at its port',
      spoil: (door) => door.spoil(),
      kind: 'unreachable',
      brief: 'host unreachable',
      cause: /Nothing answers at http/,
      nextStep: /OLLAMA_HOST=0\.0\.0\.0/,
    },
    {
      what: 'it spoke http where https was written',
      spoil: (door) => door.spoil(http.createServer()),
      kind: 'tls',
      brief: 'no secure connection',
      cause: /do not speak the same protocol/,
      nextStep: /Write http:\/\//,
      isSecure: true,
      endpoint: trusted,
    },
    {
      what: 'it spoke https where http was written',
      spoil: (door) => door.spoil(secure(certificates.server)),
      kind: 'unreachable',
      brief: 'host unreachable',
      cause: /hangs up before it answers/,
      nextStep: /write https:\/\//,
    },
    {
      what: 'its certificate had expired',
      spoil: (door) => door.spoil(secure(certificates.expired)),
      kind: 'certificate',
      brief: 'certificate refused',
      cause: /has expired/,
      nextStep: /Renew the host's certificate/,
      isSecure: true,
      endpoint: trusted,
    },
    {
      what: 'its certificate was for another name',
      spoil: (door) => door.spoil(secure(certificates.wrongName)),
      kind: 'certificate',
      brief: 'certificate refused',
      cause: /another name/,
      nextStep: /DNS:other\.test.*tls\.serverName/,
      isSecure: true,
      endpoint: trusted,
    },
    {
      what: 'its authority was not known here',
      spoil: (door) => {
        copyFileSync(certificates.client.cert, caFile);
        return door.mend(); // A connection that stands shows its certificate no more.
      },
      mend: () => copyFileSync(certificates.ca, caFile),
      kind: 'certificate',
      brief: 'certificate refused',
      cause: /not trusted/,
      nextStep: /tls\.caFile/,
      isSecure: true,
      endpoint: trusted,
    },
    {
      what: 'the file of its authority was missing',
      spoil: () => {
        rmSync(caFile);
        return Promise.resolve();
      },
      mend: () => copyFileSync(certificates.ca, caFile),
      kind: 'misconfigured',
      brief: 'settings problem',
      cause: /authorities\.pem, which can't be read/,
      nextStep: /Mend in fillwright\.endpoints/,
      isSecure: true,
      endpoint: trusted,
    },
    {
      what: 'it wanted a certificate of its callers',
      spoil: (door) => door.spoil(secure(certificates.server, { ca: certificates.ca })),
      kind: 'client-certificate',
      brief: 'certificate wanted',
      cause: /show a certificate that it knows/,
      nextStep: /certFile and keyFile/,
      isSecure: true,
      endpoint: trusted,
    },
    {
      what: 'the key was wrong',
      spoil: (door) => {
        secrets.set('team', 'another key');
        return door.spoil(guarding(`Bearer ${KEY}`));
      },
      mend: () => secrets.set('team', KEY),
      kind: 'login',
      brief: 'login refused',
      cause: /refused the login with status 401/,
      nextStep: /Give the header that the host asks for/,
      endpoint: guarded,
    },
    {
      what: 'the key had a line break in it',
      spoil: () => {
        secrets.set('team', 'key\nof-the-team');
        return Promise.resolve();
      },
      mend: () => secrets.set('team', KEY),
      kind: 'login',
      brief: 'login refused',
      cause: /Authorization/,
      nextStep: /Give the header that the host asks for/,
      endpoint: guarded,
    },
    {
      what: 'it redirected to another origin',
      spoil: (door) =>
        door.spoil(
          answering((response) => response.writeHead(307, { location: 'http://elsewhere.invalid/' }).end()),
        ),
      kind: 'not-an-engine',
      brief: 'not a model host',
      cause: /redirected to http:\/\/elsewhere\.invalid/,
      nextStep: /Check the URL and its path/,
    },
    {
      what: 'a gateway before it answered with a page',
      spoil: (door) => door.spoil(answering((response) => page(response, 502, 'Bad Gateway'))),
      kind: 'unreachable',
      brief: 'host unreachable',
      cause: /A gateway answers/,
      nextStep: /proxy_pass/,
    },
    {
      what: 'a login page stood before it',
      spoil: (door) => door.spoil(answering((response) => page(response, 200, 'Log in'))),
      kind: 'not-an-engine',
      brief: 'not a model host',
      cause: /no model host/,
      nextStep: /Check the URL and its path/,
    },
    {
      what: 'the proxy on the way was down',
      spoil: (door) => door.spoil(),
      kind: 'proxy',
      brief: 'proxy failed',
      cause: /can't be reached/,
      nextStep: /bypassProxy/,
      way: 'socks',
    },
    {
      what: 'it broke off in the middle of an answer',
      spoil: (door) => door.spoil(generating((response) => response.write(TEXT, () => response.destroy()))),
      kind: 'connection-lost',
      brief: 'connection lost',
      cause: /broke in the middle of an answer/,
      nextStep: /tries again by itself/,
    },
    {
      what: 'its model was deleted',
      spoil: (door) => door.spoil(generating((response) => refuse(response, 404, "model 'x' not found"))),
      kind: 'model-missing',
      brief: 'model missing',
      cause: /does not have the chosen model/,
      nextStep: /ollama pull/,
    },
    {
      what: 'it was out of memory',
      spoil: (door) =>
        door.spoil(
          generating((response) =>
            refuse(response, 500, 'model requires more system memory (5.6 GiB) than is available (1.2 GiB)'),
          ),
        ),
      kind: 'out-of-memory',
      brief: 'out of memory',
      cause: /not enough memory/,
      nextStep: /smaller model/,
    },
    {
      what: 'its queue was full',
      spoil: (door) =>
        door.spoil(
          generating((response) =>
            refuse(response, 503, 'server busy, please try again.  maximum pending requests exceeded'),
          ),
        ),
      kind: 'busy',
      brief: 'host busy',
      cause: /too much to do/,
      nextStep: /goes on by itself/,
    },
    {
      what: 'it never began to answer',
      spoil: (door) => door.spoil(generating(() => undefined)),
      kind: 'timeout',
      brief: 'host too slow',
      cause: /too long to begin its answer/,
      nextStep: /timeouts/,
      endpoint: hasty,
    },
    {
      what: 'its answer dripped in',
      spoil: (door) => door.spoil(generating((response) => response.write('{'))),
      kind: 'timeout',
      brief: 'host too slow',
      cause: /too long to go on with its answer/,
      nextStep: /timeouts/,
      endpoint: hasty,
    },
    {
      what: 'it sent headers without end',
      spoil: (door) =>
        door.spoil(
          answering(({ socket }) => {
            const line = `X-More: ${'x'.repeat(8_000)}\r\n`;
            socket?.write(`HTTP/1.1 200 OK\r\n${line.repeat(20)}`);
          }),
        ),
      kind: 'not-an-engine',
      brief: 'not a model host',
      cause: /no model host/,
      nextStep: /Check the URL and its path/,
    },
    {
      what: 'it claimed to compress what it did not',
      spoil: (door) =>
        door.spoil(
          answering((response) =>
            response.writeHead(200, { 'content-encoding': 'gzip' }).end('not compressed'),
          ),
        ),
      kind: 'not-an-engine',
      brief: 'not a model host',
      cause: /no model host/,
      nextStep: /Check the URL and its path/,
    },
  ];
  for (const { what, ...fault } of faults) {
    it(`says cause and mend where ${what}, and completes again by itself`, async function () {
      this.timeout(PATIENCE_MS);
      const door = await openMendableDoor(
        await behind(fault),
        fault.isSecure ? certificates.server : undefined,
      );
      stopping.push(() => door.stop());
      const live = open(endpointAt(door, fault));
      await waitUntil(() => completes(live), { timeoutMs: PATIENCE_MS, what: 'the first completion' });

      await fault.spoil(door);
      const { facts } = await failureOf(live);
      assert.equal(facts.kind, fault.kind, JSON.stringify(facts));
      const { brief, cause, nextStep } = failureWords(facts);
      assert.equal(brief, fault.brief);
      assert.match(cause, fault.cause);
      assert.match(nextStep, fault.nextStep);
      assert.ok(!`${cause}${nextStep}`.includes(KEY), cause);

      if (fault.mend === undefined) await door.mend();
      else fault.mend();
      // Nobody types meanwhile.
      await waitUntil(() => live.state.kind === 'ready', { timeoutMs: PATIENCE_MS, what: 'its recovery' });
      assert.ok(await completes(live));
    });
  }

  /** Where the door leads. */
  async function behind({ way }: Omit<Fault, 'what'>): Promise<string> {
    if (way === undefined) return host().url;
    const proxy = await startSocksProxy();
    stopping.push(() => proxy.stop());
    return proxy.url;
  }

  function endpointAt(door: MendableDoor, { way, isSecure, endpoint }: Omit<Fault, 'what'>): object {
    const address = `127.0.0.1:${door.port}`;
    if (way === 'socks') return { url: host().url, proxy: `socks5://${address}` };
    return { url: `${isSecure === true ? 'https' : 'http'}://${address}`, ...endpoint?.() };
  }

  function open(endpoint: object): LiveCompletionHosts {
    const { settings, problems } = parseSettings({
      endpoints: [endpoint],
      'completion.contextWindow': TEST_WINDOW_TOKENS,
    });
    assert.deepEqual(problems, []);
    const live = createCompletionHosts(settings, {
      engineFor: (each) => endpointEngine(each, { http: transports.for(each), clock: systemClock }, source),
      store: memoryStore(),
      clock: systemClock,
      log: silentLog,
      random: () => 0,
      rights: rightsOfWay(systemClock),
      hasWoken: () => false,
    });
    stopping.push(() => Promise.resolve(live.dispose()));
    return live;
  }

  async function completes(live: LiveCompletionHosts): Promise<boolean> {
    const session = await live.session(never);
    if (session === undefined) return false;
    const options = { numPredict: 4, temperature: 0 };
    for await (const event of session.generate('const a = 1;\nconst b =', options, never)) {
      if (event.kind === 'done') return true;
    }
    return false;
  }

  /** As a user meets it who goes on typing. */
  async function failureOf(live: LiveCompletionHosts): Promise<TransportError> {
    const thrown = await waitUntil(
      () =>
        completes(live).then(
          () => undefined,
          (error: unknown) => error,
        ),
      { timeoutMs: PATIENCE_MS, what: 'a failure' },
    );
    assert.ok(thrown instanceof TransportError, String(thrown));
    return thrown;
  }

  /** The host, whose generations go wrong. */
  function generating(fault: (response: ServerResponse) => unknown): Server {
    return passing((request, response) => {
      if (request.url !== '/api/generate') return false;
      fault(response);
      return true;
    });
  }

  /** The host, for those who have the key. */
  function guarding(authorization: string): Server {
    return passing((request, response) => {
      if (request.headers.authorization === authorization) return false;
      refuse(response, 401, 'unauthorized');
      return true;
    });
  }

  /** The host, but for what is answered in its place. */
  function passing(answered: (request: http.IncomingMessage, response: ServerResponse) => boolean): Server {
    return http.createServer((request, response) => {
      if (answered(request, response)) return;
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        pass(request, body, response).catch(() => response.destroy());
      });
    });
  }

  async function pass(
    { method = 'GET', url = '/' }: http.IncomingMessage,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    const answer = await fetch(`${host().url}${url}`, { method, ...(body !== '' && { body }) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }
});

const TEXT = `${JSON.stringify({ response: 'ret', done: false })}\n`;

function answering(answer: (response: ServerResponse) => unknown): Server {
  return http.createServer((_, response) => void answer(response));
}

function secure({ cert, key }: KeyPair, callers?: { readonly ca: string }): Server {
  return https.createServer({
    cert: readFileSync(cert),
    key: readFileSync(key),
    ...(callers !== undefined && {
      ca: readFileSync(callers.ca),
      requestCert: true,
      rejectUnauthorized: true,
    }),
  });
}

function page(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(`<!doctype html><title>${title}</title>`);
}

function refuse(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error }));
}
