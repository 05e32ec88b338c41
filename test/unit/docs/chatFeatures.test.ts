import assert from 'node:assert/strict';
import { namedTests, tableRows } from './markdownTable';
import { testTitles, titlesIn } from './testTitles';

interface Feature {
  readonly name: string;
  /** Fillwright's first, then those of the others. */
  readonly marks: readonly string[];
  readonly tests: readonly string[];
}

/** The first column names the feature, the last the tests. */
function features(): readonly Feature[] {
  return tableRows('chat-features.md').map(([name = '', ...cells]) => ({
    name,
    marks: cells.slice(0, -1),
    tests: namedTests(cells.at(-1) ?? ''),
  }));
}

describe('The table of chat features', () => {
  const table = features();

  it('says of every feature who has it', () => {
    assert.ok(table.length > 50, String(table.length));
    for (const { name, marks } of table) {
      assert.equal(marks.length, 7, name);
      for (const mark of marks) assert.match(mark, /^[●◐○–?]$/, name);
    }
  });

  it('backs what Fillwright has with tests, and nothing else', () => {
    for (const { name, marks, tests } of table) {
      const hasIt = /[●◐]/.test(marks[0] ?? '');
      assert.equal(tests.length > 0, hasIt, name);
    }
  });

  it('names only tests that exist, by their full titles', () => {
    const titles = testTitles();
    const unknown = table
      .flatMap(({ tests }) => tests)
      .filter((test) => !titles.some((title) => title.test(test)));
    assert.deepEqual(unknown, []);
  });
});

describe('The titles of tests in a file', () => {
  const text = `
    describe('Sums', () => {
      describe('of two', () => {
        it('are right (always)', () => {});
        for (const n of [1]) it(\`take \${n} and more\`, () => {});
        it(name, () => {});
        it(\`\${name}\`, () => {});
      });
    });`;
  const isTitle = (title: string): boolean => titlesIn('a.test.ts', text).some((known) => known.test(title));

  it('are those of its suites and its own, what a template fills in left open', () => {
    assert.ok(isTitle('Sums › of two › are right (always)'));
    assert.ok(isTitle('Sums › of two › take 12 and more'));
  });

  it('are not cut short, nor anything at all', () => {
    for (const title of ['are right (always)', 'Sums › of two › are right …', 'Sums › of two › whatever'])
      assert.ok(!isTitle(title), title);
  });
});
