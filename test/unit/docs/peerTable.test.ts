import assert from 'node:assert/strict';
import { tableRows } from './markdownTable';
import { LEVEL, testTitles } from './testTitles';

describe('The table of what others leave to you', () => {
  const rows = tableRows('../README.md', 'A remote host in a minute');

  it('says of every case how each peer fares', () => {
    assert.ok(rows.length > 10, String(rows.length));
    for (const [what = '', ...cells] of rows) {
      const marks = cells.slice(0, -1);
      assert.equal(marks.length, 6, what);
      for (const mark of marks) assert.match(mark, /^[●◐○?]( |$)/, what);
    }
  });

  it('names for every case a test that exists, by its own title', () => {
    const titles = testTitles().map(
      ({ source }) => new RegExp(`^${source.slice(1, -1).split(LEVEL).at(-1) ?? ''}$`),
    );
    for (const row of rows) {
      const [, name = ''] = /^`(.+)`$/.exec(row.at(-1) ?? '') ?? [];
      assert.ok(titles.some((title) => title.test(name)) && name !== '', row.join(' | '));
    }
  });
});
