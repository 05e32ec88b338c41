import assert from 'node:assert/strict';
import { parseSettings } from '../../../src/settings/parseSettings';
import { defaultEndpoint, type EndpointSettings } from '../../../src/settings/settings';
import { withModel } from '../../../src/vscode/endpointEdit';

const first = { url: 'http://one:11434', headers: { Authorization: 'Bearer ${secret:one}' }, later: true };
const second = { name: 'two', url: 'http://two:11434/', roles: { completion: { family: 'starcoder2' } } };

function parsed(raw: readonly unknown[], index: number): EndpointSettings {
  const endpoint = parseSettings({ endpoints: raw }).settings.endpoints[index];
  assert.ok(endpoint);
  return endpoint;
}

describe('withModel', () => {
  it('adds the model to an endpoint that names none, and leaves all else', () => {
    assert.deepEqual(withModel([first, second], parsed([first, second], 0), 'm:1b'), [
      { ...first, roles: { completion: { model: 'm:1b' } } },
      second,
    ]);
  });

  it('keeps what else the role says', () => {
    assert.deepEqual(withModel([first, second], parsed([first, second], 1), 'm:1b'), [
      first,
      { ...second, roles: { completion: { family: 'starcoder2', model: 'm:1b' } } },
    ]);
  });

  it('writes down the endpoint that is used where none is configured', () => {
    for (const written of [undefined, []]) {
      assert.deepEqual(withModel(written, defaultEndpoint, 'm:1b'), [
        { name: 'local', url: 'http://127.0.0.1:11434', roles: { completion: { model: 'm:1b' } } },
      ]);
    }
  });

  it('finds the endpoint by its name where two have one address', () => {
    const pair = [
      { name: 'a', url: 'http://one:11434' },
      { name: 'b', url: 'http://one:11434' },
    ];
    const [a, b] = withModel(pair, parsed(pair, 1), 'm:1b');
    assert.deepEqual(a, pair[0]);
    assert.deepEqual(b, { ...pair[1], roles: { completion: { model: 'm:1b' } } });
  });
});
