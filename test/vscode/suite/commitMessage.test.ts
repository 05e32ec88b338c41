import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { gitRepository, type GitRepository } from '../../../src/vscode/gitRepository';
import { closeAll, eventually, workspaceFile } from '../support/documents';
import { withFakeChat } from '../support/fakeChat';

interface Git {
  readonly enabled: boolean;
  getAPI(version: 1): {
    readonly repositories: readonly GitRepository[];
    openRepository(root: vscode.Uri): Promise<unknown>;
  };
}

describe('a commit message', () => {
  const root = (): string => workspaceFile('repository').fsPath;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: root(),
      encoding: 'utf8',
    });
  const write = (name: string, text: string): void => writeFileSync(path.join(root(), name), text);

  let switchGitBack = (): Promise<void> => Promise.resolve();

  before(async () => {
    mkdirSync(root(), { recursive: true });
    git('init', '-q');
    write('a.ts', 'one();\n');
    write('.env', 'TOKEN=one\n');
    git('add', '-A', '-f');
    git('commit', '-q', '-m', 'Begin');
    switchGitBack = await switchGitOn();
    const extension = await vscode.extensions.getExtension<Git>('vscode.git')?.activate();
    assert.ok(extension);
    await eventually(() => (extension.enabled ? true : undefined));
    await extension.getAPI(1).openRepository(vscode.Uri.file(root()));
  });
  after(async () => {
    await closeAll();
    await switchGitBack();
    rmSync(root(), { recursive: true, force: true });
  });

  const box = async (): Promise<GitRepository> =>
    eventually(async () => {
      try {
        const repository = await gitRepository({ rootUri: vscode.Uri.file(root()) });
        return repository;
      } catch {
        return undefined; // The git extension still looks at the folder.
      }
    });

  it('is written into the box from the staged changes alone, without secrets; nothing is committed', async () => {
    const repository = await box();
    write('a.ts', 'staged();\n');
    write('.env', 'TOKEN=two\n');
    git('add', 'a.ts', '.env');
    write('a.ts', 'unstaged();\n');
    repository.inputBox.value = 'note of mine';
    await withFakeChat(
      () => ({ pieces: ['```\nStage ', 'a call\n```'] }),
      async (host) => {
        await vscode.commands.executeCommand('fillwright.chat.commitMessage', repository);
        assert.equal(repository.inputBox.value, 'Stage a call');
        const sent = host.chats[0]?.messages[0]?.content ?? '';
        assert.match(sent, /\+staged\(\);/);
        assert.match(sent, /note of mine/);
        assert.match(sent, /Begin/);
        assert.doesNotMatch(sent, /unstaged|TOKEN/);
      },
    );
    assert.equal(git('log', '--oneline').trim().split('\n').length, 1);
  });

  it('is written from the working tree where nothing is staged', async () => {
    const repository = await box();
    git('reset', '-q', '--hard');
    write('a.ts', 'working();\n');
    repository.inputBox.value = '';
    await withFakeChat(
      () => ({ pieces: ['Work'] }),
      async (host) => {
        await vscode.commands.executeCommand('fillwright.chat.commitMessage', repository);
        assert.match(host.chats[0]?.messages[0]?.content ?? '', /\+working\(\);/);
      },
    );
    assert.equal(repository.inputBox.value, 'Work');
  });

  it('leaves the box alone where the model says nothing or nothing has changed', async () => {
    const repository = await box();
    repository.inputBox.value = 'mine';
    await withFakeChat(
      () => ({ pieces: [] }),
      async (host) => {
        await vscode.commands.executeCommand('fillwright.chat.commitMessage', repository);
        assert.equal(host.chats.length, 1);
        git('reset', '-q', '--hard');
        await vscode.commands.executeCommand('fillwright.chat.commitMessage', repository);
        assert.equal(host.chats.length, 1);
      },
    );
    assert.equal(repository.inputBox.value, 'mine');
  });
});

/** The other tests do without: switches git on, and gives back what switches it off again. */
async function switchGitOn(): Promise<() => Promise<void>> {
  const config = vscode.workspace.getConfiguration('git');
  const before = config.inspect('enabled')?.globalValue;
  await config.update('enabled', true, vscode.ConfigurationTarget.Global);
  return async () => {
    await config.update('enabled', before, vscode.ConfigurationTarget.Global);
  };
}
