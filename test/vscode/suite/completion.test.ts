import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { skipBecause } from '../../support/skip';
import {
  acceptGhostText,
  assertShowable,
  completionAt,
  completionsAt,
  outcomesOf,
  textOf,
} from '../support/completion';
import { closeAll, eventually, openFile, openText, showAt } from '../support/documents';
import { seenRequests } from '../support/host';
import { queueClass } from '../support/texts';

describe('inline completion', () => {
  afterEach(closeAll);

  it('comes from the host', async function () {
    const opened = await openFile('src/queueOne.ts', queueClass);
    const item = await completionAt(opened);
    assertShowable(item, opened);
    const requests =
      (await seenRequests()) ?? skipBecause(this, 'only the embedded host tells what it was asked');
    const said = requests.at(-1)?.text ?? '';
    assert.ok(said.includes(textOf(item).trimEnd()), `${JSON.stringify(textOf(item))} is not in ${said}`);
  });

  it('names itself to the host', async function () {
    await completionAt(await openFile('src/queueTwo.ts', queueClass));
    const requests =
      (await seenRequests()) ?? skipBecause(this, 'only the embedded host tells what it was asked');
    assert.match(requests.at(-1)?.userAgent ?? '', /^fillwright\/\d+\.\d+\.\d+$/);
  });

  const editable = [
    { where: 'a file', open: () => openFile('src/queueThree.ts', queueClass) },
    { where: 'an untitled document', open: () => openText(queueClass) },
  ];
  for (const { where, open } of editable) {
    it(`is accepted into ${where} by the editor`, async () => {
      const { document } = await open();
      const before = document.getText();
      await acceptGhostText(document);
      assert.ok(document.getText().startsWith(queueClass.slice(0, queueClass.indexOf('‸'))));
      assert.ok(document.getText().length > before.length);
    });
  }

  it('goes on without the host after a word of it was accepted', async () => {
    const opened = await openFile('src/queueSix.ts', queueClass);
    const text = textOf(await completionAt(opened));
    const word = /^\s*\S+/.exec(text)?.[0] ?? '';
    await opened.editor.edit((edit) => edit.insert(opened.position, word));
    const position = opened.position.translate(0, word.length);
    const outcomes = await outcomesOf(async () => {
      const [rest] = await completionsAt({ document: opened.document, position });
      assert.equal(rest && textOf(rest), text.slice(word.length));
    });
    assert.ok(outcomes.includes('typed-through') && !outcomes.includes('host'), outcomes.join());
  });

  it('begins with the item selected in the suggest widget and replaces the same range', async () => {
    const opened = await openText(queueClass.replace('‸', 'return this.it‸'));
    const range = new vscode.Range(opened.position.translate(0, -2), opened.position);
    const selected = { range, text: 'items' };
    for (const item of await completionsAt(opened, { selected })) {
      assert.ok(item.range?.isEqual(range));
      assert.ok(textOf(item).startsWith('items'));
    }
  });

  it('gives nothing once the editor has cancelled', async () => {
    const opened = await openFile('src/queueFour.ts', queueClass);
    const source = new vscode.CancellationTokenSource();
    const answer = completionsAt(opened, { token: source.token });
    source.cancel();
    assert.deepEqual(await answer, []);
  });

  it('gives nothing for text that has moved on meanwhile', async () => {
    const opened = await openFile('src/queueMoved.ts', queueClass);
    const { version } = opened.document;
    const edited = opened.editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// moved on\n'));
    const items = await completionsAt(opened);
    // A host may be faster than the editor.
    if (opened.document.version !== version) assert.deepEqual(items, []);
    await edited;
  });

  it('stays out of secret files', async () => {
    const opened = await openFile('.env', 'TOKEN=abc\nNAME=‸\n');
    assert.deepEqual(await completionsAt(opened), []);
  });

  it('shows the exact prompt for the cursor', async () => {
    const { document } = await openFile('src/queueFive.ts', queueClass);
    await completionAt(await showAt(document, queueClass.indexOf('‸')));
    await vscode.commands.executeCommand('fillwright.showPrompt');
    const shown = await eventually(() =>
      vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'fillwright-prompt'),
    );
    assert.ok(shown.getText().includes('src/queueFive.ts'));
    assert.ok(shown.getText().includes('get isEmpty(): boolean {'));
  });
});
