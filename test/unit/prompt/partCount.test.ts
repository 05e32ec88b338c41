import assert from 'node:assert/strict';
import { countByParts } from '../../../src/prompt/partCount';
import type { IndependentParts } from '../../../src/prompt/preTokenizers';

function partsOf(text: string, parts: IndependentParts): string[] {
  const asked: string[] = [];
  countByParts((part) => asked.push(part), parts).count(text);
  return asked;
}

describe('countByParts', () => {
  const text = 'if (a)\n\n  \n    b;  \n}\n';
  const cases: readonly (readonly [IndependentParts, readonly string[]])[] = [
    ['line', ['if (a)\n', '\n', '  \n', '    b;  \n', '}\n']],
    ['blank-lines', ['if (a)\n\n  \n', '    b;  \n', '}\n']],
    ['line-start', ['if (a)', '\n\n  \n    b;', '  \n}', '\n']],
  ];
  for (const [parts, expected] of cases) {
    it(`cuts a text by '${parts}'`, () => {
      assert.deepEqual(partsOf(text, parts), expected);
    });
  }

  it('counts each part once and remembers it', () => {
    let calls = 0;
    const counter = countByParts((part) => ((calls += 1), part.length), 'line');
    assert.equal(counter.count('one\ntwo\none\n'), 12);
    assert.equal(counter.count('two\nthree'), 9);
    assert.equal(calls, 3);
  });

  it('counts nothing for nothing', () => {
    assert.deepEqual(partsOf('', 'line'), []);
  });

  it('cuts a very long line between words, and never inside a character', () => {
    const words = partsOf('word '.repeat(5_000), 'line');
    assert.ok(words.length > 4);
    assert.ok(words.slice(0, -1).every((part) => part.endsWith('d')));
    const faces = partsOf('x' + '\u{1F600}'.repeat(5_000), 'line');
    assert.ok(faces.every((part) => !/^[\uDC00-\uDFFF]/.test(part)));
    assert.equal(faces.join(''), 'x' + '\u{1F600}'.repeat(5_000));
  });

  it('goes on counting right when it has seen more parts than it remembers', () => {
    const counter = countByParts((part) => part.length, 'line');
    const many = Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`).join('');
    assert.equal(counter.count(many), many.length);
    assert.equal(counter.count(many), many.length);
  });
});
