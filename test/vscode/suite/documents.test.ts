import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { assertShowable, completionAt, completionsAt, outcomesOf, textOf } from '../support/completion';
import { closeAll, openFile, openText, showAt, workspaceFile, type OpenedText } from '../support/documents';

const MEGABYTE = 1024 * 1024;

interface OddDocument {
  readonly what: string;
  readonly open: () => Promise<OpenedText>;
}

const oddDocuments: readonly OddDocument[] = [
  { what: 'an untitled document', open: () => openText('const list = [1, 2, 3];\nfor (const each of ‸\n') },
  { what: 'an empty file', open: () => openFile('odd/empty.ts', '‸') },
  {
    what: 'CRLF line ends',
    open: () => openFile('odd/crlf.ts', 'function add(a, b) {\r\n  return ‸\r\n}\r\n'),
  },
  { what: 'tabs', open: () => openFile('odd/tabs.go', 'func add(a int, b int) int {\n\treturn ‸\n}\n') },
  { what: 'an emoji at the cursor', open: () => openFile('odd/emoji.ts', 'const face = "😀‸😀";\n') },
  {
    what: 'FIM tokens in the text',
    open: () =>
      openFile('odd/tokens.ts', 'const hole = "<｜fim▁hole｜>"; // <｜fim▁end｜>\nconst next = ‸\n'),
  },
  { what: 'the cursor at the very end', open: () => openText('return this.items.length‸') },
  {
    what: 'a line of a megabyte',
    open: () => openFile('odd/long.js', `let a = [${'1,'.repeat(MEGABYTE / 2)}‸`),
  },
];

describe('the provider', () => {
  afterEach(closeAll);

  for (const { what, open } of oddDocuments) {
    it(`answers for ${what} with nothing but showable items`, async () => {
      const broken = await brokenQueries(async () => {
        const opened = await open();
        for (const item of await completionsAt(opened)) assertShowable(item, opened);
      });
      assert.equal(broken, 0);
    });
  }

  it('writes line ends as the document has them', async () => {
    const lines = ['class Stack {', '  push(item) {', '    ‸', '  }', '  pop() {', '  }', '}', ''];
    const opened = await openFile('odd/stack.js', lines.join('\r\n'));
    const text = textOf(await completionAt(opened));
    assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
  });

  it('answers for a file of 20 MB without copying it for each key', async () => {
    // Not in a language whose server would read it for minutes, and keep later tests waiting.
    const uri = workspaceFile('odd/large.go');
    const line = 'var value = 1\n';
    const content = line.repeat(Math.ceil((20 * MEGABYTE) / line.length));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    const broken = await brokenQueries(async () => {
      const opened = await showAt(await vscode.workspace.openTextDocument(uri), content.length / 2);
      for (const item of await completionsAt(opened)) assertShowable(item, opened);
    });
    assert.equal(broken, 0);
    await vscode.workspace.fs.delete(uri);
  });

  it('answers in a notebook cell', async () => {
    const cell = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      'total = 0\nfor each in ',
      'python',
    );
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    const document = notebook.cellAt(0).document;
    const opened = { document, position: document.positionAt(document.getText().length) };
    const broken = await brokenQueries(async () => {
      await completionsAt(opened);
    });
    assert.equal(broken, 0);
  });

  it('stays silent in output, old versions and its own prompt view', async () => {
    for (const scheme of ['output', 'git', 'fillwright-prompt']) {
      const document = { ...fakeDocument, uri: vscode.Uri.from({ scheme, path: '/x' }) };
      const position = new vscode.Position(0, 0);
      assert.deepEqual(await completionsAt({ document: document as vscode.TextDocument, position }), []);
    }
  });

  it('is off for plain text by default', async () => {
    const outcomes = await outcomesOf(async () => {
      assert.deepEqual(await completionsAt(await openText('Dear ‸', 'plaintext')), []);
    });
    assert.ok(outcomes.includes('language-off'));
  });
});

/** A document of a scheme that nothing registers can't be opened; the provider looks no further than its URI. */
const fakeDocument = { version: 1, isClosed: false };

/** How many queries broke in the code rather than ending in an outcome. */
async function brokenQueries(use: () => Promise<void>): Promise<number> {
  return (await outcomesOf(use)).filter((outcome) => outcome === 'fault').length;
}
