import assert from 'node:assert/strict';
import { Acceptance } from '../../../src/completion/acceptance';
import { isOpening, TypingPause } from '../../../src/completion/typingPause';
import { defaultSettings } from '../../../src/settings/settings';
import { target } from '../../support/markedText';

const settings = { ...defaultSettings.completion, debounceMs: 150 };

function waitAt(pause: TypingPause, marked: string, trigger: 'automatic' | 'invoked' = 'automatic'): number {
  return Math.round(pause.waitMs({ target: target(marked), trigger }, settings));
}

/** A typist with this gap between keys. */
function typist(gapMs: number, acceptance = new Acceptance()): TypingPause {
  const pause = new TypingPause(acceptance);
  for (let key = 0; key < 30; key += 1) pause.noteKey(key * gapMs);
  return pause;
}

describe('isOpening', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['foo.‸', true],
    ['foo(‸)', true],
    ['if (a) {‸', true],
    ['a = ‸', true],
    ['return ‸', true],
    ['import ‸', true],
    ['a();\n  ‸', true],
    ['foo‸', false],
    ['foo ‸', false],
    ['foo,‸', false],
    ['a) ‸', false],
  ];
  for (const [marked, expected] of cases) {
    it(`${JSON.stringify(marked)}: ${expected ? 'at once' : 'after a pause'}`, () =>
      assert.equal(isOpening(target(marked)), expected));
  }
});

describe('TypingPause', () => {
  it('waits as long as is set until it knows the typist', () => {
    assert.equal(waitAt(new TypingPause(new Acceptance()), 'fo‸'), 150);
  });

  it('waits less for fast hands, and never longer than is set', () => {
    assert.equal(waitAt(typist(60), 'fo‸'), 78);
    assert.equal(waitAt(typist(300), 'fo‸'), 150);
  });

  it('does not wait at an opening key or when asked', () => {
    assert.equal(waitAt(typist(100), 'foo.‸'), 0);
    assert.equal(waitAt(typist(100), 'fo‸', 'invoked'), 0);
  });

  it('waits for a real pause once suggestions are typed over, until one is kept', () => {
    const acceptance = new Acceptance();
    const pause = typist(150, acceptance);
    for (let fate = 0; fate < 8; fate += 1)
      acceptance.note({ kind: 'contradicted', keptLines: 0, shownLines: 1 });
    assert.equal(waitAt(pause, 'fo‸'), 375);
    assert.equal(waitAt(pause, 'foo.‸'), 150);
    acceptance.note({ kind: 'kept', keptLines: 1, shownLines: 1 });
    assert.equal(waitAt(pause, 'foo.‸'), 0);
  });
});
