import assert from 'node:assert/strict';
import { systemClock } from '../../../src/common/clock';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import type { DiagnosisPorts } from '../../../src/hosts/diagnosis/ports';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { attemptAgain, type Attempt } from '../../../src/hosts/setup/attempt';
import { keepClientCertificate, withPassphrase } from '../../../src/hosts/setup/clientCertificate';
import { beginSetup } from '../../../src/hosts/setup/setupState';
import { trustsFor, trusting, type Trust } from '../../../src/hosts/setup/trust';
import { tryAddress } from '../../../src/hosts/setup/tryAddress';
import { createEndpointTransports } from '../../../src/node/endpointTransports';
import { createNetworkProbes } from '../../../src/node/networkProbes';
import { plainInfill } from '../../../src/prompt/plainInfill';
import { defaultEndpoint, defaultSettings, type TlsSettings } from '../../../src/settings/settings';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { makeCertificates, type TestCertificates } from '../../support/network/certificates';
import { BASIC_LOGIN, nginxMissing, startNginx, type Nginx } from '../../support/network/nginx';
import { skipBecause } from '../../support/skip';
import { useTestHost } from '../../support/testHost';

const never = new AbortController().signal;

describe('Setting up a host behind nginx', () => {
  const host = useTestHost();
  const folder = temporaryFolder('setup');
  const stored = { secret: () => Promise.resolve(undefined), environment: () => undefined };
  const transports = createEndpointTransports('9.9.9', stored);
  let certificates: TestCertificates;
  let nginx: Nginx | undefined;

  before(async function () {
    this.timeout(120_000);
    const missing = nginxMissing();
    if (missing !== undefined) skipBecause(this, missing, 'nginx');
    certificates = makeCertificates(folder.path);
    const { url } = host();
    nginx = await startNginx(folder.path, { upstream: url, elsewhere: url, certificates });
  });

  after(async () => {
    transports.dispose();
    await nginx?.stop();
    folder.remove();
  });

  it('lets a login in that was typed with the address, and keeps it a secret', async () => {
    const { user, password } = BASIC_LOGIN;
    const url = door('basic');
    const typed = url.replace('//', `//${user}:${encodeURIComponent(password)}@`);
    const parts = { ports, secretNames: () => [] };
    const { step, draft } = await tryAddress(beginSetup(defaultEndpoint), typed, parts, never);
    assert.equal(step.kind, 'model');
    assert.equal(draft.written, url);
    assert.match(draft.endpoint.headers['Authorization'] ?? '', /^Basic \$\{secret:127-0-0-1-\d+\}$/);
  });

  it('can pin a certificate of an authority that the host does not show', async () => {
    const { trusts } = await doubted('https', {}, 'issuer');
    assert.deepEqual(kinds(trusts), ['pin']);
    await assertLetsIn('https', trusting({}, chosen(trusts, 'pin')));
  });

  it('can trust an authority that the host shows, with no file written', async () => {
    const { trusts } = await doubted('httpsChain', {}, 'issuer');
    assert.deepEqual(kinds(trusts), ['pin', 'authority']);
    await assertLetsIn('httpsChain', trusting({}, chosen(trusts, 'authority')));
  });

  it('can pin a certificate that has expired, and no more', async () => {
    const { trusts } = await doubted('expired', { caFile: certificates.ca }, 'dates');
    assert.deepEqual(kinds(trusts), ['pin']);
    await assertLetsIn('expired', trusting({ caFile: certificates.ca }, chosen(trusts, 'pin')));
  });

  it('can expect the name that a certificate is for', async () => {
    const { trusts } = await doubted('wrongName', { caFile: certificates.ca }, 'name');
    assert.deepEqual(kinds(trusts), ['name', 'pin']);
    await assertLetsIn('wrongName', trusting({ caFile: certificates.ca }, chosen(trusts, 'name')));
  });

  describe('that wants a certificate of its callers', () => {
    it('asks for one, again where it does not know it, and lets in with the right one', async () => {
      const tls = { caFile: certificates.ca };
      assert.equal((await attempted('clientCertificate', tls)).kind, 'client-certificate');
      const { cert, key } = certificates.strangerClient;
      const stranger = { ...tls, certFile: cert, keyFile: key };
      assert.equal((await attempted('clientCertificate', stranger)).kind, 'client-certificate');
      const own = { ...tls, certFile: certificates.client.cert, keyFile: certificates.client.key };
      await assertLetsIn('clientCertificate', own);
    });

    it('opens a locked key with a passphrase that is not stored yet, and says where it does not', async () => {
      const given = async (passphrase: string): Promise<Attempt> => {
        const files = { certFile: certificates.client.cert, keyFile: certificates.lockedKey, passphrase };
        const endpoint = { ...endpointAt('clientCertificate'), tls: { caFile: certificates.ca } };
        const { tls, secrets } = keepClientCertificate(files, endpoint, []);
        return attemptAgain({ ...endpoint, tls }, ports(secrets), never);
      };
      const wrong = await given('open barley');
      assert.equal(wrong.kind, 'unusable');
      assert.match(wrong.saw, /the passphrase under tls does not open the key/);
      assert.equal((await given('open sesame')).kind, 'reached');
    });

    it('says where a file is none', async () => {
      const absent = await attempted('clientCertificate', { certFile: `${folder.path}/absent.pem` });
      assert.equal(absent.kind, 'unusable');
      assert.match(absent.saw, /there is no such file/);
    });
  });

  function door(name: keyof Nginx['doors']): string {
    assert.ok(nginx);
    return nginx.doors[name];
  }

  function endpointAt(name: keyof Nginx['doors']): typeof defaultEndpoint {
    return { ...defaultEndpoint, url: door(name) };
  }

  function ports(pending: Readonly<Record<string, string>>): DiagnosisPorts {
    const secrets = { ...stored, secret: (name: string) => Promise.resolve(pending[name]) };
    return {
      network: createNetworkProbes(secrets),
      editorProxy: () => undefined,
      engineFor: (endpoint) => {
        const http = transports.for(withPassphrase(endpoint, pending));
        return endpointEngine(endpoint, { http, clock: systemClock }, secrets);
      },
      infillPrompt: plainInfill,
      contextWindow: defaultSettings.completion.contextWindow,
      store: memoryStore(),
      clock: systemClock,
      random: Math.random,
      caller: 'this machine',
    };
  }

  function attempted(name: keyof Nginx['doors'], tls: TlsSettings): Promise<Attempt> {
    const endpoint = Object.keys(tls).length === 0 ? endpointAt(name) : { ...endpointAt(name), tls };
    return attemptAgain(endpoint, ports({}), never);
  }

  /** What a certificate that is not trusted can be trusted by. */
  async function doubted(
    name: keyof Nginx['doors'],
    tls: TlsSettings,
    doubt: string,
  ): Promise<{ readonly trusts: readonly Trust[] }> {
    const attempt = await attempted(name, tls);
    assert.equal(attempt.kind, 'certificate', JSON.stringify(attempt));
    assert.equal(attempt.doubt, doubt);
    return { trusts: trustsFor(attempt.doubt, attempt.certificate) };
  }

  async function assertLetsIn(name: keyof Nginx['doors'], tls: TlsSettings): Promise<void> {
    const attempt = await attempted(name, tls);
    assert.equal(attempt.kind, 'reached', JSON.stringify(attempt));
  }
});

function kinds(trusts: readonly Trust[]): readonly string[] {
  return trusts.map(({ kind }) => kind);
}

function chosen(trusts: readonly Trust[], kind: Trust['kind']): Trust {
  const trust = trusts.find((each) => each.kind === kind);
  assert.ok(trust, `no ${kind} among them`);
  return trust;
}
