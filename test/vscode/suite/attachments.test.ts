import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPath } from '../../../src/vscode/attachablePath';
import { workspaceFile } from '../support/documents';

describe('a path that is attached to the chat', () => {
  it('does not lead out of the workspace, by a link to a file or to a folder', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'fillwright-outside-'));
    writeFileSync(path.join(outside, 'notes.ts'), 'export const secret = 1;');
    const folder = workspaceFile('linkedFolder').fsPath;
    const file = workspaceFile('linkedNotes.ts').fsPath;
    symlinkSync(outside, folder);
    symlinkSync(path.join(outside, 'notes.ts'), file);
    try {
      for (const name of ['linkedFolder', 'linkedFolder/notes.ts', 'linkedNotes.ts']) {
        assert.equal(await findPath(workspaceFile(name)), 'outside', name);
      }
    } finally {
      rmSync(folder);
      rmSync(file);
      rmSync(outside, { recursive: true });
    }
  });
});
