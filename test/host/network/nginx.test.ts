import assert from 'node:assert/strict';
import { systemClock } from '../../../src/common/clock';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import { createEndpointTransports } from '../../../src/node/endpointTransports';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { SecretSource } from '../../../src/settings/headerSecrets';
import type { GenerateEvent, InferenceEngine } from '../../../src/transport/engine';
import { TransportError, type TransportErrorFacts } from '../../../src/transport/errors';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { waitUntil } from '../../../tools/waitUntil';
import { FakeFaultyHost } from '../../support/fakeFaultyHost';
import { TEST_WINDOW_TOKENS } from '../../support/hostRequests';
import { makeCertificates, type TestCertificates } from '../../support/network/certificates';
import { BASIC_LOGIN, BEARER, nginxMissing, startNginx, type Nginx } from '../../support/network/nginx';
import { skipBecause } from '../../support/skip';
import { useTestHost } from '../../support/testHost';

const never = new AbortController().signal;

describe('A host behind nginx', () => {
  const host = useTestHost();
  const folder = temporaryFolder('nginx');
  const secrets = new Map<string, string>();
  const source: SecretSource = {
    secret: (name) => Promise.resolve(secrets.get(name)),
    environment: () => undefined,
  };
  const transports = createEndpointTransports('9.9.9', source);
  let certificates: TestCertificates;
  let elsewhere: FakeFaultyHost;
  let nginx: Nginx | undefined;
  let watched = (sent: Promise<Response>): Promise<Response> => sent;

  before(async function () {
    this.timeout(120_000);
    const missing = nginxMissing();
    if (missing !== undefined) skipBecause(this, missing, 'nginx');
    certificates = makeCertificates(folder.path);
    elsewhere = await FakeFaultyHost.start();
    nginx = await startNginx(folder.path, { upstream: host().url, elsewhere: elsewhere.url, certificates });
  });

  after(async () => {
    transports.dispose();
    await nginx?.stop();
    await (elsewhere as FakeFaultyHost | undefined)?.stop();
    folder.remove();
  });

  function engineAt(endpoint: object): InferenceEngine {
    const { settings, problems } = parseSettings({ endpoints: [endpoint] });
    assert.deepEqual(
      problems.filter(({ message }) => !message.includes('insecure')),
      [],
    );
    const [parsed] = settings.endpoints;
    assert.ok(parsed);
    const http = transports.for(parsed);
    return endpointEngine(
      parsed,
      { http: { send: (request) => watched(http.send(request)) }, clock: systemClock },
      source,
    );
  }

  function door(name: keyof Nginx['doors']): string {
    assert.ok(nginx);
    return nginx.doors[name];
  }

  /** What a completion through this endpoint fails with. */
  async function failureOf(endpoint: object): Promise<TransportErrorFacts> {
    try {
      await engineAt(endpoint).version(never);
    } catch (thrown) {
      assert.ok(thrown instanceof TransportError, String(thrown));
      return thrown.facts;
    }
    return assert.fail('The request did not fail.');
  }

  async function completed(endpoint: object): Promise<GenerateEvent[]> {
    const events: GenerateEvent[] = [];
    const request = {
      model: host().model.tag,
      prompt: 'function add(a, b) {\n  return',
      load: { numCtx: TEST_WINDOW_TOKENS },
      options: { numPredict: 12, temperature: 0 },
    };
    for await (const event of engineAt(endpoint).generate(request, never)) events.push(event);
    return events;
  }

  async function assertCompletes(endpoint: object): Promise<void> {
    const events = await completed(endpoint);
    assert.equal(events.at(-1)?.kind, 'done');
    assert.ok(events.some(({ kind }) => kind === 'text'));
  }

  it('completes under a path prefix', async () => {
    await assertCompletes({ url: door('prefix') });
    assert.equal(
      (await failureOf({ url: door('prefix').replace('/models', '/wrong') })).kind,
      'not-an-engine',
    );
  });

  it('refuses a wrong key, and completes as soon as the right one is there', async () => {
    const endpoint = { url: door('bearer'), headers: { Authorization: 'Bearer ${secret:team}' } };
    const withoutKey = await failureOf({ url: door('bearer') });
    assert.deepEqual([withoutKey.kind, withoutKey.status], ['login', 401]);
    assert.match((await failureOf(endpoint)).detail, /the secret team, which is not stored/);
    secrets.set('team', 'wrong');
    assert.equal((await failureOf(endpoint)).status, 401);
    secrets.set('team', `${BEARER.replace('Bearer ', '')}\n`);
    await assertCompletes(endpoint);
  });

  it('completes with a basic login in the URL', async () => {
    const { user, password } = BASIC_LOGIN;
    const login = `${user}:${encodeURIComponent(password)}@`;
    await assertCompletes({ url: door('basic').replace('//', `//${login}`) });
    assert.equal((await failureOf({ url: door('basic').replace('//', '//ada:wrong@') })).kind, 'login');
  });

  it('is not followed to another origin, and no key goes there', async () => {
    const failure = await failureOf({ url: door('redirect'), headers: { Authorization: BEARER } });
    assert.equal(failure.kind, 'not-an-engine');
    assert.equal(failure.detail, `redirected to ${elsewhere.url}/api/version`);
    assert.equal(elsewhere.requests.length, 0);
  });

  it('names the page of a gateway whose host is down', async () => {
    const failure = await failureOf({ url: door('badGateway') });
    assert.deepEqual([failure.kind, failure.status], ['unreachable', 502]);
    assert.match(failure.detail, /a web page, "502 Bad Gateway"/);
  });

  describe('with TLS by a private authority', () => {
    it('is not trusted until the authority is named, and says whose certificate it is', async () => {
      const failure = await failureOf({ url: door('https') });
      assert.equal(failure.kind, 'certificate');
      assert.equal(failure.certificate?.subject, 'CN=server, O=Tests');
      assert.equal(failure.certificate.issuer, 'CN=Fillwright Test CA, O=Tests');
      assert.match(failure.certificate.sha256, /^[0-9a-f]{64}$/);
      assert.match(
        failure.detail,
        /issued by CN=Fillwright Test CA, O=Tests, valid \d{4}-.*SHA-256 ([0-9A-F]{2}:){31}/,
      );
      await assertCompletes({ url: door('https'), tls: { caFile: certificates.ca } });
    });

    it('completes with its certificate pinned, whoever issued it', async () => {
      const { certificate } = await failureOf({ url: door('https') });
      await assertCompletes({ url: door('https'), tls: { fingerprint: certificate?.sha256 } });
      const { certificate: old } = await failureOf({ url: door('expired') });
      await assertCompletes({ url: door('expired'), tls: { fingerprint: old?.sha256 } });
    });

    it('is refused with another certificate than the pinned one, and sent nothing', async () => {
      const failure = await failureOf({
        url: `${door('https')}/pinned`,
        tls: { fingerprint: 'ab'.repeat(32) },
      });
      await failureOf({ url: `${door('https')}/later`, tls: { caFile: certificates.ca } });
      await waitUntil(() => nginx?.hasLogged('/later/') === true, { timeoutMs: 30_000, what: 'the log' });
      assert.ok(nginx?.hasLogged('/pinned/') === false);
      assert.deepEqual([failure.kind, failure.code], ['certificate', 'CERT_PIN_MISMATCH']);
      assert.equal(failure.certificate?.subject, 'CN=server, O=Tests');
    });

    it('is refused where its certificate has expired, unless nothing is checked', async () => {
      const tls = { caFile: certificates.ca };
      const failure = await failureOf({ url: door('expired'), tls });
      assert.deepEqual([failure.kind, failure.code], ['certificate', 'CERT_HAS_EXPIRED']);
      assert.match(failure.detail, /has expired.*valid 2020-01-01 to 2021-01-01/);
      await assertCompletes({ url: door('expired'), tls: { insecure: true } });
    });

    it('is refused where its certificate is for another name, unless that is the one expected', async () => {
      const failure = await failureOf({ url: door('wrongName'), tls: { caFile: certificates.ca } });
      assert.deepEqual([failure.kind, failure.code], ['certificate', 'ERR_TLS_CERT_ALTNAME_INVALID']);
      assert.equal(failure.certificate?.names, 'DNS:other.test');
      await assertCompletes({
        url: door('wrongName'),
        tls: { caFile: certificates.ca, serverName: 'other.test' },
      });
    });

    it('lets in only who shows a certificate that it knows', async () => {
      const url = door('clientCertificate');
      const { ca: caFile, client, strangerClient, lockedKey } = certificates;
      const bare = await failureOf({ url, tls: { caFile } });
      assert.equal(bare.kind, 'client-certificate', bare.detail);
      const stranger = { caFile, certFile: strangerClient.cert, keyFile: strangerClient.key };
      assert.equal((await failureOf({ url, tls: stranger })).kind, 'client-certificate');
      await assertCompletes({ url, tls: { caFile, certFile: client.cert, keyFile: client.key } });
      const locked = { caFile, certFile: client.cert, keyFile: lockedKey, passphrase: '${secret:key}' };
      secrets.set('key', 'wrong');
      assert.equal((await failureOf({ url, tls: locked })).kind, 'misconfigured');
      secrets.set('key', 'open sesame');
      await assertCompletes({ url, tls: locked });
    });

    it('names a file of the settings that is missing or no certificate', async () => {
      const missing = await failureOf({ url: door('https'), tls: { caFile: '/nowhere/ca.pem' } });
      assert.deepEqual([missing.kind, missing.detail.includes('/nowhere/ca.pem')], ['misconfigured', true]);
      const { client } = certificates;
      const swapped = { certFile: client.key, keyFile: client.cert };
      assert.equal((await failureOf({ url: door('https'), tls: swapped })).kind, 'misconfigured');
    });

    it('says which of http and https to write', async () => {
      const plain = await failureOf({ url: door('https').replace('https:', 'http:') });
      assert.equal(plain.kind, 'tls', plain.detail);
      const secure = await failureOf({ url: door('bearer').replace('http:', 'https:') });
      assert.equal(secure.kind, 'tls', secure.detail);
    });
  });

  it('streams as the host does, and keeps whole answers back only where it buffers', async () => {
    const streamed = await arrivals({ url: door('prefix') });
    const buffered = await arrivals({ url: door('buffering') });
    assert.ok(buffered <= 2, `${buffered} pieces through a proxy that buffers`);
    assert.ok(streamed > 4, `${streamed} pieces through one that does not`);
  });

  /** In how many pieces the answer to a completion arrives. */
  async function arrivals(endpoint: object): Promise<number> {
    let pieces = 0;
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform: (piece, controller) => {
        pieces += 1;
        controller.enqueue(piece);
      },
    });
    watched = async (sent) => {
      const response = await sent;
      return new Response(response.body?.pipeThrough(count) ?? null, response);
    };
    await assertCompletes(endpoint);
    watched = (sent) => sent;
    return pieces;
  }
});
