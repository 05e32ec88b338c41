import assert from 'node:assert/strict';
import { deepseekCoder, fillwrightDemo } from '../../../src/model/deepseekFamilies';
import type { ModelFamily } from '../../../src/model/family';
import {
  codegemma,
  codellama,
  codestral,
  mellum,
  qwen25Coder,
  seedCoder,
  starcoder,
  starcoder2,
} from '../../../src/model/otherFamilies';
import { renderFim, type FimContent } from '../../../src/prompt/renderFim';

const empty: FimContent = {
  writesBos: false,
  repo: 'repo',
  path: 'src/b.ts',
  items: [],
  prefix: 'P',
  suffix: 'S',
};
const withContext: FimContent = {
  ...empty,
  items: [
    { path: 'a.ts', text: 'one\n' },
    { path: 'c.ts', text: 'two' },
  ],
};

function rendered(family: ModelFamily, content: FimContent): string {
  return renderFim(family, content)
    .map((piece) => piece.text)
    .join('');
}

describe('renderFim', () => {
  const alone: readonly (readonly [ModelFamily, string])[] = [
    [deepseekCoder, '<｜fim▁begin｜>#src/b.ts\nP<｜fim▁hole｜>S<｜fim▁end｜>'],
    [fillwrightDemo, '<｜fim▁begin｜>#src/b.ts\nP<｜fim▁hole｜>S<｜fim▁end｜>'],
    [qwen25Coder, '<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>'],
    [starcoder, '<fim_prefix>P<fim_suffix>S<fim_middle>'],
    [starcoder2, '<fim_prefix>P<fim_suffix>S<fim_middle>'],
    [codellama, '<PRE> P <SUF>S <MID>'],
    [codegemma, '<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>'],
    [codestral, '[SUFFIX]S[PREFIX]P'],
    [mellum, '<filename>src/b.ts\n<fim_suffix>S<fim_prefix>P<fim_middle>'],
    [seedCoder, '<[fim-prefix]>P<[fim-suffix]>S<[fim-middle]>'],
  ];
  for (const [family, prompt] of alone) {
    it(`writes a file alone as ${family.label} was trained`, () => {
      assert.equal(rendered(family, empty), prompt);
    });
  }

  const together: readonly (readonly [ModelFamily, string])[] = [
    [deepseekCoder, '#a.ts\none\n\n#c.ts\ntwo\n\n<｜fim▁begin｜>#src/b.ts\nP<｜fim▁hole｜>S<｜fim▁end｜>'],
    [fillwrightDemo, '<｜fim▁begin｜>#a.ts\none\n#c.ts\ntwo\n#src/b.ts\nP<｜fim▁hole｜>S<｜fim▁end｜>'],
    [
      qwen25Coder,
      '<|repo_name|>repo\n<|file_sep|>a.ts\none\n<|file_sep|>c.ts\ntwo\n' +
        '<|file_sep|>src/b.ts\n<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>',
    ],
    [
      starcoder2,
      '<repo_name>repo<file_sep>a.ts\none\n<file_sep>c.ts\ntwo\n' +
        '<file_sep><fim_prefix>src/b.ts\nP<fim_suffix>S<fim_middle>',
    ],
    [codellama, '<PRE> # a.ts\none\n\n# c.ts\ntwo\n\n# src/b.ts\nP <SUF>S <MID>'],
    [codestral, '[SUFFIX]S[PREFIX]+++++ a.ts\none\n\n+++++ c.ts\ntwo\n\n+++++ src/b.ts\nP'],
    [
      mellum,
      '<filename>a.ts\none\n<filename>c.ts\ntwo\n<filename>src/b.ts\n<fim_suffix>S<fim_prefix>P<fim_middle>',
    ],
  ];
  for (const [family, prompt] of together) {
    it(`tells files apart as ${family.label} was trained`, () => {
      assert.equal(rendered(family, withContext), prompt);
    });
  }

  it('writes BOS first where the host does not add it', () => {
    assert.ok(
      rendered(deepseekCoder, { ...empty, writesBos: true }).startsWith(
        '<｜begin▁of▁sentence｜><｜fim▁begin｜>',
      ),
    );
    assert.ok(rendered(qwen25Coder, { ...empty, writesBos: true }).startsWith('<|fim_prefix|>'));
  });

  it('takes names with patterns in them as they are', () => {
    const odd = rendered(deepseekCoder, { ...empty, path: "a$&b{repo}$'.ts" });
    assert.ok(odd.includes("#a$&b{repo}$'.ts\n"));
  });

  it('keeps the parts apart when prefix and suffix are empty', () => {
    assert.equal(
      rendered(deepseekCoder, { ...empty, prefix: '', suffix: '' }),
      '<｜fim▁begin｜>#src/b.ts\n<｜fim▁hole｜><｜fim▁end｜>',
    );
  });
});
