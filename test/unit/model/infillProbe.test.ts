import assert from 'node:assert/strict';
import { deepseekCoder } from '../../../src/model/deepseekFamilies';
import { infillProbes } from '../../../src/model/infillProbe';
import { codestral } from '../../../src/model/otherFamilies';

describe('the probes of infilling', () => {
  const [first, second] = infillProbes(deepseekCoder, false);

  it('are prompts in the order of the family, with BOS where it must be written', () => {
    const { prefix, suffix, middle } = deepseekCoder.tokens;
    assert.ok(first?.prompt.startsWith(`${prefix}def add(a, b):\n    return ${suffix}\n`) === true);
    assert.ok(first.prompt.endsWith(middle));
    const [spm] = infillProbes(codestral, true);
    assert.ok(spm?.prompt.startsWith('<s>[SUFFIX]\n') === true);
    assert.ok(spm.prompt.endsWith('[PREFIX]def add(a, b):\n    return '));
  });

  for (const answer of ['a + b', ' a + b\n', 'b + a\n\n\ndef']) {
    it(`take ${JSON.stringify(answer)} for a filled gap`, () => assert.ok(first?.fills(answer)));
  }
  for (const answer of ['== 0', '=== 0;\n', '> 0']) {
    it(`take ${JSON.stringify(answer)} for a filled gap of another kind`, () =>
      assert.ok(second?.fills(answer)));
  }
  for (const answer of [
    '',
    'Sure! Here is the code',
    '\n\ndef multiply(a, b):',
    '```python\na + b',
    'a + b + c',
  ]) {
    it(`take ${JSON.stringify(answer)} for none`, () => assert.ok(!first?.fills(answer)));
  }
});
