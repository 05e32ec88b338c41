import assert from 'node:assert/strict';
import {
  textOfForeign,
  toChatMessages,
  toChatTools,
} from '../../../../src/chat/languageModel/foreignMessages';

const USER = 1;
const ASSISTANT = 2;

describe("messages of VS Code's chat", () => {
  it('become messages of the same roles', () => {
    const messages = toChatMessages([
      { role: 3, content: [{ value: 'Be brief.' }] },
      { role: USER, content: [{ value: 'One ' }, { value: 'and two?' }] },
      { role: ASSISTANT, content: [{ value: 'Three.' }] },
    ]);
    assert.deepEqual(messages, [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One and two?' },
      { role: 'assistant', content: 'Three.' },
    ]);
  });

  it('carry calls of tools and what these gave, under the name of the tool', () => {
    const messages = toChatMessages([
      { role: ASSISTANT, content: [{ callId: 'c1', name: 'read', input: { path: 'a.ts' } }] },
      { role: USER, content: [{ callId: 'c1', content: [{ value: 'a();' }, 'b();'] }, { value: 'Go on.' }] },
    ]);
    assert.deepEqual(messages, [
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'c1', name: 'read', arguments: { path: 'a.ts' } }],
      },
      { role: 'tool', content: 'a();b();', toolCallId: 'c1', toolName: 'read' },
      { role: 'user', content: 'Go on.' },
    ]);
  });

  it('carry images, and text that comes as data', () => {
    const png = { mimeType: 'image/png', data: Uint8Array.of(1, 2, 3) };
    const json = { mimeType: 'application/json', data: new TextEncoder().encode('{"a":1}') };
    assert.deepEqual(toChatMessages([{ role: USER, content: [png, json] }]), [
      { role: 'user', content: '{"a":1}', images: ['AQID'] },
    ]);
  });

  it('leave out kinds of parts that hosts know nothing of', () => {
    const content = [{ value: 'Yes.' }, { unknown: true }, null, 7];
    assert.deepEqual(toChatMessages([{ role: USER, content }]), [{ role: 'user', content: 'Yes.' }]);
  });

  it('count with their calls and results', () => {
    const text = textOfForeign([
      { value: 'One' },
      { callId: 'c', name: 'read', input: { a: 1 } },
      { callId: 'c', content: [{ value: 'Two' }] },
    ]);
    assert.equal(text, 'One\nread {"a":1}\nTwo');
  });

  it('offer tools without arguments too', () => {
    assert.deepEqual(toChatTools([{ name: 'now', description: 'The time.' }]), [
      { name: 'now', description: 'The time.', parameters: { type: 'object', properties: {} } },
    ]);
  });
});
