import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FakeAnswer } from '../../support/fakeChatHost';
import { untilNoReview, untilProposed } from '../support/answers';
import { closeAll, eventually, openFile } from '../support/documents';
import { withSetting } from '../support/extension';
import { withFakeChat } from '../support/fakeChat';

const basket = `export class Basket {
  private readonly prices: number[] = [];

  total(): number {
    let sum = 0;
    for (const price of this.prices) sum += price;
    return sum;
  }
}
`;

const shorter = '```ts\n  total(): number {\n    return this.prices.reduce((a, b) => a + b, 0);\n  }\n```';
const edited = basket.replace(/let sum[^]*return sum;/, 'return this.prices.reduce((a, b) => a + b, 0);');

describe('an edit of a selection', () => {
  afterEach(closeAll);

  it('is asked for with the code around it, shown as a difference and accepted', async () => {
    const answer: FakeAnswer = { pieces: [{ thinking: '```ts\nnot this\n```' }, ...split(shorter)] };
    await withFakeChat(
      () => answer,
      async (host) => {
        const document = await select('src/inlineEdit/accepted.ts', 3, 8);
        await vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
        await untilProposed(/reduce/);
        assert.equal(document.getText(), basket);
        const sent = host.chats[0]?.messages[0]?.content ?? '';
        for (const part of ['Use reduce', 'accepted.ts', 'private readonly prices', 'sum += price'])
          assert.ok(sent.includes(part), part);
        await vscode.commands.executeCommand('fillwright.review.acceptAll');
        await untilNoReview();
        assert.equal(document.getText(), edited);
      },
    );
  });

  it('is shown while it is written, and closing it ends the answer on the host', async () => {
    const answer: FakeAnswer = { pieces: split(shorter.slice(0, -8)), hangs: true };
    await withFakeChat(
      () => answer,
      async (host) => {
        const document = await select('src/inlineEdit/closed.ts', 3, 8);
        const editing = vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
        await untilProposed(/total\(\): number/);
        await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
        await host.leftEarly;
        await editing;
        assert.equal(document.getText(), basket);
      },
    );
  });

  it('is stopped by a command, which ends the answer on the host and closes the diff editor', async () => {
    const answer: FakeAnswer = { pieces: split(shorter.slice(0, -8)), hangs: true };
    await withFakeChat(
      () => answer,
      async (host) => {
        const document = await select('src/inlineEdit/stopped.ts', 3, 8);
        const editing = vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
        await untilProposed(/total\(\): number/);
        await vscode.commands.executeCommand('fillwright.chat.stopEdit');
        await host.leftEarly;
        await editing;
        await untilNoReview();
        assert.equal(document.getText(), basket);
      },
    );
  });

  it('goes on beside another one in the same file: both are reviewed together, and undone in one step', async () => {
    const renamed = '```ts\n  private readonly amounts: number[] = [];\n```';
    await withFakeChat(
      ({ messages }) => ({ pieces: split(lastOf(messages).includes('Rename') ? renamed : shorter) }),
      async () => {
        const document = await select('src/inlineEdit/both.ts', 3, 8);
        const reducing = vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
        const editor = await vscode.window.showTextDocument(document);
        editor.selection = new vscode.Selection(1, 0, 2, 0);
        const renaming = vscode.commands.executeCommand('fillwright.chat.edit', 'Rename it');
        await Promise.all([reducing, renaming]);
        await untilProposed(/amounts[^]*reduce/);
        assert.equal(document.getText(), basket);
        await vscode.commands.executeCommand('fillwright.review.acceptAll');
        await untilNoReview();
        assert.equal(document.getText(), edited.replace('readonly prices', 'readonly amounts'));
        await vscode.commands.executeCommand('undo');
        assert.equal(document.getText(), basket);
      },
    );
  });

  it('keeps the line ends of Windows', async () => {
    await withFakeChat(
      () => ({ pieces: split(shorter) }),
      async () => {
        const { editor, document } = await openFile(
          'src/inlineEdit/crlf.ts',
          basket.replaceAll('\n', '\r\n'),
        );
        editor.selection = new vscode.Selection(3, 0, 8, 0);
        await vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
        await untilProposed(/reduce/);
        await vscode.commands.executeCommand('fillwright.review.acceptAll');
        await untilNoReview();
        assert.equal(document.getText(), edited.replaceAll('\n', '\r\n'));
      },
    );
  });

  it('changes a document that has no file yet', async () => {
    await withFakeChat(
      () => ({ pieces: split(shorter) }),
      async () => {
        const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: basket });
        const editor = await vscode.window.showTextDocument(document);
        editor.selection = new vscode.Selection(3, 0, 8, 0);
        await vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
        await untilProposed(/reduce/);
        await vscode.commands.executeCommand('fillwright.review.acceptAll');
        await untilNoReview();
        assert.equal(document.getText(), edited);
        await vscode.commands.executeCommand('undo');
        assert.equal(document.getText(), basket);
      },
    );
  });

  it('comes to nothing where the lines are edited meanwhile', async () => {
    let type: () => Promise<void> = () => Promise.resolve();
    await withFakeChat(
      () => ({ pieces: [shorter], after: type() }),
      async () => {
        const document = await select('src/inlineEdit/meanwhile.ts', 3, 8);
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(5, 0), '    // Mine.\n');
        type = async () => {
          assert.ok(await vscode.workspace.applyEdit(edit));
        };
        await vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
        await untilNoReview();
        assert.equal(document.getText(), basket.replace('    for', '    // Mine.\n    for'));
      },
    );
  });

  it('comes to nothing for an answer without code, or with half of it', async () => {
    const answers: readonly FakeAnswer[] = [
      { pieces: ['I would use reduce here.'] },
      { pieces: [] },
      { pieces: ['```ts\n  total(): number {\n    return'], doneReason: 'length' },
    ];
    for (const answer of answers) {
      await withFakeChat(
        () => answer,
        async () => {
          const document = await select('src/inlineEdit/nothing.ts', 3, 8);
          await vscode.commands.executeCommand('fillwright.chat.edit', 'Use reduce');
          await untilNoReview();
          assert.equal(document.getText(), basket);
        },
      );
    }
  });
});

describe('the lightbulb', () => {
  afterEach(closeAll);

  const titles = async (document: vscode.TextDocument, range: vscode.Range): Promise<readonly string[]> => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    return actions.map(({ title }) => title).filter((title) => title.includes('Fillwright'));
  };

  it('offers to fix a problem, and edits for a selection; a setting takes them away', async () => {
    const problems = vscode.languages.createDiagnosticCollection('test');
    // No language server that has to start first answers for this language here.
    const { document } = await openFile('src/inlineEdit/bulb.go', basket);
    const line = document.lineAt(5).range;
    problems.set(document.uri, [new vscode.Diagnostic(line, 'Prefer reduce.')]);
    try {
      assert.deepEqual(await titles(document, new vscode.Range(5, 0, 5, 0)), ['Fix with Fillwright']);
      const offered = await titles(document, line);
      for (const title of ['Fix', 'Edit', 'Document', 'Write Tests', 'Explain'])
        assert.ok(
          offered.some((each) => each.startsWith(title)),
          offered.join(),
        );
      await withSetting('chat.codeActions', false, async () => {
        assert.deepEqual(await titles(document, line), []);
      });
    } finally {
      problems.dispose();
    }
  });

  it('fixes by asking with the problem and the function around it', async () => {
    const problems = vscode.languages.createDiagnosticCollection('test');
    await withFakeChat(
      () => ({ pieces: [shorter] }),
      async (host) => {
        const { document } = await openFile('src/inlineEdit/fixed.ts', basket);
        problems.set(document.uri, [new vscode.Diagnostic(document.lineAt(5).range, 'Prefer reduce.')]);
        await eventually(async () => {
          const symbols = await vscode.commands.executeCommand<unknown[] | undefined>(
            'vscode.executeDocumentSymbolProvider',
            document.uri,
          );
          return symbols?.length ? true : undefined;
        });
        const place = new vscode.Position(5, 8);
        vscode.window.activeTextEditor!.selection = new vscode.Selection(place, place);
        await vscode.commands.executeCommand('fillwright.chat.fix');
        assert.match(host.chats[0]?.messages[0]?.content ?? '', /Prefer reduce\./);
        await untilProposed(/reduce\(\(a, b\)/);
        await vscode.commands.executeCommand('fillwright.review.acceptAll');
        await untilNoReview();
        assert.equal(document.getText(), edited);
      },
    );
    problems.dispose();
  });
});

describe('a question about the code at the cursor', () => {
  afterEach(closeAll);

  for (const [command, asks] of [
    ['fillwright.chat.explain', /Explain/],
    ['fillwright.chat.tests', /Write tests/],
  ] as const) {
    it(`is asked in the chat with the selected lines by ${command}`, async () => {
      await withFakeChat(
        () => ({ pieces: ['It adds.'] }),
        async (host) => {
          await select('src/inlineEdit/asked.ts', 3, 8);
          await vscode.commands.executeCommand(command);
          const asked = await eventually(() =>
            host.chats.find(({ messages }) => asks.test(lastOf(messages))),
          );
          assert.match(lastOf(asked.messages), /sum \+= price/);
          assert.doesNotMatch(lastOf(asked.messages), /private readonly prices/);
        },
      );
    });
  }
});

function lastOf(messages: readonly { readonly content: string }[]): string {
  return messages.at(-1)?.content ?? '';
}

async function select(name: string, start: number, end: number): Promise<vscode.TextDocument> {
  const { editor, document } = await openFile(name, basket);
  editor.selection = new vscode.Selection(start, 0, end, 0);
  return document;
}

/** As a host streams it: a few characters at a time. */
function split(text: string): readonly string[] {
  return text.match(/[^]{1,7}/g) ?? [];
}
