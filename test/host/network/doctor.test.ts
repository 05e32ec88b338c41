import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runDoctor } from '../../../tools/doctor/doctorTool';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { openBlackHole } from '../../support/blackHole';
import { skipBecause } from '../../support/skip';
import { makeCertificates, type TestCertificates } from '../../support/network/certificates';
import { BASIC_LOGIN, BEARER, nginxMissing, startNginx, type Nginx } from '../../support/network/nginx';
import { startTlsDoor, type TlsDoor } from '../../support/network/tlsDoor';
import { startTinyproxy, tinyproxyMissing, type ForwardProxy } from '../../support/network/tinyproxy';
import { useTestHost } from '../../support/testHost';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly Check[];
  readonly skipped: readonly { readonly name: string; readonly saw: string }[];
}

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly saw: string;
  readonly mend: string;
}

const PATIENCE_MS = 300_000;

describe('npm run doctor through a real network', function () {
  this.timeout(PATIENCE_MS);
  const host = useTestHost();
  const folder = temporaryFolder('doctor-network');
  let certificates: TestCertificates;
  let nginx: Nginx | undefined;

  before(async function () {
    const missing = nginxMissing();
    if (missing !== undefined) skipBecause(this, missing, 'nginx');
    certificates = makeCertificates(folder.path);
    const upstream = host().url;
    nginx = await startNginx(folder.path, { upstream, elsewhere: upstream, certificates });
    process.env['DOCTOR_TEST_PASSPHRASE'] = 'open sesame';
  });
  after(async () => {
    delete process.env['DOCTOR_TEST_PASSPHRASE'];
    await nginx?.stop();
    folder.remove();
  });

  const failing: readonly {
    what: string;
    door: keyof Nginx['doors'];
    args?: () => readonly string[];
    first: string;
    saw: RegExp;
    mend: RegExp;
  }[] = [
    {
      what: 'an authority that this machine does not know',
      door: 'https',
      first: 'tls',
      saw: /by .*Fillwright Test CA.*SHA-256 [0-9A-F:]{95}/,
      mend: /tls\.caFile/,
    },
    {
      what: 'an expired certificate',
      door: 'expired',
      args: () => ca(),
      first: 'tls',
      saw: /expired/,
      mend: /Renew/,
    },
    {
      what: 'a certificate for another name',
      door: 'wrongName',
      args: () => ca(),
      first: 'tls',
      saw: /another name/,
      mend: /other\.test.*tls\.serverName/,
    },
    {
      what: 'a demand for a certificate',
      door: 'clientCertificate',
      args: () => ca(),
      first: 'tls',
      saw: /certificate/,
      mend: /tls\.certFile/,
    },
    {
      what: 'a demand for a certificate whose key the passphrase does not open',
      door: 'clientCertificate',
      args: () => [...locked(), '--passphrase', 'open barley'],
      first: 'tls',
      saw: /the passphrase under tls does not open the key/,
      mend: /./,
    },
    {
      what: 'another certificate than the one that was pinned',
      door: 'https',
      args: () => ['--fingerprint', fingerprintOf(certificates.expired.cert)],
      first: 'tls',
      saw: /SHA-256/,
      mend: /pin the new SHA-256/,
    },
    { what: 'no password', door: 'basic', first: 'login', saw: /401/, mend: /Basic \$\{secret:NAME\}/ },
    { what: 'no key', door: 'bearer', first: 'login', saw: /401/, mend: /Authorization/ },
    {
      what: 'a wrong key',
      door: 'bearer',
      args: () => ['--header', 'Authorization: Bearer wrong'],
      first: 'login',
      saw: /401/,
      mend: /Authorization/,
    },
    {
      what: 'TLS, a key and a prefix, given the key alone',
      door: 'team',
      args: () => ['--header', `Authorization: ${BEARER}`],
      first: 'tls',
      saw: /by .*Fillwright Test CA/,
      mend: /tls\.caFile/,
    },
    {
      what: 'TLS, a key and a prefix, given the authority alone',
      door: 'team',
      args: () => ca(),
      first: 'login',
      saw: /401/,
      mend: /Authorization/,
    },
    { what: 'no prefix', door: 'prefix', first: 'engine', saw: /404/, mend: /prefix/ },
    {
      what: 'a host that is down behind it',
      door: 'badGateway',
      first: 'http',
      saw: /502/,
      mend: /proxy_pass/,
    },
    {
      what: 'a redirect to another origin',
      door: 'redirect',
      first: 'http',
      saw: /redirected/,
      mend: /redirects to/,
    },
    {
      what: 'buffering',
      door: 'buffering',
      first: 'streaming',
      saw: /held back/,
      mend: /proxy_buffering off/,
    },
    {
      what: 'no ear for who gives up',
      door: 'goesOn',
      first: 'abort',
      saw: /waited .* for one that was given up/,
      mend: /proxy_ignore_client_abort off/,
    },
  ];
  for (const { what, door, args = () => [], first, saw, mend } of failing) {
    it(`names ${first} where nginx has ${what}`, async () => {
      // Without its prefix the door leads to nothing.
      const url = door === 'prefix' ? new URL(doors().prefix).origin : doors()[door];
      const { ok, checks } = await doctor(url, ...args());
      const found = checks.find((check) => !check.ok);
      assert.equal(ok, false, JSON.stringify(checks));
      assert.equal(found?.name, first, JSON.stringify(checks));
      assert.match(found.saw, saw);
      assert.match(found.mend, mend);
    });
  }

  const well: readonly { what: string; door: keyof Nginx['doors']; args?: () => readonly string[] }[] = [
    { what: 'TLS by a private authority, given its file', door: 'https', args: () => ca() },
    { what: 'a path prefix', door: 'prefix' },
    {
      what: 'TLS, a key and a path prefix at once, given the authority and the key',
      door: 'team',
      args: () => [...ca(), '--header', `Authorization: ${BEARER}`],
    },
    { what: 'a key, given it', door: 'bearer', args: () => ['--header', `Authorization: ${BEARER}`] },
    {
      what: 'a user and a password, given them',
      door: 'basic',
      args: () => ['--header', `Authorization: ${basic()}`],
    },
    {
      what: 'a demand for a certificate, given one with its key',
      door: 'clientCertificate',
      args: () => [...ca(), '--cert', certificates.client.cert, '--key', certificates.client.key],
    },
    {
      what: 'a demand for a certificate, given one whose key is locked, with what opens it',
      door: 'clientCertificate',
      args: () => [...locked(), '--passphrase', '${env:DOCTOR_TEST_PASSPHRASE}'],
    },
    {
      what: 'a certificate for another name, given that',
      door: 'wrongName',
      args: () => [...ca(), '--server-name', 'other.test'],
    },
    {
      what: 'a certificate that nobody knows, given its fingerprint',
      door: 'expired',
      args: () => ['--fingerprint', fingerprintOf(certificates.expired.cert)],
    },
  ];
  for (const { what, door, args = () => [] } of well) {
    it(`finds all well through ${what}`, async () => {
      const { checks, skipped } = await doctor(doors()[door], ...args());
      assert.deepEqual([...checks.filter(({ ok }) => !ok), ...skipped], []);
    });
  }

  it('judges by the times at which pieces come where an API tells none', async () => {
    const openAi = ['--engine', 'openai', '--model', host().model.tag];
    const straight = await doctor(`${doors().bearer}/v1`, ...openAi, '--header', `Authorization: ${BEARER}`);
    assert.equal(seen(straight, 'streaming').ok, true, JSON.stringify(straight));
    const heldBack = await doctor(doors().buffering, ...openAi);
    const { ok, saw, mend } = seen(heldBack, 'streaming');
    assert.equal(ok, false, JSON.stringify(heldBack));
    assert.match(saw, /held back/);
    assert.match(mend, /proxy_buffering off/);
  });

  describe('and a forward proxy', () => {
    let proxy: ForwardProxy | undefined;
    let secured: TlsDoor | undefined;

    before(async function () {
      const missing = tinyproxyMissing();
      if (missing !== undefined) skipBecause(this, missing, 'tinyproxy');
      proxy = await startTinyproxy(`${folder.path}/proxy`);
      secured = await startTlsDoor(proxy.url, certificates.server);
    });
    after(() => Promise.all([secured?.stop(), proxy?.stop()]));
    const proxyUrl = (): string => {
      assert.ok(proxy);
      return proxy.url;
    };

    it('finds all well on both ways, and names the proxy', async () => {
      for (const args of [[host().url], [doors().https, ...ca()]]) {
        const { checks, skipped } = await doctor(...args, '--proxy', proxyUrl());
        assert.deepEqual([...checks.filter(({ ok }) => !ok), ...skipped], []);
        assert.equal(checks.find(({ name }) => name === 'proxy')?.saw, `through ${proxyUrl()}`);
      }
      assert.match(proxy?.seen() ?? '', /CONNECT/);
    });

    it('finds all well through a proxy that itself speaks TLS, and names its authority where that is unknown', async () => {
      assert.ok(secured);
      for (const url of [host().url, doors().https]) {
        const { checks, skipped } = await doctor(url, '--proxy', secured.url, ...ca());
        assert.deepEqual([...checks.filter(({ ok }) => !ok), ...skipped], []);
        const distrustful: Report = await doctor(url, '--proxy', secured.url);
        const found = distrustful.checks.find((check) => !check.ok);
        assert.equal(found?.name, 'proxy', JSON.stringify(found));
        assert.match(found.mend, /authority of the proxy's certificate as tls\.caFile/);
      }
    });

    it('names the proxy where that is down', async () => {
      const gone = await startTinyproxy(`${folder.path}/gone`);
      await gone.stop();
      const { checks } = await doctor(host().url, '--proxy', gone.url);
      const found = checks.find((check) => !check.ok);
      assert.equal(found?.name, 'tcp');
      assert.match(found.mend, /The proxy http.* can't be reached/);
    });

    it('names the proxy where that wants a login, over http and https', async () => {
      const guarded = await startTinyproxy(`${folder.path}/guarded`, {
        user: 'ada',
        password: 'correct-horse',
      });
      for (const url of [host().url, doors().https]) {
        const { checks } = await doctor(url, '--proxy', guarded.url, ...ca());
        const found = checks.find((check) => !check.ok);
        assert.equal(found?.name, 'proxy', JSON.stringify(found));
        assert.match(found.saw, /407/);
        assert.match(found.mend, /proxy's login in its URL/);
      }
      await guarded.stop();
    });

    it('names the proxy where a host over plain http is dead behind it', async () => {
      const { checks } = await doctor('http://127.0.0.1:9', '--proxy', proxyUrl());
      const found = checks.find((check) => !check.ok);
      assert.equal(found?.name, 'proxy', JSON.stringify(found));
      assert.match(found.saw, /answers for the host: .*500/);
      assert.match(found.mend, /does not reach 127\.0\.0\.1:9\. Start the host/);
    });

    it('names the proxy within five seconds where packets to the host vanish behind it', async () => {
      const hole = await openBlackHole();
      const secure = hole.url.replace('http:', 'https:');
      for (const url of [hole.url, secure]) {
        const startedAt = Date.now();
        const { checks } = await doctor(url, '--proxy', proxyUrl());
        assert.ok(Date.now() - startedAt < 5_000);
        const found = checks.find((check) => !check.ok);
        assert.equal(found?.name, 'proxy', JSON.stringify(found));
        assert.match(found.mend, /no answer comes through it: start the host/);
      }
      hole.close();
    });

    it('names nginx, not the proxy, where nginx has lost its host behind the proxy', async () => {
      const { checks } = await doctor(doors().badGateway, '--proxy', proxyUrl());
      const found = checks.find((check) => !check.ok);
      assert.equal(found?.name, 'http', JSON.stringify(found));
      assert.match(found.mend, /proxy_pass/);
    });

    it('names the proxy where that does not reach the host', async () => {
      const { checks } = await doctor(doors().https.replace(/:\d+$/, ':9'), '--proxy', proxyUrl());
      const found = checks.find((check) => !check.ok);
      assert.equal(found?.name, 'proxy');
      assert.match(found.mend, /does not reach 127\.0\.0\.1:9/);
    });
  });

  function doors(): Nginx['doors'] {
    assert.ok(nginx);
    return nginx.doors;
  }

  function ca(): readonly string[] {
    return ['--ca', certificates.ca];
  }

  function locked(): readonly string[] {
    return [...ca(), '--cert', certificates.client.cert, '--key', certificates.lockedKey];
  }
});

function seen({ checks }: Report, name: string): Check {
  const check = checks.find((each) => each.name === name);
  assert.ok(check, JSON.stringify(checks));
  return check;
}

function fingerprintOf(file: string): string {
  return new X509Certificate(readFileSync(file)).fingerprint256;
}

function basic(): string {
  return `Basic ${Buffer.from(`${BASIC_LOGIN.user}:${BASIC_LOGIN.password}`).toString('base64')}`;
}

async function doctor(...args: readonly string[]): Promise<Report> {
  let printed = '';
  await runDoctor([...args, '--json'], (line) => {
    printed += line;
  });
  return JSON.parse(printed) as Report;
}
