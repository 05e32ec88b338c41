import assert from 'node:assert/strict';
import { createDeveloperTrail } from '../../../src/context/developerTrail';
import type { OpenDocument } from '../../../src/context/promptPlanner';

function version(path: string, text: string): OpenDocument {
  return { uri: path, path, languageId: '', version: 1, text };
}

describe("the developer's trail", () => {
  it('remembers where documents were edited, the latest first, near edits as one', () => {
    const trail = createDeveloperTrail();
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}\n`);
    const edited = (line: number): string => lines.with(line, 'changed\n').join('');
    trail.documentChanged(undefined, version('a', lines.join('')));
    trail.documentChanged(version('a', lines.join('')), version('a', edited(3)));
    trail.documentChanged(version('a', lines.join('')), version('a', edited(50)));
    trail.documentChanged(version('a', lines.join('')), version('a', edited(9)));
    trail.documentChanged(version('b', 'x'), version('b', 'x'));
    assert.deepEqual(trail.places(), [
      { path: 'a', line: 10 },
      { path: 'a', line: 51 },
    ]);
  });
});
