import assert from 'node:assert/strict';
import { headerPath, repoName } from '../../../src/prompt/promptPath';
import { targetAt } from '../../support/targetAt';

describe('headerPath', () => {
  it('writes forward slashes and keeps to one line', () => {
    assert.equal(headerPath('src\\a b\r\n#c\u2028.ts'), 'src/a b #c .ts');
  });
});

describe('repoName', () => {
  it("is the name of the target's workspace folder", () => {
    assert.equal(repoName(targetAt('', '')), 'repo');
  });

  it('reads encoded names', () => {
    assert.equal(repoName({ ...targetAt('', '', 'a b.ts'), uri: 'file:///x/my%20repo/a%20b.ts' }), 'my repo');
  });

  it('falls back where the target lies in no folder', () => {
    assert.equal(repoName({ ...targetAt('', '', 'x.ts'), uri: 'untitled:Untitled-1' }), 'repository');
    assert.equal(repoName({ ...targetAt('', '', 'x.ts'), uri: 'file:///100%/y.ts' }), 'repository');
  });
});
