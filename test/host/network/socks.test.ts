import assert from 'node:assert/strict';
import { systemClock } from '../../../src/common/clock';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import { createEndpointTransports } from '../../../src/node/endpointTransports';
import type { SecretSource } from '../../../src/settings/headerSecrets';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { InferenceEngine } from '../../../src/transport/engine';
import { TransportError, type TransportErrorFacts } from '../../../src/transport/errors';
import { freePort } from '../../../tools/freePort';
import { startSocksProxy, type SocksProxy } from '../../support/network/socksProxy';
import { useTestHost } from '../../support/testHost';

const never = new AbortController().signal;
const login = { user: 'ada', password: 'p@ss/word' };
const source: SecretSource = {
  secret: (name) => Promise.resolve({ socks: login.password }[name]),
  environment: () => undefined,
};

describe('A host beyond a SOCKS proxy', () => {
  const host = useTestHost();
  const transports = createEndpointTransports('9.9.9', source);
  let open: SocksProxy;
  let guarded: SocksProxy;

  before(async () => {
    open = await startSocksProxy();
    guarded = await startSocksProxy(login);
  });

  after(async () => {
    transports.dispose();
    await Promise.all([open.stop(), guarded.stop()]);
  });

  function engineThrough(proxy: string): InferenceEngine {
    const { settings, problems } = parseSettings({ endpoints: [{ url: host().url, proxy }] });
    assert.deepEqual(problems, []);
    const [endpoint] = settings.endpoints;
    assert.ok(endpoint);
    return endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, source);
  }

  async function failureThrough(proxy: string): Promise<TransportErrorFacts> {
    try {
      await engineThrough(proxy).version(never);
    } catch (thrown) {
      assert.ok(thrown instanceof TransportError, String(thrown));
      return thrown.facts;
    }
    return assert.fail('The request did not fail.');
  }

  it('answers through it', async () => {
    assert.match(await engineThrough(open.url).version(never), /^\d/);
    assert.deepEqual(open.destinations, [new URL(host().url).host]);
  });

  it('answers through it with a login whose secret is stored', async () => {
    const withLogin = guarded.url.replace('//', `//${login.user}:\${secret:socks}@`);
    assert.match(await engineThrough(withLogin).version(never), /^\d/);
    const refused = await failureThrough(guarded.url.replace('//', '//ada:wrong-login@'));
    assert.equal(refused.kind, 'proxy', refused.detail);
    assert.ok(!refused.detail.includes('wrong-login'));
  });

  it('is not to blame where the proxy is down', async () => {
    const failure = await failureThrough(`socks5://127.0.0.1:${await freePort()}`);
    assert.equal(failure.kind, 'proxy', failure.detail);
    assert.match(failure.detail, /the proxy socks5:\/\/127\.0\.0\.1:\d+ can't be reached/);
  });
});
