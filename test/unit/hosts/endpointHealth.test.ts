import assert from 'node:assert/strict';
import { healthOf } from '../../../src/hosts/endpointHealth';
import type { EndpointState } from '../../../src/hosts/endpointState';
import { failedWith, ready } from '../vscode/statusFacts';

describe('healthOf', () => {
  const cases: readonly (readonly [string, EndpointState, boolean, string])[] = [
    ['not used yet', { kind: 'unknown' }, true, 'unknown'],
    ['loading its model', { kind: 'loading', endpoint: 'e', model: 'm' }, true, 'loading'],
    ['ready', ready, true, 'ready'],
    ['well again but not trusted yet', ready, false, 'degraded'],
    ['waiting for chat', { kind: 'busy', endpoint: 'e', model: 'm' }, true, 'busy'],
    ['full', failedWith('busy'), false, 'busy'],
    ['gone', failedWith('unreachable'), false, 'unreachable'],
    ['silent', failedWith('timeout'), false, 'unreachable'],
    ['refusing the login', failedWith('login'), false, 'misconfigured'],
    ['without the model', failedWith('model-missing'), false, 'misconfigured'],
    ['out of memory', failedWith('out-of-memory'), false, 'degraded'],
    [
      'without a model that completes',
      { kind: 'no-fim-model', endpoint: 'e', explanation: 'x' },
      true,
      'misconfigured',
    ],
  ];
  for (const [what, state, isTrusted, health] of cases) {
    it(`calls a host ${health} that is ${what}`, () => {
      assert.equal(healthOf(state, { isTrusted }), health);
    });
  }

  it('calls a host degraded whose first token usually comes too late to be of use', () => {
    const slow = (firstTokenMs: number): string => healthOf(ready, { isTrusted: true, firstTokenMs });
    assert.deepEqual([slow(1_900), slow(2_100)], ['ready', 'degraded']);
  });
});
