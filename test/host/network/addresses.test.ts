import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../src/common/clock';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import { createEndpointTransports } from '../../../src/node/endpointTransports';
import { parseSettings } from '../../../src/settings/parseSettings';
import { TransportError } from '../../../src/transport/errors';
import { skipBecause } from '../../support/skip';

const never = new AbortController().signal;
const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };

describe('The address of an endpoint', () => {
  const transports = createEndpointTransports('9.9.9', noSecrets);

  after(() => transports.dispose());

  async function versionAt(written: string): Promise<string> {
    const [endpoint] = parseSettings({ endpoints: [{ url: written }] }).settings.endpoints;
    assert.ok(endpoint);
    const ports = { http: transports.for(endpoint), clock: systemClock };
    return endpointEngine(endpoint, ports, noSecrets).version(never);
  }

  it('may be an IPv6 one', async function () {
    const server = http.createServer((_, response) => response.end('{"version":"0.6"}'));
    server.listen(0, '::1');
    try {
      await once(server, 'listening');
    } catch (error) {
      skipBecause(this, `this machine has no IPv6: ${String(error)}`);
    }
    const { port } = server.address() as AddressInfo;
    try {
      assert.equal(await versionAt(`http://[::1]:${port}`), '0.6');
    } finally {
      server.close();
    }
  });

  for (const url of [
    'http://no-such-host.invalid',
    'http://bücher.invalid:1',
    'http://nobody-here.local:11434',
  ]) {
    it(`is named where its name can't be resolved: ${url}`, async function () {
      this.timeout(60_000); // Resolvers try for long.
      const failure = await versionAt(url).catch((thrown: unknown) => thrown);
      assert.ok(failure instanceof TransportError, String(failure));
      assert.ok(['name-not-found', 'timeout'].includes(failure.kind), failure.message);
    });
  }
});
