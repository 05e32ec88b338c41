import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completionAt, completionsAt, outcomesOf } from '../support/completion';
import { activatedExtension } from '../support/extension';
import { closeAll, eventually, openFile, workspaceFile } from '../support/documents';
import { queueClass } from '../support/texts';

describe('the open tabs', () => {
  afterEach(closeAll);

  it('are context for the file being edited, but for secret and ignored ones', async () => {
    await vscode.workspace.fs.writeFile(
      workspaceFile('.gitignore'),
      new TextEncoder().encode('generated/\n'),
    );
    await vscode.workspace.fs.writeFile(
      workspaceFile('.fillwrightignore'),
      new TextEncoder().encode('private/\n'),
    );
    await openFile('private/code.ts', 'export function privateInAnotherTab(): void {}\n'.repeat(8));
    await openFile('src/helper.ts', 'export function helperInAnotherTab(): void {}\n'.repeat(8));
    await openFile('.env', 'SECRET_IN_ANOTHER_TAB=1\n');
    await openFile('generated/code.ts', 'export function ignoredInAnotherTab(): void {}\n'.repeat(8));
    let tries = 0;
    const prompt = await eventually(async () => {
      // Another file each time: the context of a file stays as it is while somebody asks for it all the time.
      await completionAt(await openFile(`src/queueContext${(tries += 1)}.ts`, queueClass));
      await vscode.commands.executeCommand('fillwright.showPrompt');
      const text = shownPrompt();
      return text?.includes('helperInAnotherTab') === true ? text : undefined;
    });
    assert.ok(prompt.includes('src/helper.ts'));
    assert.ok(!prompt.includes('SECRET_IN_ANOTHER_TAB'));
    assert.ok(!prompt.includes('ignoredInAnotherTab'));
    assert.ok(!prompt.includes('privateInAnotherTab'));
  });
});

describe('a file that is ignored', () => {
  afterEach(closeAll);

  it('gets no completion while the ignore file names it, and one as soon as it does not', async () => {
    const rules = workspaceFile('.fillwrightignore');
    const write = async (text: string): Promise<void> =>
      vscode.workspace.fs.writeFile(rules, new TextEncoder().encode(text));
    await write('hidden/\n');
    const opened = await openFile('hidden/queue.ts', queueClass);
    const ask = async (): Promise<void> => {
      await completionsAt(opened);
    };
    assert.deepEqual(await outcomesOf(ask), ['ignored-file']);
    const extension = await activatedExtension();
    const saysItIsOff = (): boolean => extension.status().text.endsWith('off for this file');
    await eventually(() => saysItIsOff() || undefined);
    await write('');
    await completionAt(opened);
    assert.ok(!saysItIsOff());
  });
});

function shownPrompt(): string | undefined {
  return vscode.window.visibleTextEditors
    .find(({ document }) => document.languageId === 'fillwright-prompt')
    ?.document.getText();
}
