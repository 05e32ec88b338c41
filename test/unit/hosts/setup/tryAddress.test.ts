import assert from 'node:assert/strict';
import type { Attempt } from '../../../../src/hosts/setup/attempt';
import {
  beginSetup,
  loginTried,
  stepBack,
  trustTried,
  type SetupState,
} from '../../../../src/hosts/setup/setupState';
import { tryAddress, tryAnswer } from '../../../../src/hosts/setup/tryAddress';
import { defaultEndpoint } from '../../../../src/settings/settings';
import { FakeDoors, type FakeDoor } from '../../../support/fakeDoors';

const never = new AbortController().signal;
const begun = beginSetup({ ...defaultEndpoint, name: '', url: '' });

describe('a login that is typed as a part of the address', () => {
  const guarded: FakeDoor = {
    refusal: (_, secrets) =>
      Object.values(secrets).includes(Buffer.from('ada:pä ss@1').toString('base64'))
        ? undefined
        : { kind: 'login', status: 401, detail: 'status 401' },
  };
  const cases: readonly [what: string, written: string, address: string, url: string, secretName: string][] =
    [
      [
        'a URL',
        'https://ada:p%C3%A4%20ss%401@models.example.org/ollama/',
        'https://models.example.org/ollama/',
        'https://models.example.org/ollama',
        'models-example-org',
      ],
      ['a name', ' ada:p%C3%A4%20ss%401@gpu-box ', 'gpu-box', 'http://gpu-box:11434', 'gpu-box-11434'],
      [
        'a name and port',
        'ada:p%C3%A4%20ss%401@gpu-box:8000',
        'gpu-box:8000',
        'http://gpu-box:8000',
        'gpu-box-8000',
      ],
    ];
  for (const [what, written, address, url, secretName] of cases) {
    it(`with ${what}, lets in and stays out of settings and address`, async () => {
      const state = await tried(written, { [url]: guarded });
      assert.equal(state.step.kind, 'model');
      assert.equal(state.draft.written, address);
      assert.equal(state.draft.endpoint.url, url);
      assert.deepEqual(state.draft.endpoint.headers, { Authorization: `Basic \${secret:${secretName}}` });
      assert.deepEqual(Object.keys(state.draft.secrets), [secretName]);
      assert.equal(
        Buffer.from(state.draft.secrets[secretName] ?? '', 'base64').toString('utf8'),
        'ada:pä ss@1',
      );
    });
  }

  it('takes no name that another secret has', async () => {
    const state = await tried('http://ada:x@gpu-box:1', { 'http://gpu-box:1': {} }, ['gpu-box-1']);
    assert.deepEqual(Object.keys(state.draft.secrets), ['gpu-box-1-2']);
  });

  it('is told as refused where it is wrong', async () => {
    const state = await tried('http://ada:wrong@gpu-box:1', { 'http://gpu-box:1': guarded });
    assert.deepEqual(state.step, { kind: 'login', saw: 'status 401', isRepeated: true });
  });

  it('is sent to no meaning of the address but the one that answers', async () => {
    const doors = new FakeDoors({ 'https://gpu-box': guarded });
    await tryAddress(
      begun,
      'ada:secret@gpu-box',
      { ports: (s) => doors.ports(s), secretNames: () => [] },
      never,
    );
    const withLogin = doors.asked.filter(({ headers }) => Object.keys(headers).length > 0);
    assert.deepEqual([...new Set(withLogin.map(({ url }) => url))], ['https://gpu-box']);
  });

  it('is forgotten where nothing answers', async () => {
    const { draft, step } = await tried('http://ada:secret@gpu-box:1', {});
    assert.equal(step.kind, 'address');
    assert.equal(draft.written, 'http://gpu-box:1');
    assert.ok(!JSON.stringify([draft, step]).includes('secret@'));
    assert.deepEqual(draft.secrets, {});
  });
});

describe('an address that may mean several hosts', () => {
  const both = { 'https://gpu-box': {}, 'http://gpu-box:11434': {} };

  it('leads to the question which of them is meant, and from there to the one that is chosen', async () => {
    const state = await tried('gpu-box', both);
    assert.equal(state.step.kind, 'which');
    const chosen = await chosenAt(state, 'http://gpu-box:11434', new FakeDoors(both));
    assert.equal(chosen.step.kind, 'model');
    assert.equal(chosen.draft.written, 'gpu-box');
    assert.equal(chosen.draft.endpoint.url, 'http://gpu-box:11434');
    assert.equal(stepBack(chosen), state);
    assert.deepEqual(stepBack(state), { ...begun, draft: { ...begun.draft, written: 'gpu-box' } });
  });

  it('gives a login that was typed with it to the chosen one alone', async () => {
    const doors = new FakeDoors(both);
    const state = await tried('ada:secret@gpu-box', both);
    const chosen = await chosenAt(state, 'https://gpu-box', doors);
    assert.deepEqual(Object.keys(chosen.draft.secrets), ['gpu-box']);
    assert.deepEqual(chosen.draft.endpoint.headers, { Authorization: 'Basic ${secret:gpu-box}' });
    assert.deepEqual([...new Set(doors.asked.map(({ url }) => url))], ['https://gpu-box']);
  });

  function chosenAt(state: SetupState, url: string, doors: FakeDoors): Promise<SetupState> {
    const answers = state.step.kind === 'which' ? state.step.answers : [];
    const answer = answers.find(({ endpoint }) => endpoint.url === url);
    assert.ok(answer);
    return tryAnswer(
      state,
      answer,
      { ports: (secrets) => doors.ports(secrets), secretNames: () => [] },
      never,
    );
  }
});

describe('another address', () => {
  it('inherits no trust, login or model from the one before', async () => {
    const pinned = { ...defaultEndpoint, name: '', url: 'https://old-box', tls: { fingerprint: 'abcd' } };
    const asks: Attempt = { kind: 'login', endpoint: pinned, saw: 'status 401' };
    const login = { headers: { 'X-Key': '${secret:old}' }, secretName: 'old', secret: 'abc' };
    const given = { ...pinned, headers: login.headers };
    const model = { completion: { model: 'coder:base', options: {} } };
    const inside: Attempt = { kind: 'reached', endpoint: { ...given, roles: model }, engineWords: '' };
    const broken: Attempt = { kind: 'failed', endpoint: given, saw: 'nothing listens there', mend: '' };
    // Let in, asked again after the host was changed, and then gone: the question is the address again.
    const state = loginTried(loginTried(trustTried(begun, asks), login, inside), login, broken);
    assert.equal(state.step.kind, 'address');
    const doors = new FakeDoors({ 'https://new-box': {} });
    const { draft } = await tryAddress(
      state,
      'https://new-box',
      { ports: (secrets) => doors.ports(secrets), secretNames: () => [] },
      never,
    );
    const { timeouts } = defaultEndpoint;
    const fresh = { name: '', url: 'https://new-box', engine: 'ollama', roles: {}, headers: {}, timeouts };
    assert.deepEqual(draft.endpoint, fresh);
    assert.deepEqual(draft.secrets, {});
    for (const { tls, headers } of doors.asked) assert.deepEqual([tls, headers], [undefined, {}]);
  });
});

function tried(
  written: string,
  doors: Readonly<Record<string, FakeDoor>>,
  taken: readonly string[] = [],
): Promise<SetupState> {
  const fakes = new FakeDoors(doors);
  return tryAddress(
    begun,
    written,
    { ports: (secrets) => fakes.ports(secrets), secretNames: () => taken },
    never,
  );
}
