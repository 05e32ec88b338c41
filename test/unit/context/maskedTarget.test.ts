import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTargetMasks } from '../../../src/context/maskedTarget';
import { accessKey, letters, joined, privateKey } from '../../support/secrets';
import { targetAt } from '../../support/targetAt';

function maskedWhole(prefix: string, suffix: string): string {
  const { target } = createTargetMasks().of(targetAt(prefix, suffix));
  return `${target.prefix}‸${target.suffix}`;
}

describe('the masks of a target', () => {
  it('leave a target without secrets as it is', () => {
    const target = targetAt('const a = 1;\n', 'const b = 2;\n');
    assert.deepEqual(createTargetMasks().of(target), { target, secrets: [] });
    assert.equal(createTargetMasks().of(target).target, target);
  });

  it('hide secrets before and behind the cursor, without moving anything', () => {
    assert.equal(
      maskedWhole(`key = "${accessKey}"\nx = `, `\ntoken = "${joined('gh', 'p_')}${letters(36)}"\n`),
      `key = "AKIA${'*'.repeat(16)}"\nx = ‸\ntoken = "ghp_${'*'.repeat(36)}"\n`,
    );
  });

  it('hide both halves of a secret that the cursor stands in', () => {
    for (let at = 0; at <= accessKey.length; at += 1) {
      const whole = maskedWhole(`key = "${accessKey.slice(0, at)}`, `${accessKey.slice(at)}"\n`);
      assert.equal(whole.replace('‸', ''), `key = "AKIA${'*'.repeat(16)}"\n`);
    }
    const key = privateKey(30);
    const [above, below] = [key.slice(0, 1_000), key.slice(1_000)];
    assert.ok(!/[A-Za-z0-9+/=]{16}/.test(maskedWhole(above, below)));
  });

  it('are the same whether the text came at once or was typed', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'x = 1\n',
        accessKey,
        '"',
        '\n',
        joined('AK', 'IA'),
        'Q7'.repeat(4),
        privateKey(3),
        'é\r\n',
      ),
      fc.string({ maxLength: 6 }),
      fc.integer({ min: 1, max: 12 }).map((lines) => 'const filler = 12345;\n'.repeat(lines * 60)),
    );
    const step = fc.record({ cut: fc.nat(), text: piece, suffix: fc.option(piece, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const masks = createTargetMasks();
        let [prefix, suffix] = ['', 'end\n'];
        for (const { cut, text, suffix: other } of steps) {
          prefix = (cut % 3 === 0 ? prefix.slice(0, cut % (prefix.length + 1)) : prefix) + text;
          suffix = other ?? suffix;
          const target = targetAt(prefix, suffix);
          assert.deepEqual(masks.of(target), createTargetMasks().of(target));
        }
      }),
      { numRuns: 300 },
    );
  });
});
