import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutAround, type CuttableDocument } from '../../../src/vscode/targetCut';

const MEGABYTE = 1024 * 1024;

describe('cutAround', () => {
  it('gives all of a document of common size', () => {
    const text = 'function f() {\n  \n}\n';
    assert.deepEqual(cutAround(documentOf(text), 17), {
      prefix: text.slice(0, 17),
      suffix: text.slice(17),
      omittedBefore: 0,
      omittedAfter: 0,
    });
  });

  it('gives an empty document', () => {
    assert.deepEqual(cutAround(documentOf(''), 0), {
      prefix: '',
      suffix: '',
      omittedBefore: 0,
      omittedAfter: 0,
    });
  });

  it('copies little of a document of 20 MB', () => {
    const document = documentOf('const value = 1;\n'.repeat((20 * MEGABYTE) / 17));
    const cut = cutAround(document, 10 * MEGABYTE);
    assert.ok(cut.prefix.length > 64 * 1024 && cut.prefix.length <= 128 * 1024);
    assert.equal(cut.suffix.length, 16 * 1024);
    assert.ok(document.copied <= 256 * 1024);
  });

  it('begins at the start of a line where lines are of common length', () => {
    const text = 'const value = 1;\n'.repeat(MEGABYTE);
    const cut = cutAround(documentOf(text), 5 * MEGABYTE);
    assert.equal(text[cut.omittedBefore - 1], '\n');
  });

  it('cuts inside a line of a megabyte', () => {
    const cut = cutAround(documentOf('x'.repeat(MEGABYTE)), MEGABYTE);
    assert.ok(cut.prefix.length > 64 * 1024 && cut.prefix.length <= 128 * 1024);
    assert.equal(cut.suffix, '');
  });

  it('keeps its edge while a thousand characters are typed', () => {
    const before = 'const value = 1;\n'.repeat(100_000);
    const edges = new Set<number>();
    for (let typed = 0; typed < 1_000; typed += 50) {
      const text = before + 'y'.repeat(typed);
      edges.add(cutAround(documentOf(text), text.length).omittedBefore);
    }
    assert.ok(edges.size <= 2);
  });

  it('never leaves half a surrogate pair at an edge of its own', () => {
    for (const shift of ['', 'a']) {
      const text = shift + '😀'.repeat(MEGABYTE / 2);
      const offset = shift.length + MEGABYTE / 2;
      const cut = cutAround(documentOf(text), offset);
      // Throws for text that holds half a pair.
      encodeURIComponent(cut.prefix + cut.suffix);
    }
  });

  it('accounts for every unit of the document', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400_000 }),
        fc.integer({ min: 1, max: 9_000 }),
        (offset, width) => {
          const text = `${'w'.repeat(width)}\n`.repeat(Math.ceil(400_000 / (width + 1)));
          const cut = cutAround(documentOf(text), offset);
          assert.equal(text.slice(cut.omittedBefore, offset), cut.prefix);
          assert.equal(text.slice(offset, text.length - cut.omittedAfter), cut.suffix);
        },
      ),
      { numRuns: 50 },
    );
  });
});

function documentOf(text: string): CuttableDocument & { copied: number } {
  return {
    copied: 0,
    length: text.length,
    startOfLineAfter: (offset) => {
      const lineEnd = text.indexOf('\n', offset);
      return lineEnd < 0 ? text.length : lineEnd + 1;
    },
    slice(start, end) {
      this.copied += end - start;
      return text.slice(start, end);
    },
  };
}
