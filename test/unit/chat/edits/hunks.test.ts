import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applyHunks,
  diffLines,
  hunkEdit,
  placesAfter,
  rebaseHunks,
  splitLines,
  withoutAccepted,
  type TextEdit,
} from '../../../../src/chat/edits/hunks';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '', '  a', '}'), { maxLength: 30 })
  .map((lines) => lines.join('\n'));

describe('hunks', () => {
  it('turn one text into the other, and touch no line that both have', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const before = splitLines(a);
        const hunks = diffLines(before, splitLines(b));
        assert.equal(applyHunks(before, hunks).join('\n'), b);
        for (const [index, { start, end, lines }] of hunks.entries()) {
          assert.ok(start < end || lines.length > 0);
          const next = hunks[index + 1];
          assert.ok(next === undefined || next.start > end);
        }
      }),
    );
  });

  it('are right as edits of the document, one by one from the end', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('\n', '\r\n'), (a, b, eol) => {
        const before = splitLines(a);
        const hunks = [...diffLines(before, splitLines(b))].reverse();
        const edited = hunks.reduce(
          (all, hunk) => edit(all, hunkEdit(before, hunk, eol), eol),
          before.join(eol),
        );
        assert.equal(edited, splitLines(b).join(eol));
      }),
    );
  });

  it('may be accepted in any order, and stand where they are said to stand', () => {
    fc.assert(
      fc.property(text, text, fc.infiniteStream(fc.nat()), (a, b, choice) => {
        let lines = splitLines(a);
        let hunks = diffLines(lines, splitLines(b));
        while (hunks.length > 0) {
          const after = applyHunks(lines, hunks);
          for (const [index, { start, end }] of placesAfter(hunks).entries())
            assert.deepEqual(after.slice(start, end), hunks[index]?.lines);
          const accepted = hunks[(choice.next().value as number) % hunks.length];
          assert.ok(accepted);
          lines = applyHunks(lines, [accepted]);
          hunks = withoutAccepted(hunks, accepted);
        }
        assert.equal(lines.join('\n'), b);
      }),
    );
  });

  it('of texts with nothing in common are found in a moment', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `before ${index}`);
    const after = Array.from({ length: 20_000 }, (_, index) => `after ${index}`);
    const hunks = diffLines(['same', ...before, 'end'], ['same', ...after, 'end']);
    assert.deepEqual(
      hunks.map(({ start, end }) => [start, end]),
      [[1, 20_001]],
    );
  });

  it('survive edits elsewhere, and fall where someone edits them', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const base = splitLines(a);
        const current = splitLines(c);
        const hunks = diffLines(base, splitLines(b));
        const rebased = rebaseHunks(hunks, base, current);
        assert.equal(rebased.hunks.length + rebased.dropped.length, hunks.length);
        for (const hunk of rebased.hunks) {
          const original = hunks.find((each) => each.lines === hunk.lines);
          assert.ok(original);
          // What a hunk takes away is what it took away before.
          assert.deepEqual(current.slice(hunk.start, hunk.end), base.slice(original.start, original.end));
        }
      }),
    );
  });

  it('move with lines that are added above them', () => {
    const base = ['a', 'b', 'c', 'd'];
    const hunks = diffLines(base, ['a', 'b', 'c', 'D']);
    const { hunks: moved, dropped } = rebaseHunks(hunks, base, ['new', 'a', 'b', 'c', 'd']);
    assert.deepEqual(moved, [{ start: 4, end: 5, lines: ['D'] }]);
    assert.deepEqual(dropped, []);
  });
});

function edit(all: string, change: TextEdit, eol: string): string {
  const lines = all.split(eol);
  const offset = (line: number, character: number): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + eol.length, character);
  const start = offset(change.startLine, change.startCharacter);
  return all.slice(0, start) + change.text + all.slice(offset(change.endLine, change.endCharacter));
}
