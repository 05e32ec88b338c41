import assert from 'node:assert/strict';
import { isNearby, wayTo } from '../../../src/settings/wayTo';

describe('wayTo', () => {
  const cases = [
    [{ url: 'http://192.168.1.5:11434' }, { kind: 'direct' }],
    [{ url: 'https://models.example.org' }, { kind: 'editor' }],
    [{ url: 'http://192.168.1.5', bypassProxy: false }, { kind: 'editor' }],
    [{ url: 'https://models.example.org', bypassProxy: true }, { kind: 'direct' }],
    [
      { url: 'http://10.0.0.1', proxy: 'socks5://p:1' },
      { kind: 'proxy', url: 'socks5://p:1' },
    ],
    [{ url: 'http://10.0.0.1', proxy: 'socks5://p:1', bypassProxy: true }, { kind: 'direct' }],
  ] as const;
  for (const [endpoint, way] of cases) {
    it(`is ${way.kind} for ${JSON.stringify(endpoint)}`, () => {
      assert.deepEqual(wayTo(endpoint), way);
    });
  }
});

describe('isNearby', () => {
  const nearby =
    'localhost 127.0.0.1 127.0.0.2 10.1.2.3 172.16.0.1 172.31.9.9 192.168.0.7 169.254.1.1 gpu-box gpu-box.local ' +
    'gpu-box.lan models.internal nas.home.arpa a.localhost [::1] [fd00::1] [fe80::1] GPU-BOX.local.';
  const far = '8.8.8.8 172.15.0.1 172.32.0.1 100.64.0.1 models.example.org local.example [2001:db8::1] [::2]';
  for (const [names, is] of [
    [nearby, true],
    [far, false],
  ] as const) {
    for (const name of names.split(' ')) {
      it(`is ${is} for ${name}`, () => {
        assert.equal(isNearby(name), is);
        if (!name.endsWith('.')) assert.equal(isNearby(new URL(`http://${name}`).hostname), is);
      });
    }
  }

  it('knows private addresses that are mapped into IPv6', () => {
    for (const address of ['127.0.0.1', '10.0.0.1', '192.168.1.1', '172.20.0.1', '169.254.0.9']) {
      assert.ok(isNearby(new URL(`http://[::ffff:${address}]`).hostname), address);
    }
    for (const address of ['8.8.8.8', '11.0.0.1', '172.48.0.1', '1.10.0.1']) {
      assert.ok(!isNearby(new URL(`http://[::ffff:${address}]`).hostname), address);
    }
  });
});
