import assert from 'node:assert/strict';
import { Acceptance, type Fate } from '../../../src/completion/acceptance';

const kept = (shownLines: number): Fate => ({ kind: 'kept', keptLines: shownLines, shownLines });
const typedOver = (shownLines: number, keptLines = 0): Fate => ({
  kind: 'contradicted',
  keptLines,
  shownLines,
});

function after(...fates: readonly Fate[]): Acceptance {
  const acceptance = new Acceptance();
  for (const fate of fates) acceptance.note(fate);
  return acceptance;
}

function times(count: number, fate: Fate): Fate[] {
  return Array.from({ length: count }, () => fate);
}

describe('Acceptance', () => {
  it('shows all of a block until something is known', () => {
    assert.equal(after().mostLines, Infinity);
    assert.equal(after(...times(9, kept(1))).mostLines, Infinity);
  });

  it('shows fewer lines of blocks whose later lines are typed over', () => {
    assert.equal(after(typedOver(10, 1)).mostLines, 16);
    assert.equal(after(...times(12, typedOver(10, 1))).mostLines, 3);
    assert.equal(after(...times(30, typedOver(10))).mostLines, 1);
  });

  it('shows more again once what is shown is kept', () => {
    const acceptance = after(...times(30, typedOver(10)));
    for (let text = 0; text < 40; text += 1) acceptance.note(kept(acceptance.mostLines));
    assert.ok(acceptance.mostLines >= 8, `${acceptance.mostLines} lines`);
  });

  it('raises the threshold while suggestions are typed over', () => {
    assert.equal(after(kept(1)).threshold(0.4), 0.4);
    assert.ok(after(...times(20, typedOver(1))).threshold(0.4) > 0.57);
    assert.ok(after(...times(20, typedOver(1)), ...times(20, kept(1))).threshold(0.4) < 0.41);
  });

  it('asks for no certainty where the user wants none', () => {
    assert.equal(after(...times(20, typedOver(1))).threshold(0), 0);
  });
});
