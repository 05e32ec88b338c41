import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { FakeFaultyHost } from '../../support/fakeFaultyHost';
import { makeCertificates, type TestCertificates } from '../../support/network/certificates';
import { startSocksProxy } from '../../support/network/socksProxy';
import { startTinyproxy, tinyproxyMissing } from '../../support/network/tinyproxy';
import { skipBecause } from '../../support/skip';
import { completionAt, completionsAt } from '../support/completion';
import { closeAll, eventually, openText, workspaceFile } from '../support/documents';
import { activatedExtension, withSetting } from '../support/extension';
import { startSecureHost, type SecureHost, type SecureHostOptions } from '../support/secureHost';
import { queueClass } from '../support/texts';

// VS Code puts its own agent in the place of any other for every host but localhost and 127.0.0.1.
describe('a host with TLS of its own, within VS Code', () => {
  const folder = temporaryFolder('vscode-tls');
  let certificates: TestCertificates;

  before(function () {
    if (process.platform !== 'linux') skipBecause(this, 'only Linux has 127.0.0.2 without asking for it');
    try {
      certificates = makeCertificates(folder.path);
    } catch (error) {
      skipBecause(this, `openssl can't make certificates: ${String(error)}`);
    }
  });

  afterEach(closeAll);
  after(() => folder.remove());

  const ways = [
    { bypassProxy: true, way: 'straight' },
    { bypassProxy: false, way: "on VS Code's way" },
  ] as const;
  for (const { bypassProxy, way } of ways) {
    it(`completes ${way} with its authority named, and is refused without`, async () => {
      await withHost(certificates.server, async (host) => {
        const tls = { caFile: certificates.ca };
        await completesAt({ url: host.url, bypassProxy, tls });
        await isRefused({ url: host.url, bypassProxy }, /certificate refused$/);
      });
    });

    it(`completes ${way} with its certificate pinned, and is refused with another one pinned`, async () => {
      await withHost(certificates.expired, async (host) => {
        const pinned = (file: string): object => ({ fingerprint: fingerprintOf(file) });
        await completesAt({ url: host.url, bypassProxy, tls: pinned(certificates.expired.cert) });
        const { length } = host.requests;
        await isRefused(
          { url: host.url, bypassProxy, tls: pinned(certificates.server.cert) },
          /certificate refused$/,
        );
        assert.equal(host.requests.length, length, 'The host was sent something.');
      });
    });

    it(`completes ${way} for another name, and with a client certificate`, async () => {
      await withHost(certificates.wrongName, async (host) => {
        await isRefused({ url: host.url, bypassProxy, tls: { caFile: certificates.ca } }, /refused$/);
        await completesAt({
          url: host.url,
          bypassProxy,
          tls: { caFile: certificates.ca, serverName: 'other.test' },
        });
      });
      await withHost({ ...certificates.server, clientCa: certificates.ca }, async (host) => {
        const { ca: caFile, client } = certificates;
        await isRefused({ url: host.url, bypassProxy, tls: { caFile } }, /certificate wanted$/);
        const tls = { caFile, certFile: client.cert, keyFile: client.key };
        await completesAt({ url: host.url, bypassProxy, tls });
      });
    });
  }

  describe('behind a proxy of its own', () => {
    const editors = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');

    // Nothing listens there: whatever takes VS Code's proxy fails.
    beforeEach(() => editors().update('proxy', 'http://127.0.0.1:9', vscode.ConfigurationTarget.Global));
    afterEach(() => editors().update('proxy', undefined, vscode.ConfigurationTarget.Global));

    it("completes through socks5, and not through VS Code's", async () => {
      const proxy = await startSocksProxy();
      await withHost(certificates.server, async (host) => {
        await completesAt({ url: host.url, proxy: proxy.url, tls: { caFile: certificates.ca } });
        assert.ok(proxy.destinations.includes(new URL(host.url).host), proxy.destinations.join());
      });
      await proxy.stop();
    });

    it("completes through a tunnel of an http proxy, and not through VS Code's", async function () {
      const missing = tinyproxyMissing();
      if (missing !== undefined) skipBecause(this, missing, 'tinyproxy');
      const proxy = await startTinyproxy(path.join(folder.path, 'proxy'));
      await withHost(certificates.server, async (host) => {
        await completesAt({ url: host.url, proxy: proxy.url, tls: { caFile: certificates.ca } });
        assert.ok(proxy.seen().includes(`CONNECT ${new URL(host.url).host}`), proxy.seen());
      });
      await proxy.stop();
    });
  });

  it('gets the key of its endpoint, which stands in no log', async () => {
    const key = 'sk-key-that-nobody-may-read';
    await withHost(certificates.server, async (host) => {
      const headers = { Authorization: `Bearer ${key}` };
      await completesAt({ name: 'logged host', url: host.url, headers, tls: { caFile: certificates.ca } });
      assert.ok(host.requests.every(({ authorization }) => authorization === `Bearer ${key}`));
      await isRefused({ name: 'logged host', url: host.url, headers }, /certificate refused$/);
    });
    await eventually(
      () => logTexts().some((text) => text.includes('logged host')) || undefined,
      () => 'No log tells of the host.',
    );
    for (const text of logTexts()) assert.ok(!text.includes(key), text);
  });

  it('gets the key of its endpoint, which stands in no diagnosis though the host repeats it', async () => {
    const host = await FakeFaultyHost.start();
    const key = 'sk-key-that-is-repeated';
    host.on('GET /api/version', (response, { headers }) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: `unknown: ${headers.authorization ?? 'nobody'}` }));
    });
    const endpoint = { name: 'echo', url: host.url, headers: { Authorization: `Bearer ${key}` } };
    await withSetting('endpoints', [endpoint], async () => {
      await vscode.commands.executeCommand('fillwright.diagnose');
      const page = vscode.Uri.from({ scheme: 'fillwright-diagnosis', path: 'Diagnosis of echo.md' });
      const document = await vscode.workspace.openTextDocument(page);
      await eventually(
        () => document.getText().includes('unknown: ') || undefined,
        () => document.getText(),
      );
      assert.ok(!document.getText().includes(key), document.getText());
    });
    await host.stop();
  });

  async function withHost(
    options: SecureHostOptions,
    use: (host: SecureHost) => Promise<void>,
  ): Promise<void> {
    const host = await startSecureHost(options);
    try {
      await use(host);
    } finally {
      await host.stop();
    }
  }
});

describe('a hostile workspace', () => {
  afterEach(closeAll);

  it('can not send code to an endpoint of its own', async () => {
    const file = workspaceFile('.vscode/settings.json');
    const trap = await FakeFaultyHost.start();
    const hostile = {
      'fillwright.endpoints': [{ name: 'trap', url: trap.url }],
      'fillwright.endpoint': 'trap',
    };
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(hostile)));
    try {
      const fillwright = await activatedExtension();
      // That the file has been read shows in the choice by name, which finds nothing.
      await eventually(
        () => fillwright.status().tooltip.some((line) => /"trap", which names no/.test(line)) || undefined,
      );
      await completionAt(await openText(freshText()));
      assert.deepEqual(trap.requests, []);
    } finally {
      await vscode.workspace.fs.delete(file);
      await trap.stop();
    }
    const fillwright = await activatedExtension();
    await eventually(() => !/settings problem/.test(fillwright.status().text) || undefined);
  });
});

describe("VS Code's proxy", () => {
  afterEach(closeAll);

  it('stands before a host only where it is not near, or is asked for', async () => {
    const proxy = await FakeFaultyHost.start();
    const http = vscode.workspace.getConfiguration('http');
    // Nothing listens there. VS Code does not take this address for its own machine; we do.
    const url = 'http://127.0.0.2:9';
    await http.update('proxy', proxy.url, vscode.ConfigurationTarget.Global);
    try {
      await isRefused({ url, bypassProxy: false }, /not a model host$/);
      assert.ok(proxy.requests.some(({ route }) => route.includes(`${url}/api/`)));
      const { length } = proxy.requests;
      await isRefused({ url }, /host unreachable$/);
      assert.equal(proxy.requests.length, length);
    } finally {
      await http.update('proxy', undefined, vscode.ConfigurationTarget.Global);
      await proxy.stop();
    }
  });
});

async function completesAt(endpoint: object): Promise<void> {
  await withSetting('endpoints', [endpoint], async () => {
    await completionAt(await openText(freshText()));
  });
}

let texts = 0;

/** A text that no completion is remembered for. */
function freshText(): string {
  texts += 1;
  return `// ${texts}\n${queueClass}`;
}

async function isRefused(endpoint: object, status: RegExp): Promise<void> {
  await withSetting('endpoints', [endpoint], async () => {
    const fillwright = await activatedExtension();
    const opened = await openText(freshText());
    await eventually(
      async () => {
        await completionsAt(opened);
        return status.test(fillwright.status().text) ? true : undefined;
      },
      () => `The status item says: ${fillwright.status().text} ${fillwright.status().tooltip.join(' ')}`,
    );
    const { length } = await completionsAt(opened);
    assert.equal(
      length,
      0,
      `${JSON.stringify(endpoint)} completes: ${fillwright.status().tooltip.join(' ')}`,
    );
  });
}

function fingerprintOf(file: string): string {
  return new X509Certificate(readFileSync(file)).fingerprint256;
}

/** All that the extension and the editor have logged. */
function logTexts(): string[] {
  const logs = path.resolve(workspaceFile('.').fsPath, '..', 'user-data', 'logs');
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.log'))
    .map((file) => readFileSync(path.join(logs, file), 'utf8'));
}
