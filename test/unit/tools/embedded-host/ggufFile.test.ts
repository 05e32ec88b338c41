import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readGgufHeader } from '../../../../tools/embedded-host/ggufFile';
import { fromRoot } from '../../../../tools/root';
import { temporaryFolder } from '../../../../tools/temporaryFolder';

const demoModel = fromRoot('demo-model', 'fimlet-25m-q8_0.gguf');

describe('readGgufHeader', () => {
  it("reads the demo model's facts, vocabulary and tensors", async () => {
    const { metadata, tensors } = await readGgufHeader(demoModel);
    assert.equal(metadata.get('general.architecture'), 'llama');
    assert.equal(metadata.get('llama.context_length'), 16_384);
    assert.equal(metadata.get('tokenizer.ggml.add_bos_token'), true);
    const tokens = metadata.get('tokenizer.ggml.tokens') as readonly string[];
    assert.equal(tokens.length, 16_384);
    assert.equal(tokens[2], '<｜fim▁begin｜>');
    assert.deepEqual(
      tensors.find(({ name }) => name === 'token_embd.weight'),
      { name: 'token_embd.weight', shape: [384, 16_384], type: 'Q8_0' },
    );
  });

  it('says that a file is of another kind or cut short', async () => {
    const folder = temporaryFolder('gguf');
    const cut = path.join(folder.path, 'cut.gguf');
    writeFileSync(cut, readFileSync(demoModel).subarray(0, 100_000));
    await assert.rejects(readGgufHeader(cut), /is cut short/);
    await assert.rejects(readGgufHeader(fromRoot('package.json')), /is no GGUF file/);
    folder.remove();
  });
});
