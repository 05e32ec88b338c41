import assert from 'node:assert/strict';
import {
  expandHeaders,
  expandSecrets,
  isLiteralSecret,
  secretNames,
  secretRedactor,
  type SecretSource,
} from '../../../src/settings/headerSecrets';
import { parseSettings } from '../../../src/settings/parseSettings';

const source: SecretSource = {
  secret: (name) => Promise.resolve({ key: 's3cret', empty: '' }[name]),
  environment: (name) => ({ TOKEN: 'from-env', NESTED: '${secret:key}' })[name],
};

describe('expandHeaders', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    ['Bearer ${secret:key}', 'Bearer s3cret'],
    ['${env:TOKEN}', 'from-env'],
    ['${env:TOKEN}:${secret:key}!', 'from-env:s3cret!'],
    ['${secret:empty}', ''],
    ['${env:NESTED}', '${secret:key}'],
    ['${other:key}', '${other:key}'],
  ];
  for (const [written, sent] of cases) {
    it(`sends ${JSON.stringify(written)} as ${JSON.stringify(sent)}`, async () => {
      assert.deepEqual(await expandHeaders({ X: written }, source), { X: sent });
    });
  }

  it('can encode what is filled in, for a URL', async () => {
    const url = 'http://me:${secret:p}@proxy:1';
    const strong: SecretSource = { ...source, secret: () => Promise.resolve('a@b/c') };
    const expanded = await expandSecrets('The proxy', url, strong, encodeURIComponent);
    assert.equal(expanded, 'http://me:a%40b%2Fc@proxy:1');
    await assert.rejects(expandSecrets('The proxy', url, source), {
      message: /^The proxy needs the secret p,/,
    });
  });

  it('names the header and the secret that is missing', async () => {
    const expanding = expandHeaders({ Authorization: 'Bearer ${secret:other}' }, source);
    await assert.rejects(expanding, { message: /Authorization needs the secret other, which is not stored/ });
  });

  it('names the environment variable that is not set', async () => {
    await assert.rejects(expandHeaders({ X: '${env:GONE}' }, source), {
      message: /environment variable GONE/,
    });
  });
});

describe('secretRedactor', () => {
  it('blanks literal header values and the parts of a login in the URL', () => {
    const { settings } = parseSettings({
      endpoints: [
        { url: 'http://me:hunter22@x', headers: { 'X-Key': 'abc-123', Authorization: 'Bearer tok-en' } },
        { url: 'http://u:hunter33@y' },
      ],
    });
    const redact = secretRedactor(settings);
    const text = `abc-123 Bearer tok-en tok-en u:hunter33 hunter33 ${btoa('u:hunter33')} fine`;
    assert.doesNotMatch(redact(text), /abc|tok-en|hunter|dTpo/);
    assert.match(redact(text), /fine$/);
  });

  it("blanks a key's passphrase and a proxy's login", () => {
    const { settings } = parseSettings({
      endpoints: [{ url: 'https://x', tls: { passphrase: 'open-sesame' }, proxy: 'http://me:s3c%40ret@p:1' }],
    });
    const text = 'open-sesame me:s3c%40ret s3c@ret http://p:1';
    assert.equal(secretRedactor(settings)(text), '*** *** *** http://p:1');
  });

  it('leaves short values and names of secrets alone', () => {
    const { settings } = parseSettings({
      endpoints: [{ url: 'x', headers: { A: 'yes', B: '${secret:key}' } }],
    });
    assert.equal(secretRedactor(settings)('yes ${secret:key}'), 'yes ${secret:key}');
  });
});

describe('secretNames', () => {
  it('finds the secrets of headers, passphrases and proxies, each once', () => {
    const endpoint = {
      url: 'https://x',
      headers: { A: '${secret:a}', B: '${secret:a}${env:c}' },
      tls: { passphrase: '${secret:b}' },
      proxy: 'http://me:${secret:p}@proxy:1',
    };
    assert.deepEqual(secretNames(parseSettings({ endpoints: [endpoint] }).settings), ['a', 'p', 'b']);
  });
});

describe('isLiteralSecret', () => {
  for (const [value, literal] of [
    ['Bearer abc', true],
    ['Bearer ${secret:key}', false],
    ['${env:A}${secret:b}', false],
    ['abc${env:A}', true],
  ] as const) {
    it(`is ${literal} for ${value}`, () => {
      assert.equal(isLiteralSecret(value), literal);
    });
  }
});
