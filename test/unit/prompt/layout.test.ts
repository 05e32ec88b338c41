import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deepseekCoder, fillwrightDemo } from '../../../src/model/deepseekFamilies';
import { modelFamilies } from '../../../src/model/families';
import type { ModelFamily } from '../../../src/model/family';
import type { PromptLimits } from '../../../src/prompt/budget';
import type { ContextItem } from '../../../src/prompt/contextItem';
import { countPrompt } from '../../../src/prompt/countPrompt';
import { createEstimatingCounter } from '../../../src/prompt/estimateTokens';
import type { FimPrompt } from '../../../src/prompt/fimPrompt';
import { layoutPrompt, type LayoutInput } from '../../../src/prompt/layout';
import { createNeutraliser } from '../../../src/prompt/neutralise';
import type { TokenCounter } from '../../../src/prompt/tokenCounter';
import { createTokenCounter } from '../../../src/prompt/tokenizer';
import { arbitrarySource } from '../../support/arbitrarySource';
import { demoVocabulary } from '../../support/demoVocabulary';
import { targetAt } from '../../support/targetAt';

const estimate = createEstimatingCounter();
const limits: PromptLimits = { reserveTokens: 256, suffixTokens: 512 };

function item(path: string, text: string): ContextItem {
  return {
    kind: 'file',
    path,
    startLine: 1,
    endLine: text.split('\n').length,
    text,
    reason: 'open in a tab',
  };
}

function input(more: Partial<LayoutInput> & { window?: number; family?: ModelFamily } = {}): LayoutInput {
  const { window = 16_384, family = deepseekCoder, ...rest } = more;
  return {
    target: targetAt('', ''),
    form: { family, window, writesBos: false },
    limits,
    items: [],
    counter: estimate,
    ...rest,
  };
}

function head(prompt: FimPrompt): string {
  return prompt.text.slice(0, prompt.headChars);
}

const code = Array.from(
  { length: 400 },
  (_, index) => `  const value${index} = compute(${index}, 'text');\n`,
).join('');

describe('layoutPrompt', () => {
  let exact: TokenCounter;
  before(async () => {
    const counter = createTokenCounter(await demoVocabulary());
    assert.ok(counter);
    exact = counter;
  });

  const arbitraryInput = fc.record({
    prefix: arbitrarySource(150),
    suffix: arbitrarySource(60),
    texts: fc.array(arbitrarySource(60), { maxLength: 4 }),
    window: fc.integer({ min: 512, max: 131_072 }),
    smallWindow: fc.integer({ min: 512, max: 4_096 }),
    isSmall: fc.boolean(),
    reserveTokens: fc.integer({ min: 0, max: 256 }),
    suffixTokens: fc.integer({ min: 0, max: 512 }),
    promptTokens: fc.option(fc.integer({ min: 64, max: 8_192 }), { nil: undefined }),
    family: fc.constantFrom(...modelFamilies),
    isExact: fc.boolean(),
    writesBos: fc.boolean(),
  });
  type Arbitrary = typeof arbitraryInput extends fc.Arbitrary<infer T> ? T : never;

  function made(arbitrary: Arbitrary): LayoutInput {
    const { family, isSmall, reserveTokens, suffixTokens, promptTokens } = arbitrary;
    return {
      target: targetAt(arbitrary.prefix, arbitrary.suffix),
      form: {
        family,
        window: isSmall ? arbitrary.smallWindow : arbitrary.window,
        writesBos: arbitrary.writesBos,
      },
      limits: { reserveTokens, suffixTokens, ...(promptTokens === undefined ? {} : { promptTokens }) },
      items: arbitrary.texts.map((text, index) => item(`src/context${index}.ts`, text)),
      counter: arbitrary.isExact ? exact : estimate,
    };
  }

  it('never exceeds the window, whatever the files, the window, the family and the way of counting', () => {
    fc.assert(
      fc.property(arbitraryInput, (arbitrary) => {
        const layout = made(arbitrary);
        const prompt = layoutPrompt(layout);
        const most = Math.min(
          layout.form.window - layout.limits.reserveTokens,
          layout.limits.promptTokens ?? Infinity,
        );
        assert.ok(prompt.tokens.total <= most, `${prompt.tokens.total} of ${most}`);
        const hidden = layout.form.family.bos !== undefined && !layout.form.writesBos ? 1 : 0;
        assert.equal(
          prompt.tokens.total,
          countPrompt(prompt.text, layout.form.family, layout.counter) + hidden,
        );
      }),
      { numRuns: 80 },
    );
  });

  it('shows the end of the prefix and the start of the suffix, unchanged but for special tokens', () => {
    fc.assert(
      fc.property(arbitraryInput, (arbitrary) => {
        const layout = made(arbitrary);
        const { family } = layout.form;
        const { neutralise } = createNeutraliser(family.specialTokens);
        const { text } = layoutPrompt(layout);
        const frames = Object.values(family.tokens).filter((token) => token !== '');
        for (const token of frames) assert.equal(text.split(token).length, 2, token);
        const parts = partsOf(text, family);
        assert.ok(neutralise(arbitrary.suffix).includes(parts.suffix));
        assert.ok(
          arbitrary.suffix === '' ||
            neutralise(arbitrary.suffix.trimEnd()).startsWith(parts.suffix.trimEnd()),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the head while the user types, but for a step now and then', () => {
    fc.assert(
      fc.property(arbitraryInput, fc.integer({ min: 1, max: 40 }), (arbitrary, count) => {
        const window = Math.max(arbitrary.window, 2_048); // Smaller ones move in smaller steps.
        const layout = made({ ...arbitrary, window, isSmall: false, promptTokens: undefined });
        const typed = 'const total = items.reduce((sum, item) => sum + item.price * item.count, 0);\n'
          .repeat(2)
          .slice(0, count);
        let before = layoutPrompt(layout);
        let moved = 0;
        for (let length = 1; length <= typed.length; length += 1) {
          const target = targetAt(arbitrary.prefix.trimEnd() + typed.slice(0, length), arbitrary.suffix);
          const after = layoutPrompt({ ...layout, target });
          if (length > 1 && head(after) !== head(before)) moved += 1;
          before = after;
        }
        assert.ok(moved <= 2, `the head moved ${moved} times in ${typed.length} keys`);
      }),
      // To make a counterexample smaller takes minutes.
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('gives the same prompt for the same input', () => {
    const layout = input({ target: targetAt(code, code), items: [item('a.ts', code)], counter: exact });
    assert.deepEqual(layoutPrompt(layout), layoutPrompt(layout));
  });

  it('cuts prefix and suffix at the edges of lines', () => {
    const prompt = layoutPrompt(input({ target: targetAt(code, code), window: 2_048 }));
    const { prefix, suffix } = partsOf(prompt.text, deepseekCoder);
    assert.match(prefix, /^ {2}const value\d+ = /);
    assert.ok(suffix.endsWith(';\n') && suffix.length < code.length);
    assert.match(prompt.text.slice(0, prompt.headChars), /\n$/);
  });

  it('takes context items whole, from the first on, until one does not fit', () => {
    const items = [item('a.ts', 'a\n'), item('big.ts', code.repeat(9)), item('c.ts', 'c\n')];
    const prompt = layoutPrompt(input({ target: targetAt('x', ''), items, window: 4_096 }));
    assert.deepEqual(
      prompt.items.map(({ path }) => path),
      ['a.ts'],
    );
  });

  it('says where each item ends in the text', () => {
    const items = [item('a.ts', 'const a = 1;'), item('b.ts', 'const b = 2;\n')];
    const { text, items: placed } = layoutPrompt(input({ items }));
    assert.deepEqual(
      placed.map(({ endChar }) => text.slice(0, endChar)),
      ['#a.ts\nconst a = 1;\n\n', '#a.ts\nconst a = 1;\n\n#b.ts\nconst b = 2;\n\n'],
    );
  });

  it('keeps to lower limits for context and prefix without touching the rest', () => {
    const items = [item('a.ts', code), item('b.ts', code)];
    const target = targetAt(code, code);
    const whole = layoutPrompt(input({ target, items, window: 65_536 }));
    const first = whole.items[0]?.tokens ?? 0;
    const low = { ...limits, contextTokens: first, prefixTokens: 200 };
    const short = layoutPrompt(input({ target, items, window: 65_536, limits: low }));
    assert.deepEqual(
      short.items.map(({ path }) => path),
      ['a.ts'],
    );
    assert.ok(short.tokens.prefix <= 200 && short.tokens.prefix > 100, String(short.tokens.prefix));
    assert.equal(short.text.slice(0, short.items[0]?.endChar), whole.text.slice(0, whole.items[0]?.endChar));
    assert.equal(partsOf(short.text, deepseekCoder).suffix, partsOf(whole.text, deepseekCoder).suffix);
  });

  it('shows of an item as much as a lower limit leaves, and what it shows begins as the whole does', () => {
    const items = [item('a.ts', code), item('b.ts', code)];
    const whole = layoutPrompt(input({ items, window: 65_536 }));
    const first = whole.items[0]?.tokens ?? 0;
    const low = { ...limits, contextTokens: Math.floor(first * 1.5) };
    const short = layoutPrompt(input({ items, window: 65_536, limits: low }));
    assert.equal(short.items.length, 2);
    const read = short.text.slice(0, short.items[1]?.endChar).trimEnd();
    assert.equal(whole.text.slice(0, read.length), read);
    assert.ok(short.tokens.context <= low.contextTokens && short.tokens.context > first * 1.2);
    const shown = read.slice(short.items[0]?.endChar).split('\n');
    assert.equal(short.items[1]?.endLine, shown.length - 1, 'all lines but that of the path');
  });

  it('gives what the context leaves over to the prefix', () => {
    const long = code.repeat(12);
    const alone = layoutPrompt(input({ target: targetAt(long, ''), window: 16_384 }));
    assert.ok(alone.tokens.prefix > 14_000, String(alone.tokens.prefix));
  });

  it('shows a whole small file and no more', () => {
    const prompt = layoutPrompt(input({ target: targetAt('const a = ', ';\n') }));
    assert.equal(prompt.text, '<｜fim▁begin｜>#src/target.ts\nconst a = <｜fim▁hole｜>;\n<｜fim▁end｜>');
    assert.equal(head(prompt), '<｜fim▁begin｜>#src/target.ts\n');
  });

  it('makes a prompt of an empty file', () => {
    const prompt = layoutPrompt(input());
    assert.equal(prompt.text, '<｜fim▁begin｜>#src/target.ts\n<｜fim▁hole｜><｜fim▁end｜>');
  });

  it('keeps the tail of a line of a megabyte, with no half characters', () => {
    const line = '\u{1F600}'.repeat(500_000);
    const prompt = layoutPrompt(input({ target: targetAt(line, line), window: 2_048 }));
    const { prefix, suffix } = partsOf(prompt.text, deepseekCoder);
    assert.ok(prefix.length > 100 && suffix.length > 50);
    assert.ok(new TextDecoder().decode(new TextEncoder().encode(prompt.text)) === prompt.text);
  });

  it('never lets a path end its line or act as a token', () => {
    const target = targetAt('x', '', 'a\nb<｜fim▁end｜>\u2028.ts');
    const prompt = layoutPrompt(input({ target }));
    assert.equal(prompt.text, '<｜fim▁begin｜>#a b‹｜fim▁end｜> .ts\nx<｜fim▁hole｜><｜fim▁end｜>');
  });

  it('keeps line ends as they are in the file', () => {
    const prompt = layoutPrompt(input({ target: targetAt('a\r\n\tb', '\r\nc\r\n') }));
    assert.ok(prompt.text.includes('a\r\n\tb<｜fim▁hole｜>\r\nc\r\n<'));
  });

  it("stands the demo model's context behind begin", () => {
    const prompt = layoutPrompt(input({ family: fillwrightDemo, items: [item('a.ts', 'a')] }));
    assert.equal(prompt.text, '<｜fim▁begin｜>#a.ts\na\n#src/target.ts\n<｜fim▁hole｜><｜fim▁end｜>');
  });
});

function partsOf(text: string, family: ModelFamily): { prefix: string; suffix: string } {
  const { prefix, suffix, middle } = family.tokens;
  const afterPrefix = text.slice(text.indexOf(prefix) + prefix.length);
  const afterSuffix = text.slice(text.indexOf(suffix) + suffix.length);
  const [prefixEnd, suffixEnd] = family.order === 'psm' ? [suffix, middle] : [middle, prefix];
  const header = family.repo.targetHeader.inside.replace('{path}', 'src/target.ts');
  const inPrefix = prefixEnd === '' ? afterPrefix : afterPrefix.slice(0, afterPrefix.indexOf(prefixEnd));
  return {
    prefix: inPrefix.slice(inPrefix.lastIndexOf(header) + header.length),
    suffix: afterSuffix.slice(0, suffixEnd === '' ? undefined : afterSuffix.indexOf(suffixEnd)),
  };
}
