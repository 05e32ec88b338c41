import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fromRoot } from '../../../tools/root';
import { namedTests, tableRows } from './markdownTable';
import { testTitles } from './testTitles';

describe('The table of what can be wrong with a host', () => {
  const rows = tableRows('remote-hosts.md', 'When something is wrong');

  it('says of each fault what is read and which tests show it', () => {
    assert.ok(rows.length > 20, String(rows.length));
    for (const [what = '', read = '', tests = '', ...more] of rows) {
      assert.ok(what !== '' && read !== '' && namedTests(tests).length > 0, what);
      assert.deepEqual(more, [], what);
    }
  });

  it('names only tests that exist, by their full titles', () => {
    const titles = testTitles();
    const unknown = rows
      .flatMap(([, , tests = '']) => namedTests(tests))
      .filter((test) => !titles.some((title) => title.test(test)));
    assert.deepEqual(unknown, []);
  });

  it('says it in the words of the status item', () => {
    const translated = readFileSync(fromRoot('l10n', 'bundle.l10n.zh-cn.json'), 'utf8');
    const texts = JSON.parse(translated) as Readonly<Record<string, string>>;
    const briefs = rows.flatMap(([, read = '']) => [...read.matchAll(/`([a-z]+(?: [a-z]+)+)`/g)]);
    assert.ok(briefs.length > 15, String(briefs.length));
    for (const [, brief = ''] of briefs) assert.ok(brief in texts, brief);
  });
});
