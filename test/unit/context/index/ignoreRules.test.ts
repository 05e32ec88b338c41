import assert from 'node:assert/strict';
import { createIgnoreRules } from '../../../../src/context/index/ignoreRules';

describe('createIgnoreRules', () => {
  const globs: readonly (readonly [glob: string, ignored: string, kept: string])[] = [
    ['**/*.map', 'a/b.map', 'a/b.ts'],
    ['**/*.{js,map}', 'a/b.js', 'a/b.jsx'],
    ['build', 'build/', 'src/build/'],
    ['**/{tmp,temp}/**', 'a/temp/b.ts', 'a/template/b.ts'],
    ['**/out', 'deep/out/', 'deep/outer/'],
  ];
  for (const [glob, ignored, kept] of globs) {
    it(`reads ${glob} as VS Code does`, () => {
      const rules = createIgnoreRules('', [glob]);
      const ignores = (path: string): boolean => rules.ignores(path.replace(/\/$/, ''), path.endsWith('/'));
      assert.deepEqual([ignores(ignored), ignores(kept)], [true, false]);
    });
  }

  it('gives the innermost ignore file the last word', () => {
    const rules = createIgnoreRules('', []).below('', ['*.log.ts\n']).below('a', ['!kept.log.ts\n']);
    assert.equal(rules.ignores('a/kept.log.ts', false), false);
    assert.equal(rules.ignores('a/other.log.ts', false), true);
  });

  it('leaves out what installs and caches put there, whatever the repository says', () => {
    const rules = createIgnoreRules('folder', []);
    assert.ok(rules.ignores('folder/node_modules', true));
    assert.ok(rules.ignores('folder/a/__pycache__', true));
    assert.ok(!rules.ignores('folder/src', true));
  });
});
