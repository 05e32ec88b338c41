import assert from 'node:assert/strict';
import { createTreeSitterParser } from '../../../../src/context/parsing/treeSitterParser';
import { createGrammarFiles, grammarFolders } from '../../../../src/node/grammarFiles';
import { fromRoot } from '../../../../tools/root';
import { memoryLog } from '../../../support/memoryLog';
import { createTestParser } from '../../../support/testWorkspace';

describe('createTreeSitterParser', () => {
  it('reads a language by heuristics when its grammar is broken, and the others by theirs', async () => {
    const load = createGrammarFiles(grammarFolders(fromRoot()));
    const log = memoryLog();
    const parser = createTreeSitterParser(
      (file) => (file.includes('python') ? Promise.resolve(new Uint8Array([1, 2, 3])) : load(file)),
      log,
    );
    const python = await parser.parse('a.py', 'python', 'def first():\n    pass\n');
    const go = await parser.parse('a.go', 'go', 'package a\n\nfunc Second() {}\n');
    assert.deepEqual(
      python.definitions.map(({ name }) => name),
      ['first'],
    );
    assert.deepEqual(
      go.definitions.map(({ name }) => name),
      ['Second'],
    );
    await parser.parse('b.py', 'python', 'x = 1\n');
    assert.equal(log.lines.filter((line) => line.includes('python')).length, 1);
  });

  it('parses a file that takes many slices while others wait', async () => {
    const parser = createTestParser();
    const text = Array.from(
      { length: 20_000 },
      (_, at) => `export function f${at}(a: number): number { return a + ${at}; }`,
    ).join('\n');
    const [large, small] = await Promise.all([
      parser.parse('large.ts', 'typescript', text),
      parser.parse('small.ts', 'typescript', 'export const one = 1;'),
    ]);
    assert.equal(large.definitions.length, 20_000);
    assert.equal(large.definitions.at(-1)?.name, 'f19999');
    assert.deepEqual(
      small.definitions.map(({ name }) => name),
      ['one'],
    );
  });
});
