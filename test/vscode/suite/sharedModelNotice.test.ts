import assert from 'node:assert/strict';
import { Emitter } from '../../../src/common/emitter';
import type { EndpointState } from '../../../src/hosts/endpointState';
import { memoryStore, type KeyValueStore } from '../../../src/hosts/keyValueStore';
import { adviseOnSharedModel } from '../../../src/vscode/sharedModelNotice';
import { shownMessages, type ShownMessage } from '../support/shownMessages';

const ready: EndpointState = { kind: 'ready', endpoint: 'gpu-box', model: 'coder:7b', window: 16_384 };
const busy: EndpointState = { kind: 'busy', endpoint: 'gpu-box', model: 'coder:7b' };

describe('the advice on a model that chat and completion share', () => {
  it('names model, host and what to set, once completion waits', async () => {
    assert.deepEqual(await adviceOn([ready], memoryStore()), []);
    const [message, ...more] = await adviceOn([ready, busy], memoryStore());
    assert.deepEqual(more, []);
    assert.match(message?.text ?? '', /coder:7b on gpu-box.*OLLAMA_NUM_PARALLEL=2 on gpu-box/);
    assert.deepEqual(message?.buttons, ['Open Settings']);
  });

  it('is given once, however often completion waits', async () => {
    assert.equal((await adviceOn([busy, ready, busy], memoryStore())).length, 1);
  });

  it('is not given again in a later session', async () => {
    const store = memoryStore();
    await adviceOn([busy], store);
    assert.deepEqual(await adviceOn([busy], store), []);
  });

  it('is not given any more once it has been disposed of', async () => {
    const states = new Emitter<EndpointState>();
    const messages = await shownMessages(undefined, () => {
      adviseOnSharedModel({ onDidChangeState: states.event }, memoryStore()).dispose();
      states.fire(busy);
    });
    assert.deepEqual(messages, []);
  });
});

function adviceOn(states: readonly EndpointState[], store: KeyValueStore): Promise<readonly ShownMessage[]> {
  const hosts = new Emitter<EndpointState>();
  return shownMessages(undefined, () => {
    const advice = adviseOnSharedModel({ onDidChangeState: hosts.event }, store);
    for (const state of states) hosts.fire(state);
    advice.dispose();
  });
}
