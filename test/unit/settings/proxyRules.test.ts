import assert from 'node:assert/strict';
import { proxyByRules, type ProxyRules } from '../../../src/settings/proxyRules';

const proxy = 'http://proxy.test:3128';
const rules: ProxyRules = { support: 'override', proxy, noProxy: [], environment: {} };

describe('proxyByRules', () => {
  const excluded = [
    ['http://host.test', 'host.test'],
    ['http://HOST.test', 'Host.TEST'],
    ['http://gpu.host.test', 'host.test'],
    ['http://gpu.host.test', '.host.test'],
    ['http://host.test', '.host.test'],
    ['http://host.test', ' host.test '],
    ['http://host.test', 'host.test:80'],
    ['https://host.test', 'host.test:443'],
    ['https://host.test:8443', 'host.test:8443'],
    ['http://127.0.0.2:9', '127.0.0.2'],
    ['http://[fd00::1]', '*'],
  ] as const;
  for (const [url, rule] of excluded) {
    it(`goes straight to ${url} where "${rule}" is excluded`, () => {
      assert.equal(proxyByRules(url, { ...rules, noProxy: ['elsewhere.test', rule] }), undefined);
      assert.equal(
        proxyByRules(url, { ...rules, environment: { NO_PROXY: `elsewhere.test,${rule}` } }),
        undefined,
      );
    });
  }

  const notExcluded = [
    ['http://otherhost.test', 'host.test'],
    ['http://host.test', 'host.test:443'],
    ['https://host.test:8443', 'host.test:443'],
    // VS Code knows neither patterns nor networks, and cuts IPv6 addresses at their colons.
    ['http://gpu.host.test', '*.host.test'],
    ['http://10.1.2.3', '10.0.0.0/8'],
    ['http://[fd00::1]', 'fd00::1'],
    ['http://[fd00::1]', '[fd00::1]'],
    ['http://[fd00::1]:8080', '[fd00::1]:8080'],
    ['http://[fd00::1]', 'fd00::/8'],
    ['http://[2001:db8::1]', '::1'],
    ['http://host.test', ':80'],
    ['http://host.test', ''],
  ] as const;
  for (const [url, rule] of notExcluded) {
    it(`takes the proxy to ${url} where "${rule}" is excluded`, () => {
      assert.equal(proxyByRules(url, { ...rules, noProxy: [rule] }), proxy);
      assert.equal(proxyByRules(url, { ...rules, environment: { no_proxy: rule } }), proxy);
    });
  }

  it('goes straight to this machine, whatever the settings', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]', '[0:0::1]']) {
      assert.equal(proxyByRules(`http://${host}:11434`, rules), undefined);
    }
  });

  it('goes straight where proxy support is off', () => {
    assert.equal(proxyByRules('http://host.test', { ...rules, support: 'off' }), undefined);
  });

  it('leaves the environment aside once the settings exclude anything', () => {
    const settings = { ...rules, noProxy: ['elsewhere.test'], environment: { no_proxy: 'host.test' } };
    assert.equal(proxyByRules('http://host.test', settings), proxy);
  });

  it('takes a star for all hosts, but not after a blank in the environment', () => {
    assert.equal(proxyByRules('http://host.test', { ...rules, noProxy: [' * '] }), undefined);
    const environment = { no_proxy: 'elsewhere.test, *' };
    assert.equal(proxyByRules('http://host.test', { ...rules, environment }), proxy);
  });

  it("takes the environment's proxy for both protocols, that of https first", () => {
    const environment = { HTTPS_PROXY: 'http://secure.test:1', http_proxy: 'http://plain.test:2' };
    const unset = { ...rules, proxy: '', environment };
    assert.equal(proxyByRules('http://host.test', unset), 'http://secure.test:1');
    assert.equal(proxyByRules('https://host.test', unset), 'http://secure.test:1');
    const onlyPlain = { ...environment, HTTPS_PROXY: '' };
    assert.equal(
      proxyByRules('https://host.test', { ...unset, environment: onlyPlain }),
      'http://plain.test:2',
    );
  });

  it('passes over a proxy of no protocol that the editor speaks', () => {
    const environment = { http_proxy: 'socks5h://socks.test:1080' };
    for (const unusable of ['proxy.test:3128', 'ftp://proxy.test']) {
      assert.equal(
        proxyByRules('http://host.test', { ...rules, proxy: unusable, environment }),
        'socks5h://socks.test:1080',
      );
    }
  });
});
