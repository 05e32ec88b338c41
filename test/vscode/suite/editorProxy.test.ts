import assert from 'node:assert/strict';
import http from 'node:http';
import * as vscode from 'vscode';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import { editorProxy, sparesAgents } from '../../../src/vscode/editorProxy';
import { FakeFaultyHost } from '../../support/fakeFaultyHost';
import { skipBecause } from '../../support/skip';

// VS Code does not take 127.0.0.2 for its own machine. Nothing listens at any of these.
const near = 'http://127.0.0.2:9';
const v6 = 'http://[fd00::9]:9';

/** Each is asked of VS Code itself: whether a request arrives at the proxy is what must have been foretold. */
const cases: readonly (readonly [url: string, noProxy: readonly string[]])[] = [
  [near, []],
  [near, ['127.0.0.2']],
  [near, ['127.0.0.2:9']],
  [near, ['127.0.0.2:10']],
  [near, ['.0.0.2']],
  [near, ['7.0.0.2']],
  [near, ['127.0.0.0/8']],
  [near, ['elsewhere.test', ' * ']],
  [v6, []],
  [v6, ['fd00::9']],
  [v6, ['[fd00::9]']],
  [v6, ['[fd00::9]:9']],
  [v6, ['fd00::/8']],
  [v6, ['::9']],
  ['http://gpu.host.test', ['*.host.test']],
  ['http://gpu.host.test', ['host.test:443']],
];

describe("what is said of VS Code's proxy", () => {
  let proxy: FakeFaultyHost;

  before(async function () {
    if (process.platform !== 'linux') skipBecause(this, 'only Linux has 127.0.0.2 without asking for it');
    proxy = await FakeFaultyHost.start();
    await set('proxy', proxy.url);
  });

  after(async () => {
    await set('proxy', undefined);
    await set('noProxy', undefined);
    await set('proxySupport', undefined);
    if (process.platform === 'linux') await proxy.stop();
  });

  for (const [url, noProxy] of cases) {
    it(`is what VS Code does for ${url} with http.noProxy ${JSON.stringify(noProxy)}`, async () => {
      await set('noProxy', noProxy);
      const foretold = editorProxy(url);
      const { length } = proxy.requests;
      await request(url);
      const taken = proxy.requests.length > length ? proxy.url : undefined;
      assert.equal(foretold, taken);
    });
  }

  for (const support of ['override', 'fallback', 'on', 'off'] as const) {
    it(`is what becomes of our own requests with http.proxySupport "${support}"`, async () => {
      await set('noProxy', []);
      await set('proxySupport', support);
      const transport = createNodeFetchTransport('9.9.9', sparesAgents);
      const { length } = proxy.requests;
      const request = {
        method: 'GET',
        url: near,
        headers: {},
        signal: new AbortController().signal,
      } as const;
      await transport.send(request).catch(() => undefined); // Nothing listens there.
      transport.dispose();
      const taken = proxy.requests.length > length ? proxy.url : undefined;
      assert.equal(taken, support === 'off' ? undefined : proxy.url);
      assert.equal(editorProxy(near), taken);
    });
  }
});

/** Ends with the answer, or where there is no way there. */
function request(url: string): Promise<void> {
  return new Promise((resolve) => {
    const sent = http.get(url, { timeout: 10_000 }, (response) => {
      response.resume().once('close', resolve);
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', () => resolve());
  });
}

async function set(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('http').update(key, value, vscode.ConfigurationTarget.Global);
}
