import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { findPath } from '../../../src/vscode/attachablePath';
import { promptFilesReader } from '../../../src/vscode/promptFilesReader';
import { workspaceFile } from '../support/documents';

describe('the prompt files of a workspace', () => {
  const readPrompts = promptFilesReader({
    find: (file) => findPath(workspaceFile(file)),
    read: async (file) => {
      try {
        return await vscode.workspace.fs.readFile(workspaceFile(file));
      } catch {
        return undefined; // As the ports of the chat do.
      }
    },
  });
  let outside: string;
  let folder: string;

  beforeEach(() => {
    outside = mkdtempSync(path.join(tmpdir(), 'fillwright-outside-'));
    folder = workspaceFile('.fillwright').fsPath;
    writeFileSync(path.join(outside, 'stolen.md'), 'What nobody may see');
    writeFileSync(workspaceFile('.env').fsPath, 'TOKEN=1');
    writeFileSync(workspaceFile('shared.md').fsPath, 'Shared');
  });
  afterEach(() => {
    for (const name of ['.env', 'shared.md']) rmSync(workspaceFile(name).fsPath);
    for (const each of [folder, outside]) rmSync(each, { recursive: true, force: true });
  });

  it('are read one by one: links to other places and to secrets are named instead', async () => {
    const place = path.join(folder, 'prompts');
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'plain.md'), 'Plain');
    symlinkSync(workspaceFile('shared.md').fsPath, path.join(place, 'linked.md'));
    symlinkSync(path.join(outside, 'stolen.md'), path.join(place, 'out.md'));
    symlinkSync(workspaceFile('.env').fsPath, path.join(place, 'secret.md'));
    symlinkSync(path.join(outside, 'gone.md'), path.join(place, 'nowhere.md'));
    mkdirSync(path.join(place, 'folder.md'));
    const read = await readPrompts();
    const texts = new Map(read.map((file) => [file.name, 'text' in file ? file.text : file.problem]));
    const at = (name: string): string => `.fillwright/prompts/${name}.md`;
    assert.deepEqual(
      texts,
      new Map([
        ['linked', 'Shared'],
        ['nowhere', `${at('nowhere')} is gone since, or may not be read.`],
        ['out', `${at('out')} lies outside the workspace.`],
        ['plain', 'Plain'],
        ['secret', `${at('secret')} is a kind of file that holds secrets.`],
      ]),
    );
  });

  it('are none where the folder of prompts leads out of the workspace', async () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync(outside, path.join(folder, 'prompts'));
    const read = await readPrompts();
    assert.deepEqual(
      read.map((file) => 'text' in file),
      [false],
    );
  });
});
