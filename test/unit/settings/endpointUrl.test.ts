import assert from 'node:assert/strict';
import { parseEndpointUrl, withoutLogin } from '../../../src/settings/endpointUrl';

describe('parseEndpointUrl', () => {
  const urls: readonly (readonly [string, string])[] = [
    ['http://gpu-box:11434', 'http://gpu-box:11434'],
    ['http://gpu-box:11434/', 'http://gpu-box:11434'],
    ['  https://example.org  ', 'https://example.org'],
    ['HTTPS://Example.org/', 'https://example.org'],
    ['http://gpu-box', 'http://gpu-box'],
    ['gpu-box', 'http://gpu-box:11434'],
    ['gpu-box:8080', 'http://gpu-box:8080'],
    ['gpu-box:80', 'http://gpu-box'],
    ['localhost', 'http://localhost:11434'],
    [':8080', 'http://127.0.0.1:8080'],
    ['192.168.1.7', 'http://192.168.1.7:11434'],
    ['::1', 'http://[::1]:11434'],
    ['fe80::1:2', 'http://[fe80::1:2]:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['http://[2001:db8::7]:11434/', 'http://[2001:db8::7]:11434'],
    ['https://example.org/ollama/', 'https://example.org/ollama'],
    ['https://example.org/team/ollama//', 'https://example.org/team/ollama'],
    ['gpu-box/ollama', 'http://gpu-box:11434/ollama'],
    ['http://münchen.example:11434', 'http://xn--mnchen-3ya.example:11434'],
  ];
  for (const [written, url] of urls) {
    it(`reads ${JSON.stringify(written)} as ${url}`, () => {
      const parsed = parseEndpointUrl(written);
      assert.ok('url' in parsed, JSON.stringify(parsed));
      assert.equal(parsed.url, url);
      assert.deepEqual(parsed.warnings, []);
    });
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['', /is empty/],
    ['   ', /is empty/],
    ['ftp://gpu-box', /scheme ftp/],
    ['ws://gpu-box', /only http:\/\/ and https:\/\/ work/],
    ['http:gpu-box', /lacks the two slashes/],
    ['http://', /is not a URL/],
    ['http://gpu box:11434', /is not a URL/],
    ['gpu-box:99999', /is not a URL/],
    ['http://gpu-box:port', /is not a URL/],
  ];
  for (const [written, why] of refused) {
    it(`refuses ${JSON.stringify(written)}, saying why`, () => {
      const parsed = parseEndpointUrl(written);
      assert.ok('problem' in parsed);
      assert.match(parsed.problem, why);
    });
  }

  const logins: readonly (readonly [string, string])[] = [
    ['http://me:pass@gpu-box:11434', 'me:pass'],
    ['me:pass@gpu-box', 'me:pass'],
    ['https://me@example.org', 'me:'],
    ['http://me:p%40ss%3A1@gpu-box', 'me:p@ss:1'],
    ['http://me:100%@gpu-box', 'me:100%'],
    ['http://müller:größe@gpu-box', 'müller:größe'],
  ];
  for (const [written, login] of logins) {
    it(`takes the login out of ${written}`, () => {
      const parsed = parseEndpointUrl(written);
      assert.ok('url' in parsed);
      assert.equal(parsed.authorization, `Basic ${Buffer.from(login, 'utf8').toString('base64')}`);
      assert.doesNotMatch(`${parsed.url} ${parsed.host}`, /@|pass/);
    });
  }

  it('leaves out a query and a fragment, and says so', () => {
    const parsed = parseEndpointUrl('http://gpu-box:11434/ollama/?token=x#top');
    assert.ok('url' in parsed);
    assert.equal(parsed.url, 'http://gpu-box:11434/ollama');
    assert.match(parsed.warnings.join(), /left out/);
  });

  for (const written of ['http://0.0.0.0:11434', '0.0.0.0', '[::]']) {
    it(`warns that ${written} is no address to call`, () => {
      const parsed = parseEndpointUrl(written);
      assert.ok('url' in parsed);
      assert.match(parsed.warnings.join(), /address to listen on/);
    });
  }
});

describe('withoutLogin', () => {
  for (const [written, shown] of [
    ['http://me:pass@gpu-box:1/x', 'http://***@gpu-box:1/x'],
    ['me:p@ss@gpu-box', '***@gpu-box'],
    ['http://gpu-box/x?key=abc', 'http://gpu-box/x?***'],
    ['http://me:a/b@gpu-box', 'http://***@gpu-box'],
    ['gpu-box', 'gpu-box'],
  ] as const) {
    it(`shows ${written} as ${shown}`, () => {
      assert.equal(withoutLogin(written), shown);
    });
  }
});
