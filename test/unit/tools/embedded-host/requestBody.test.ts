import assert from 'node:assert/strict';
import { decodeBody, type BodyType } from '../../../../tools/embedded-host/requestBody';

const fields = {
  model: 'string',
  raw: 'bool',
  count: 'int',
  messages: '[]api.Message',
  options: 'map[string]interface {}',
} as const;
const type: BodyType<typeof fields> = { name: 'SomeRequest', owner: 'api', fields };

describe('decodeBody', () => {
  it('takes known fields, ignores others and counts null as absent', () => {
    const body = JSON.stringify({ model: 'a', raw: null, other: 5 });
    assert.deepEqual(decodeBody(body, type), { model: 'a' });
  });

  it('ignores what follows the first value', () => {
    assert.deepEqual(decodeBody('{"model":"ä"} {"model":5}', type), { model: 'ä' });
  });

  it('fills in what a message lacks', () => {
    const { messages } = decodeBody('{"messages":[{"content":"a","images":[]},{}]}', type);
    assert.deepEqual(messages, [
      { role: '', content: 'a' },
      { role: '', content: '' },
    ]);
  });

  const refused: readonly (readonly [string, string])[] = [
    [' \n', 'missing request body'],
    ['[]', 'json: cannot unmarshal array into Go value of type api.SomeRequest'],
    ['{"model":5}', 'json: cannot unmarshal number into Go struct field SomeRequest.model of type string'],
    ['{"raw":"a"}', 'json: cannot unmarshal string into Go struct field SomeRequest.raw of type bool'],
    ['{"count":1.5}', 'json: cannot unmarshal number 1.5 into Go struct field SomeRequest.count of type int'],
    [
      '{"options":[]}',
      'json: cannot unmarshal array into Go struct field SomeRequest.options of type map[string]interface {}',
    ],
    [
      '{"messages":"a"}',
      'json: cannot unmarshal string into Go struct field SomeRequest.messages of type []api.Message',
    ],
    [
      '{"messages":[{"content":5}]}',
      'json: cannot unmarshal number into Go struct field SomeRequest.messages.content of type string',
    ],
  ];
  for (const [body, message] of refused) {
    it(`refuses ${JSON.stringify(body)}`, () => {
      assert.throws(() => decodeBody(body, type), { status: 400, message });
    });
  }
});
