import assert from 'node:assert/strict';
import { environmentProxy } from '../../../../tools/doctor/environmentProxy';

const proxy = 'http://proxy.lan:3128';

describe('the proxy that the environment names', () => {
  const named: readonly (readonly [string, Readonly<Record<string, string>>, string | undefined])[] = [
    ['http://gpu.example.org', {}, undefined],
    ['http://gpu.example.org', { http_proxy: proxy }, proxy],
    ['http://gpu.example.org', { HTTP_PROXY: proxy }, proxy],
    ['http://gpu.example.org', { http_proxy: '', HTTP_PROXY: proxy }, proxy],
    ['http://gpu.example.org', { https_proxy: proxy }, undefined],
    ['https://gpu.example.org', { http_proxy: proxy }, undefined],
    ['https://gpu.example.org', { https_proxy: proxy, all_proxy: 'socks5://other:1080' }, proxy],
    ['https://gpu.example.org', { ALL_PROXY: 'socks5://other:1080' }, 'socks5://other:1080'],
    ['http://gpu.example.org', { http_proxy: 'proxy.lan:3128' }, proxy],
  ];
  for (const [url, environment, expected] of named) {
    it(`is ${expected ?? 'none'} for ${url} with ${JSON.stringify(environment)}`, () => {
      assert.equal(environmentProxy(url, environment), expected);
    });
  }

  const rules: readonly (readonly [string, string, boolean])[] = [
    ['*', 'http://gpu.example.org', true],
    ['example.org', 'http://gpu.example.org', true],
    ['example.org', 'http://example.org', true],
    ['.example.org', 'http://gpu.example.org', true],
    ['*.example.org', 'http://gpu.example.org', true],
    ['EXAMPLE.org', 'http://gpu.example.org', true],
    ['ample.org', 'http://gpu.example.org', false],
    ['other.org gpu.example.org', 'http://gpu.example.org', true],
    ['other.org,gpu.example.org:8080', 'http://gpu.example.org', false],
    ['gpu.example.org:8080', 'http://gpu.example.org:8080', true],
    ['gpu.example.org:80', 'http://gpu.example.org', true],
    ['203.0.113.7', 'http://203.0.113.7:11434', true],
    ['113.7', 'http://203.0.113.7:11434', false],
    ['2001:db8::7', 'http://[2001:db8::7]:11434', true],
    ['[2001:db8::7]:11434', 'http://[2001:db8::7]:11434', true],
    ['[2001:db8::7]:80', 'http://[2001:db8::7]:11434', false],
    ['203.0.113.0/24', 'http://203.0.113.7:11434', true],
    ['10.0.0.0/8,203.0.112.0/23', 'http://203.0.113.7:11434', true],
    ['203.0.112.0/24', 'http://203.0.113.7:11434', false],
    ['0.0.0.0/0', 'http://gpu.example.org', false],
    ['0.0.0.0/0', 'http://[2001:db8::7]:11434', false],
    ['203.0.113.0/33', 'http://203.0.113.7:11434', false],
    ['203.0.113.0/', 'http://203.0.113.7:11434', false],
    ['2001:db8::/32', 'http://[2001:db8::7]:11434', true],
    ['2001:db9::/32', 'http://[2001:db8::7]:11434', false],
    ['', 'http://gpu.example.org', false],
  ];
  for (const [rule, url, isExcluded] of rules) {
    it(`is ${isExcluded ? 'none' : 'there'} for ${url} where no_proxy is "${rule}"`, () => {
      assert.equal(
        environmentProxy(url, { http_proxy: proxy, no_proxy: rule }),
        isExcluded ? undefined : proxy,
      );
    });
  }
});
