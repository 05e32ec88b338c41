import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  acceptGhostText,
  completionAt,
  completionsAt,
  isAccepted,
  outcomesOf,
  triggerUntilAnswered,
} from '../support/completion';
import { closeAll, eventually, openFile, type OpenedText } from '../support/documents';
import { says, withFaultyHost } from '../support/faultyHost';

describe('where the editor has written the closing part itself, ghost text', () => {
  before(() => setPairClosing('languageDefined'));
  after(() => setPairClosing('never'));
  afterEach(closeAll);

  const pairs = [
    { key: '(', start: 'const most = Math.max‸\n', text: 'a, b);', after: 'const most = Math.max(a, b);\n' },
    { key: '(', start: 'const most = Math.max‸\n', text: 'a, b', after: 'const most = Math.max(a, b)\n' },
    { key: '[', start: 'show(list‸)\n', text: '0]);', after: 'show(list[0]);\n' },
    { key: '"', start: 'show(‸)\n', text: 'done");', after: 'show("done");\n' },
    { key: '{', start: 'const one = ‸;\n', text: ' one: 1 };', after: 'const one = { one: 1 };\n' },
  ];
  const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '"': '"', '{': '}' };
  for (const [index, { key, start, text, after }] of pairs.entries()) {
    it(`doubles nothing: ${key} typed at ${start.trim()}, answered with ${text}`, async () => {
      await withFaultyHost(says(text), async () => {
        const { document } = await openFile(`src/pair${index}.ts`, start);
        await type(key);
        assert.equal(document.getText(), start.replace('‸', `${key}${closers[key]}`));
        await acceptGhostText(document);
        assert.equal(document.getText(), after);
      });
    });
  }

  it('is typed through and accepted with nothing doubled', async () => {
    await withFaultyHost(says('a, b);'), async () => {
      const { document, editor } = await openFile('src/pairAlong.ts', 'const most = Math.max‸\n');
      await type('(');
      const item = await completionAt({ document, editor, position: editor.selection.active });
      assert.equal(item.range && document.getText(item.range), ')');
      for (const key of 'a, ') await type(key);
      assert.equal(document.getText(), 'const most = Math.max(a, )\n');
      await acceptGhostText(document);
      assert.equal(document.getText(), 'const most = Math.max(a, b);\n');
    });
  });
});

describe('while the placeholders of a snippet are filled in, ghost text', () => {
  afterEach(closeAll);
  afterEach(() => setInEditor('inlineSuggest.suppressInSnippetMode', undefined));

  it('is left out by the editor until the snippet is left', async () => {
    await inPlaceholder('src/snippetOne.ts', async (document, _opened, outcomes) => {
      await triggerUntilAnswered(outcomes);
      assert.equal(await isAccepted(document), false);
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
      await outcomesOf(async (outcomes) => {
        await vscode.commands.executeCommand('compositionStart');
        for (const [text, replaced] of [
          ['m', 0],
          ['mi', 1],
          ['ming', 2],
        ] as const)
          await compose(text, replaced);
        assert.equal(document.getText(), 'const ming\n');
        await triggerUntilAnswered(outcomes);
        assert.equal(await isAccepted(document), false);
      });
      await compose('名', 4);
      await vscode.commands.executeCommand('compositionEnd');
      assert.equal(document.getText(), 'const 名\n');
      await acceptGhostText(document);
      assert.equal(document.getText(), 'const 名 = 1;\n');
    });
  });
});

describe('beside a single cursor, ghost text', () => {
  afterEach(closeAll);

  it('is left out while several cursors type, and comes when asked for', async () => {
    await withFaultyHost(says('1;'), async () => {
      const { document, editor } = await openFile('src/cursors.ts', 'const one ‸\nconst two \n');
      await outcomesOf(async (outcomes) => {
        editor.selections = [editor.selection, cursorAt(1, 10)];
        await type('=');
        await eventually(
          () => outcomes.includes('further-cursors') || undefined,
          () => `Not left out: ${outcomes.join(', ')}`,
        );
        assert.equal(await isAccepted(document), false);
        await triggerUntilAnswered(outcomes);
      });
    });
  });

  it('is left out over a selection, and comes when asked for', async () => {
    await withFaultyHost(says('1;'), async () => {
      const { document, editor, position } = await openFile('src/selected.ts', 'const one = ‸\n');
      await completionAt({ document, editor, position });
      editor.selection = new vscode.Selection(0, 6, 0, 12);
      const ask = (isAutomatic: boolean): Promise<readonly string[]> =>
        outcomesOf(async () => {
          await completionsAt({ document, position }, { isAutomatic });
        });
      await eventually(
        async () => (await ask(true)).includes('selection') || undefined,
        () => 'Not left out.',
      );
      assert.deepEqual(await ask(false), ['typed-through']);
    });
  });
});

function cursorAt(line: number, character: number): vscode.Selection {
  return new vscode.Selection(line, character, line, character);
}

async function setPairClosing(when: 'languageDefined' | 'never'): Promise<void> {
  await setInEditor('autoClosingBrackets', when);
  await setInEditor('autoClosingQuotes', when);
}

/** As user settings; undefined takes one back. */
async function setInEditor(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('editor').update(key, value, vscode.ConfigurationTarget.Global);
}

async function inPlaceholder(
  name: string,
  use: (
    document: vscode.TextDocument,
    opened: OpenedText,
    outcomesSinceTyping: readonly string[],
  ) => Promise<void>,
): Promise<void> {
  await withFaultyHost(says('ems'), async () => {
    const opened = await openFile(name, '‸\n');
    await opened.editor.insertSnippet(new vscode.SnippetString('total(${1:list}, ${2:rest})$0'));
    await outcomesOf(async (outcomes) => {
      for (const key of 'it') await type(key);
      assert.equal(opened.document.getText(), 'total(it, rest)\n');
      await use(opened.document, opened, outcomes);
    });
  });
}

async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text });
}

async function compose(text: string, replacePrevCharCnt: number): Promise<void> {
  const change = { text, replacePrevCharCnt, replaceNextCharCnt: 0, positionDelta: 0 };
  await vscode.commands.executeCommand('compositionType', change);
}
