import assert from 'node:assert/strict';
import { rememberGiven } from '../../../src/settings/givenSecrets';
import { expandHeaders } from '../../../src/settings/headerSecrets';

describe('rememberGiven', () => {
  const given = rememberGiven({
    secret: (name) => Promise.resolve({ key: 's3cret', long: 's3cret-and-more', digit: '1' }[name]),
    environment: (name) => ({ TOKEN: 'from-env' })[name],
  });

  it('leaves what was never given out alone', () => {
    assert.equal(given.redact('s3cret'), 's3cret');
  });

  it('blanks what went into a header, from the store and from the environment', async () => {
    await expandHeaders({ A: 'Bearer ${secret:key}', B: '${env:TOKEN}' }, given);
    assert.equal(given.redact('key s3cret, token from-env, fine'), 'key ***, token ***, fine');
  });

  it('blanks the longer of two secrets whole, and no mere digit', async () => {
    await expandHeaders({ A: '${secret:long}', B: '${secret:digit}' }, given);
    assert.equal(given.redact('s3cret-and-more at 1'), '*** at 1');
  });

  it('blanks the password of a Basic login, and a secret as URLs write it', async () => {
    const stored = rememberGiven({
      secret: (name) => Promise.resolve({ basic: btoa('ada:correct-horse'), proxy: 'b@ttery/staple' }[name]),
      environment: () => undefined,
    });
    await expandHeaders({ A: 'Basic ${secret:basic}', B: '${secret:proxy}' }, stored);
    assert.equal(stored.redact('no correct-horse for ada'), 'no *** for ada');
    assert.equal(stored.redact('http://me:b%40ttery%2Fstaple@proxy'), 'http://me:***@proxy');
  });
});
