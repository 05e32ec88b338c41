import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../src/common/clock';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import { createEndpointTransports } from '../../../src/node/endpointTransports';
import type { SecretSource } from '../../../src/settings/headerSecrets';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { InferenceEngine } from '../../../src/transport/engine';
import { TransportError, type TransportErrorFacts } from '../../../src/transport/errors';
import { freePort } from '../../../tools/freePort';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { TEST_WINDOW_TOKENS } from '../../support/hostRequests';
import { makeCertificates, type TestCertificates } from '../../support/network/certificates';
import { nginxMissing, startNginx, type Nginx } from '../../support/network/nginx';
import { startTlsDoor, type TlsDoor } from '../../support/network/tlsDoor';
import { startTinyproxy, tinyproxyMissing, type ForwardProxy } from '../../support/network/tinyproxy';
import { skipBecause } from '../../support/skip';
import { useTestHost } from '../../support/testHost';

const never = new AbortController().signal;
const login = { user: 'ada', password: 'correct-horse' };
const source: SecretSource = {
  secret: (name) => Promise.resolve({ proxy: login.password }[name]),
  environment: () => undefined,
};

describe('A host beyond a forward proxy', () => {
  const host = useTestHost();
  const folder = temporaryFolder('tinyproxy');
  const transports = createEndpointTransports('9.9.9', source);
  let certificates: TestCertificates;
  let nginx: Nginx | undefined;
  let proxy: ForwardProxy | undefined;
  let guarded: ForwardProxy | undefined;
  let secured: TlsDoor | undefined;

  before(async function () {
    this.timeout(120_000);
    const missing = tinyproxyMissing();
    if (missing !== undefined) skipBecause(this, missing, 'tinyproxy');
    const alsoMissing = nginxMissing();
    if (alsoMissing !== undefined) skipBecause(this, alsoMissing, 'nginx');
    certificates = makeCertificates(folder.path);
    nginx = await startNginx(folder.path, { upstream: host().url, elsewhere: host().url, certificates });
    proxy = await startTinyproxy(path.join(folder.path, 'open'));
    guarded = await startTinyproxy(path.join(folder.path, 'guarded'), login);
    secured = await startTlsDoor(guarded.url, certificates.server);
  });

  after(async () => {
    transports.dispose();
    await Promise.all([nginx?.stop(), secured?.stop(), proxy?.stop(), guarded?.stop()]);
    folder.remove();
  });

  function engineAt(endpoint: object): InferenceEngine {
    const { settings, problems } = parseSettings({ endpoints: [endpoint] });
    assert.deepEqual(problems, []);
    const [parsed] = settings.endpoints;
    assert.ok(parsed);
    return endpointEngine(parsed, { http: transports.for(parsed), clock: systemClock }, source);
  }

  async function failureOf(endpoint: object): Promise<TransportErrorFacts> {
    try {
      await engineAt(endpoint).version(never);
    } catch (thrown) {
      assert.ok(thrown instanceof TransportError, String(thrown));
      return thrown.facts;
    }
    return assert.fail('The request did not fail.');
  }

  async function assertCompletes(endpoint: object): Promise<void> {
    const request = {
      model: host().model.tag,
      prompt: 'function add(a, b) {\n  return',
      load: { numCtx: TEST_WINDOW_TOKENS },
      options: { numPredict: 8, temperature: 0 },
    };
    const kinds: string[] = [];
    for await (const event of engineAt(endpoint).generate(request, never)) kinds.push(event.kind);
    assert.equal(kinds.at(-1), 'done');
  }

  it('completes over http and through a tunnel over https', async () => {
    assert.ok(proxy && nginx);
    await assertCompletes({ url: host().url, proxy: proxy.url });
    assert.match(proxy.seen(), /POST http:\/\/127\.0\.0\.1:\d+\/api\/generate/);
    await assertCompletes({ url: nginx.doors.https, proxy: proxy.url, tls: { caFile: certificates.ca } });
    assert.match(proxy.seen(), new RegExp(`CONNECT ${new URL(nginx.doors.https).host}`));
  });

  it('names the certificate of the host, not of the proxy', async () => {
    assert.ok(proxy && nginx);
    const failure = await failureOf({ url: nginx.doors.https, proxy: proxy.url });
    assert.deepEqual([failure.kind, failure.certificate?.subject], ['certificate', 'CN=server, O=Tests']);
  });

  it('wants the login of the proxy, over http and https', async () => {
    assert.ok(guarded && nginx);
    const withLogin = guarded.url.replace('//', `//${login.user}:\${secret:proxy}@`);
    for (const url of [host().url, nginx.doors.https]) {
      const failure = await failureOf({ url, proxy: guarded.url, ...tlsFor(url) });
      assert.deepEqual([failure.kind, failure.status], ['proxy', 407], failure.detail);
      const wrong = guarded.url.replace('//', '//ada:wrong-login@');
      const refused = await failureOf({ url, proxy: wrong, ...tlsFor(url) });
      assert.ok(!refused.detail.includes('wrong-login'));
      await assertCompletes({ url, proxy: withLogin, ...tlsFor(url) });
    }
  });

  it('is not to blame where the proxy is down', async () => {
    assert.ok(nginx);
    const down = `http://127.0.0.1:${await freePort()}`;
    for (const url of [host().url, nginx.doors.https]) {
      const failure = await failureOf({ url, proxy: down, ...tlsFor(url) });
      assert.deepEqual([failure.kind, failure.code], ['proxy', 'ECONNREFUSED'], failure.detail);
      assert.ok(failure.detail.includes(down), failure.detail);
    }
  });

  it('completes through a proxy that itself speaks TLS, with its login, over http and https', async () => {
    assert.ok(guarded && secured && nginx);
    const withLogin = secured.url.replace('//', `//${login.user}:\${secret:proxy}@`);
    for (const url of [host().url, nginx.doors.https]) {
      const before = secured.handshakes();
      await assertCompletes({ url, proxy: withLogin, tls: { caFile: certificates.ca } });
      assert.ok(secured.handshakes() > before);
      const { kind, status } = await failureOf({
        url,
        proxy: secured.url,
        tls: { caFile: certificates.ca },
      });
      assert.deepEqual([kind, status], ['proxy', 407]);
    }
  });

  it('sends nothing through a proxy whose certificate is not trusted, and blames the proxy', async () => {
    assert.ok(guarded && secured && nginx);
    const seen = guarded.seen();
    for (const url of [host().url, nginx.doors.https]) {
      const failure = await failureOf({ url, proxy: secured.url });
      assert.deepEqual(
        [failure.kind, failure.code],
        ['proxy', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
        failure.detail,
      );
      assert.ok(failure.detail.includes(secured.url), failure.detail);
    }
    assert.equal(guarded.seen(), seen);
  });

  it('completes as soon as the file of the authority has that of the proxy', async () => {
    assert.ok(guarded && secured && nginx);
    const proxy = secured.url.replace('//', `//${login.user}:\${secret:proxy}@`);
    const caFile = path.join(folder.path, 'renewed.pem');
    for (const url of [host().url, nginx.doors.https]) {
      copyFileSync(certificates.client.cert, caFile);
      assert.equal((await failureOf({ url, proxy, tls: { caFile } })).kind, 'proxy');
      copyFileSync(certificates.ca, caFile);
      await assertCompletes({ url, proxy, tls: { caFile } });
    }
  });

  it('is reached without the proxy where that is to be bypassed', async () => {
    assert.ok(guarded && nginx);
    const direct = engineAt({ url: nginx.doors.https, bypassProxy: true, tls: { caFile: certificates.ca } });
    assert.match(await direct.version(never), /^\d/);
  });

  function tlsFor(url: string): object {
    return url.startsWith('https:') ? { tls: { caFile: certificates.ca } } : {};
  }
});
