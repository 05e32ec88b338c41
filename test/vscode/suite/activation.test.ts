import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { activatedExtension } from '../support/extension';

describe('the extension', () => {
  it('activates and shows its state in words', async () => {
    const fillwright = await activatedExtension();
    assert.match(fillwright.status().text, /^\$\([a-z~-]+\) Fillwright/);
  });

  it('has registered every command that it contributes', async () => {
    await activatedExtension();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { command } of manifest.contributes.commands) assert.ok(registered.has(command), command);
  });

  it('knows the language of its prompts', async () => {
    assert.ok((await vscode.languages.getLanguages()).includes('fillwright-prompt'));
  });
});
