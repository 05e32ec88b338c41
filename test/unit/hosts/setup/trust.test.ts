import assert from 'node:assert/strict';
import { keepClientCertificate, keyIn, withPassphrase } from '../../../../src/hosts/setup/clientCertificate';
import { trustsFor, trusting, type Doubt } from '../../../../src/hosts/setup/trust';
import { defaultEndpoint } from '../../../../src/settings/settings';
import { fakeCertificate } from '../../../support/fakeDoors';

describe('the trust in a certificate', () => {
  it('takes the place of the one that did not do, and leaves the rest', () => {
    const others = { certFile: '/me.pem', serverName: 'gpu' };
    const pinned = trusting({ ...others, authority: 'PEM' }, { kind: 'pin', sha256: 'abcd' });
    assert.deepEqual(pinned, { ...others, fingerprint: 'abcd' });
    const issuer = trusting(pinned, { kind: 'authority', pem: 'PEM' });
    assert.deepEqual(issuer, { ...others, authority: 'PEM' });
    const file = trusting(issuer, { kind: 'file', path: '/ca.pem' });
    assert.deepEqual(file, { ...others, caFile: '/ca.pem' });
  });

  it('stays where another name is to be expected', () => {
    const tls = trusting({ authority: 'PEM', serverName: 'a' }, { kind: 'name', serverName: 'b' });
    assert.deepEqual(tls, { authority: 'PEM', serverName: 'b' });
  });

  const pin = { kind: 'pin', sha256: 'abcd' };
  const cases: readonly [doubt: Doubt, what: string, offered: readonly object[]][] = [
    ['issuer', 'the certificate or its authority', [pin, { kind: 'authority', pem: 'the issuer in PEM' }]],
    ['dates', 'the certificate alone, for no authority makes it younger', [pin]],
    [
      'name',
      'a name it is for, or the certificate',
      [{ kind: 'name', serverName: 'models.example.org' }, pin],
    ],
  ];
  for (const [doubt, what, offered] of cases) {
    it(`can be in ${what} where its ${doubt} is in doubt`, () => {
      assert.deepEqual(trustsFor(doubt, fakeCertificate), offered);
    });
  }

  it('can not be in an authority that the host has not sent', () => {
    const { authority, ...alone } = fakeCertificate;
    assert.ok(authority);
    assert.deepEqual(trustsFor('issuer', alone), [pin]);
  });
});

describe("a certificate of the user's", () => {
  const endpoint = {
    ...defaultEndpoint,
    url: 'https://gpu-box',
    tls: { caFile: '/ca.pem', keyFile: '/old.key' },
  };

  it('stands in the settings by its files, and its passphrase by a name', () => {
    assert.deepEqual(keepClientCertificate({ certFile: '/me.pem' }, endpoint, []), {
      tls: { caFile: '/ca.pem', certFile: '/me.pem' },
      secrets: {},
    });
    const locked = { certFile: '/me.pem', keyFile: '/me.key', passphrase: 'open sesame' };
    assert.deepEqual(keepClientCertificate(locked, endpoint, ['gpu-box-key']), {
      tls: { caFile: '/ca.pem', ...locked, passphrase: '${secret:gpu-box-key-2}' },
      secrets: { 'gpu-box-key-2': 'open sesame' },
    });
  });

  it('is tried with a passphrase that is not stored yet', () => {
    const locked = { ...endpoint, tls: { certFile: '/me.pem', passphrase: '${secret:gpu-box-key}' } };
    const secrets = { other: 'x', 'gpu-box-key': 'open sesame' };
    assert.equal(withPassphrase(locked, secrets).tls.passphrase, 'open sesame');
    assert.equal(withPassphrase(locked, {}), locked);
    assert.equal(withPassphrase(endpoint, secrets), endpoint);
  });

  const files: readonly [pem: string, key: string][] = [
    ['-----BEGIN CERTIFICATE-----', 'none'],
    ['-----BEGIN CERTIFICATE-----\nx\n-----BEGIN PRIVATE KEY-----', 'open'],
    ['-----BEGIN EC PRIVATE KEY-----', 'open'],
    ['-----BEGIN ENCRYPTED PRIVATE KEY-----', 'locked'],
    ['-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED', 'locked'],
  ];
  for (const [pem, key] of files) {
    it(`has a key in its file: ${key}, where that says ${JSON.stringify(pem)}`, () => {
      assert.equal(keyIn(pem), key);
    });
  }
});
