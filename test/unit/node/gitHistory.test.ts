import assert from 'node:assert/strict';
import { parseCommits, parseDiff } from '../../../src/node/gitOutput';

describe('what git prints', () => {
  it('names the files of each commit, without commits that touch everything', () => {
    const everything = Array.from({ length: 40 }, (_, index) => `f${index}`).join('\n');
    const output = `\0\n\na.ts\nsrc/b c.ts\n\0\n\n${everything}\n\0\n\na.ts\n`;
    assert.deepEqual(parseCommits(output, ''), [['a.ts', 'src/b c.ts'], ['a.ts']]);
    assert.deepEqual(parseCommits(output, 'app/')[1], ['app/a.ts']);
  });

  it('names the changed lines as they stand now, without what is only deleted', () => {
    const diff = [
      'diff --git a/x.ts b/x.ts',
      '--- a/x.ts',
      '+++ b/x.ts',
      '@@ -1 +1,2 @@ function a() {',
      '+new',
      '@@ -9,2 +10,0 @@',
      '-gone',
      '@@ -20 +19 @@',
      '+++ /dev/null',
      '@@ -1,3 +0,0 @@',
    ].join('\n');
    assert.deepEqual(parseDiff(diff, ''), [
      { path: 'x.ts', startLine: 1, endLine: 2 },
      { path: 'x.ts', startLine: 19, endLine: 19 },
    ]);
  });

  it('is nothing where git says nothing', () => {
    assert.deepEqual(parseCommits('', ''), []);
    assert.deepEqual(parseDiff('', ''), []);
  });
});
