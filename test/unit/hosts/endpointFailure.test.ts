import assert from 'node:assert/strict';
import { isNoConnection, isOfHost, isPerRequest } from '../../../src/hosts/endpointFailure';
import type { TransportErrorKind } from '../../../src/transport/errors';
import { fakeFailure } from '../../support/fakeEngine';

describe('what a failure is about', () => {
  const subjects: Readonly<Record<TransportErrorKind, 'the way' | 'the host' | 'the model' | 'the request'>> =
    {
      unreachable: 'the way',
      'name-not-found': 'the way',
      tls: 'the way',
      certificate: 'the way',
      'client-certificate': 'the way',
      proxy: 'the way',
      timeout: 'the way',
      'connection-lost': 'the way',
      misconfigured: 'the host',
      login: 'the host',
      'not-an-engine': 'the host',
      busy: 'the host',
      'model-missing': 'the model',
      unsupported: 'the model',
      'out-of-memory': 'the model',
      'disk-full': 'the model',
      'host-fault': 'the model',
      'prompt-too-long': 'the request',
      'bad-request': 'the request',
    };
  for (const [kind, subject] of Object.entries(subjects)) {
    it(`is ${subject} with ${kind}`, () => {
      const error = fakeFailure(kind as TransportErrorKind);
      assert.equal(isNoConnection(error), subject === 'the way');
      assert.equal(isOfHost(error), subject === 'the way' || subject === 'the host');
      assert.equal(isPerRequest(error), subject === 'the request');
    });
  }
});
