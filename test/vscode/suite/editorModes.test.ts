import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { acceptGhostText, isAccepted, outcomesOf } from '../support/completion';
import { closeAll, openFile, type OpenedText } from '../support/documents';
import { says, withFaultyHost } from '../support/faultyHost';

describe('while the placeholders of a snippet are filled in, ghost text', () => {
  afterEach(closeAll);
  afterEach(() => setInEditor('inlineSuggest.suppressInSnippetMode', undefined));

  it('is left out by the editor until the snippet is left', async () => {
    await inPlaceholder('src/snippetOne.ts', async (document) => {
      const outcomes = await outcomesOf(async () => {
        await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
        assert.equal(await isAccepted(document), false);
      });
      assert.ok(outcomes.includes('host'), 'There was nothing to leave out.');
      await vscode.commands.executeCommand('leaveSnippet');
      await acceptGhostText(document);
      assert.equal(document.getText(), 'total(items, rest)\n');
    });
  });

  it('is accepted where the user has the editor show it, and the next placeholder is still there', async () => {
    await setInEditor('inlineSuggest.suppressInSnippetMode', false);
    await inPlaceholder('src/snippetTwo.ts', async (document, { editor }) => {
      await acceptGhostText(document);
      assert.equal(document.getText(), 'total(items, rest)\n');
      await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
      assert.equal(document.getText(editor.selection), 'rest');
    });
  });
});

describe('while an input method composes, ghost text', () => {
  afterEach(closeAll);

  it('leaves alone what is composed, and comes behind it', async () => {
    await withFaultyHost(says(' = 1;'), async () => {
      const { document } = await openFile('src/composed.ts', 'const ‸\n');
      const outcomes = await outcomesOf(async () => {
        await vscode.commands.executeCommand('compositionStart');
        for (const [text, replaced] of [
          ['m', 0],
          ['mi', 1],
          ['ming', 2],
        ] as const)
          await compose(text, replaced);
        assert.equal(document.getText(), 'const ming\n');
        assert.equal(await isAccepted(document), false);
      });
      assert.ok(outcomes.includes('host'), 'There was nothing to leave out.');
      await compose('名', 4);
      await vscode.commands.executeCommand('compositionEnd');
      assert.equal(document.getText(), 'const 名\n');
      await acceptGhostText(document);
      assert.equal(document.getText(), 'const 名 = 1;\n');
    });
  });
});

/** As user settings; undefined takes one back. */
async function setInEditor(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('editor').update(key, value, vscode.ConfigurationTarget.Global);
}

async function inPlaceholder(
  name: string,
  use: (document: vscode.TextDocument, opened: OpenedText) => Promise<void>,
): Promise<void> {
  await withFaultyHost(says('ems'), async () => {
    const opened = await openFile(name, '‸\n');
    await opened.editor.insertSnippet(new vscode.SnippetString('total(${1:list}, ${2:rest})$0'));
    for (const key of 'it') await type(key);
    assert.equal(opened.document.getText(), 'total(it, rest)\n');
    await use(opened.document, opened);
  });
}

async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text });
}

async function compose(text: string, replacePrevCharCnt: number): Promise<void> {
  const change = { text, replacePrevCharCnt, replaceNextCharCnt: 0, positionDelta: 0 };
  await vscode.commands.executeCommand('compositionType', change);
}
