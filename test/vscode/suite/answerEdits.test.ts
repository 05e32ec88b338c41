import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { createAnswerActions } from '../../../src/vscode/answerActions';
import { objection, showUnsaved } from '../../../src/vscode/newFile';
import { statedFile } from '../../../src/vscode/statedFile';
import { placeForNewFile } from '../../../src/vscode/workspacePlaces';
import { silentLog } from '../../../src/common/log';
import { apply, block, proposedText, untilNoReview, untilProposed } from '../support/answers';
import { closeAll, eventually, openFile, workspaceFile } from '../support/documents';
import { activatedExtension } from '../support/extension';

const counter = `export class Counter {
  private count = 0;

  add(step: number): void {
    this.count += step;
  }

  get value(): number {
    return this.count;
  }
}
`;

const changedTwice = `export class Counter {
  private count = 1;
  // ... existing code ...
  get value(): number {
    return Math.max(0, this.count);
  }
}`;

describe('code of an answer', () => {
  afterEach(closeAll);

  it('is shown beside the file, written when it is accepted, and undone in one step', async () => {
    const { document } = await openFile('src/edits/whole.ts', counter);
    await apply(changedTwice);
    const proposed = await untilProposed(/count = 1/);
    assert.match(proposed, /Math\.max\(0, this\.count\)/);
    assert.match(proposed, /add\(step: number\)/);
    assert.equal(document.getText(), counter, 'Nothing is written before it is accepted.');
    await vscode.commands.executeCommand('fillwright.review.acceptAll');
    await untilNoReview();
    assert.equal(document.getText(), proposed);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), counter);
  });

  it('is accepted and rejected change by change', async () => {
    const { document } = await openFile('src/edits/single.ts', counter);
    await apply(changedTwice);
    await untilProposed(/count = 1/);
    await vscode.commands.executeCommand('fillwright.review.reject');
    await untilProposed(/count = 0[^]*Math\.max/);
    await vscode.commands.executeCommand('fillwright.review.accept');
    await untilNoReview();
    assert.equal(document.getText(), counter.replace('return this.count', 'return Math.max(0, this.count)'));
  });

  it('follows edits of the file, and gives way where its own lines are edited', async () => {
    const { document } = await openFile('src/edits/moved.ts', counter);
    await apply(changedTwice);
    await untilProposed(/count = 1/);
    await insert(document, 0, '// Counts.\n// In steps.\n');
    await untilProposed(/^\/\/ Counts\.\n\/\/ In steps\.\nexport class[^]*count = 1/);
    await insert(document, 3, '  private name = "";\n');
    await untilProposed(/name = "";\n {2}private count = 0;[^]*Math\.max/);
    await vscode.commands.executeCommand('fillwright.review.acceptAll');
    await untilNoReview();
    assert.match(document.getText(), /^\/\/ Counts\.[^]*name = "";\n {2}private count = 0;[^]*Math\.max/);
  });

  it('keeps the line ends of Windows', async () => {
    const { document } = await openFile('src/edits/windows.ts', counter.replaceAll('\n', '\r\n'));
    await apply(changedTwice);
    await untilProposed(/count = 1/);
    await vscode.commands.executeCommand('fillwright.review.acceptAll');
    await untilNoReview();
    assert.doesNotMatch(document.getText(), /[^\r]\n/);
    assert.match(document.getText(), /count = 1;\r\n/);
  });

  it('goes into the file that it names, opened or not', async () => {
    await vscode.workspace.fs.writeFile(workspaceFile('src/edits/named.ts'), Buffer.from(counter));
    await apply(changedTwice, { path: 'src/edits/named.ts' });
    await untilProposed(/count = 1/);
    await closeAll();
    await apply(`// named.ts\n${changedTwice}`);
    await untilProposed(/count = 1/);
  });

  it('goes into the file in front where that ends with the name, and asks where several do', async () => {
    await openFile('src/edits/left/same.ts', counter);
    await openFile('src/edits/right/same.ts', counter);
    await apply(changedTwice, { path: 'same.ts' });
    await untilProposed(/count = 1/);
    assert.match(labelInFront(), /^same\.ts: /);
    await closeAll();
    const applying = apply(changedTwice, { path: 'same.ts' });
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return proposedText();
    });
    await applying;
  });

  it('may name its file by a path from the root of the workspace', async () => {
    await openFile('src/edits/rooted.ts', counter);
    await closeAll();
    await apply(changedTwice, { path: '/src/edits/rooted.ts' });
    await untilProposed(/count = 1/);
  });

  it('keeps a first line that only names the file where the file begins so', async () => {
    const { document } = await openFile('src/edits/signed.ts', `// src/edits/signed.ts\n${counter}`);
    await apply(`// src/edits/signed.ts\n${counter.replace('count = 0', 'count = 1')}`);
    await untilProposed(/^\/\/ src\/edits\/signed\.ts\nexport class[^]*count = 1/);
    await vscode.commands.executeCommand('fillwright.review.acceptAll');
    await untilNoReview();
    assert.match(document.getText(), /^\/\/ src\/edits\/signed\.ts\n/);
  });

  it('is a new file where there is none of its name: shown whole, and written when it is saved', async () => {
    await apply(`// src/edits/made/fresh.ts\n${counter}`);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), counter);
    assert.ok(document.isUntitled && document.uri.path.endsWith('/src/edits/made/fresh.ts'));
    assert.ok(!existsSync(workspaceFile('src/edits/made/fresh.ts').fsPath));
    await apply(changedTwice, { path: 'src/edits/made/fresh.ts' });
    await untilProposed(/count = 1/);
  });

  it('joins what is under review of the same file, and goes on from it', async () => {
    const { document } = await openFile('src/edits/twice.ts', counter);
    await apply(changedTwice);
    await untilProposed(/count = 1/);
    await apply('  add(step: number): void {\n    this.count += Math.abs(step);\n  }', {
      path: 'src/edits/twice.ts',
    });
    await untilProposed(/count = 1[^]*Math\.abs\(step\)[^]*Math\.max/);
    await apply('  private count = 2;', { path: 'src/edits/twice.ts' });
    await untilProposed(/count = 2[^]*Math\.abs\(step\)[^]*Math\.max/);
    await apply('    return Math.max(0, this.count, 1);', { path: 'src/edits/twice.ts' });
    const proposed = await untilProposed(/count = 2[^]*Math\.abs\(step\)[^]*this\.count, 1\)/);
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isReview).length, 1);
    await vscode.commands.executeCommand('fillwright.review.acceptAll');
    await untilNoReview();
    assert.equal(document.getText(), proposed);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), counter);
  });

  it('may be a diff of several files, each with a review of its own', async () => {
    await openFile('src/edits/one.ts', 'one();\n');
    await openFile('src/edits/two.ts', 'two();\n');
    const side = (name: string): string =>
      `--- a/src/edits/${name}.ts\n+++ b/src/edits/${name}.ts\n@@ -1 +1 @@\n-${name}();\n+${name}(1);\n`;
    await apply(side('one') + side('two'), { language: 'diff' });
    await untilProposed(/two\(1\)/);
    await vscode.commands.executeCommand('fillwright.review.acceptAll');
    await untilNoReview();
    const titles = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(
      titles.some((title) => title.startsWith('one.ts: ')),
      titles.join(),
    );
  });

  it('is refused in a sentence where it fits nowhere, and the file stays', async () => {
    const { document } = await openFile('src/edits/garbage.ts', counter);
    const bad: readonly (readonly [code: string, reason: RegExp, language?: string])[] = [
      ['', /no code to apply/],
      [counter, /nothing to change/],
      ['@@ -1 +1 @@\n-nothing like this\n+x', /has no line “nothing like this”/, 'diff'],
      ['@@ @@\n-    this.count += step;\n+a\n@@ @@\n-    this.count += step;\n+b', /another change/, 'diff'],
      ['export class Counter { ... }', /leaves something out/],
    ];
    for (const [code, reason, language = 'ts'] of bad)
      await assert.rejects(apply(code, { language }), reason);
    assert.equal(proposedText(), undefined);
    assert.equal(document.getText(), counter);
  });

  it('is refused for files that are no text, read-only or gone', async () => {
    await vscode.workspace.fs.writeFile(
      workspaceFile('src/edits/data.bin'),
      Buffer.from([0, 1, 2, 255, 0, 0]),
    );
    await assert.rejects(apply('x', { path: 'src/edits/data.bin' }), /binary/);
    const part = 'a();\n// ... existing code ...\nb();';
    await assert.rejects(apply(part, { path: 'src/edits/nowhere.ts' }), /no file src\/edits\/nowhere\.ts/);
    const readOnly = vscode.workspace.registerFileSystemProvider('fillwright-test', oneFile(counter), {
      isReadonly: true,
    });
    await vscode.window.showTextDocument(vscode.Uri.parse('fillwright-test:/locked.ts'));
    await assert.rejects(apply(changedTwice), /locked\.ts is read-only/);
    readOnly.dispose();
  });

  it('is not written where the file was deleted during the review', async () => {
    const { edits } = await (await activatedExtension()).answers();
    const { document } = await openFile('src/edits/deleted.ts', counter);
    await apply(changedTwice);
    await untilProposed(/count = 1/);
    await vscode.workspace.fs.delete(document.uri);
    await assert.rejects(edits.reviews.accept('all'), /deleted\.ts no longer exists/);
  });
});

describe('a path of an answer', () => {
  afterEach(closeAll);

  it('is never outside the workspace, by dots, from the root or by a link', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'fillwright-outside-'));
    writeFileSync(path.join(outside, 'secret.ts'), 'secret');
    const link = workspaceFile('linked').fsPath;
    symlinkSync(outside, link);
    try {
      for (const stated of ['../secret.ts', path.join(outside, 'secret.ts'), 'linked/secret.ts']) {
        await assert.rejects(statedFile(stated), /outside the workspace/, stated);
        await assert.rejects(apply('x', { path: stated }), /outside the workspace/, stated);
      }
      await assert.rejects(placeForNewFile('linked/new.ts'), /outside the workspace/);
      await assert.rejects(placeForNewFile('../new.ts'), /outside the workspace/);
    } finally {
      rmSync(link);
      rmSync(outside, { recursive: true });
    }
  });

  it('opens the file at its line', async () => {
    const { edits } = await (await activatedExtension()).answers();
    await openFile('src/edits/opened.ts', counter);
    await closeAll();
    await edits.answerActions({ type: 'openFile', path: 'edits/opened.ts', line: 4 });
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /src\/edits\/opened\.ts$/);
    assert.equal(editor?.selection.active.line, 3);
  });

  it('may be a new file, which is shown and not written', async () => {
    assert.match((await objection('../a.ts')) ?? '', /outside/);
    assert.match((await objection('src/')) ?? '', /name/);
    const place = await placeForNewFile('src/edits/fresh/new.ts');
    assert.equal(await objection('src/edits/fresh/new.ts'), undefined);
    await showUnsaved(place, 'fresh();');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), 'fresh();\n');
    assert.ok(document.isUntitled && document.isDirty);
    assert.ok(!existsSync(place.fsPath));
    await document.save();
    await eventually(() => (existsSync(place.fsPath) ? true : undefined));
    assert.match((await objection('src/edits/fresh/new.ts')) ?? '', /exists already/);
  });
});

describe('the other buttons of a code block', () => {
  afterEach(closeAll);

  it('insert it at the cursor, and copy it', async () => {
    const { edits } = await (await activatedExtension()).answers();
    const { document } = await openFile('src/edits/insert.ts', 'a();\n‸c();\n');
    await edits.answerActions({ type: 'codeBlock', action: 'insert', block: block('b();\n') });
    assert.equal(document.getText(), 'a();\nb();c();\n');
    await edits.answerActions({ type: 'codeBlock', action: 'copy', block: block('copied();') });
    assert.equal(await vscode.env.clipboard.readText(), 'copied();');
  });

  it('run it in the terminal when the user has seen it and said yes, and not before', async () => {
    const { edits } = await (await activatedExtension()).answers();
    const asked: string[] = [];
    const actions = (answer: boolean): ReturnType<typeof createAnswerActions> =>
      createAnswerActions({
        reviews: edits.reviews,
        editor: () => undefined,
        confirmRun: (command) => {
          asked.push(command);
          return Promise.resolve(answer);
        },
        log: silentLog,
      });
    const folder = mkdtempSync(path.join(tmpdir(), 'fillwright-terminal-'));
    const run = (name: string, answer: boolean): Promise<void> => {
      const code = `$ touch "${path.join(folder, name)}"\n`;
      return actions(answer)({ type: 'codeBlock', action: 'run-in-terminal', block: block(code) });
    };
    try {
      await run('refused', false);
      await run('agreed', true);
      await eventually(() => (existsSync(path.join(folder, 'agreed')) ? true : undefined));
      const users = vscode.window.createTerminal('Mine');
      users.show();
      await run('again', true);
      await eventually(() => (existsSync(path.join(folder, 'again')) ? true : undefined));
      const own = vscode.window.terminals.filter(({ name }) => name === 'Fillwright');
      assert.equal(own.length, 1, 'A terminal of its own, used again.');
      assert.equal(String(folderOf(own[0])), String(vscode.workspace.workspaceFolders?.[0]?.uri));
      assert.ok(!existsSync(path.join(folder, 'refused')));
      assert.deepEqual(
        asked,
        ['refused', 'agreed', 'again'].map((name) => `touch "${path.join(folder, name)}"`),
      );
    } finally {
      for (const terminal of vscode.window.terminals) terminal.dispose();
      rmSync(folder, { recursive: true });
    }
  });
});

function folderOf(terminal: vscode.Terminal | undefined): unknown {
  const options = terminal?.creationOptions ?? {};
  return 'cwd' in options ? options.cwd : undefined;
}

function labelInFront(): string {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
}

function isReview({ label }: vscode.Tab): boolean {
  return label.endsWith(': proposed changes');
}

async function insert(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(line, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** A file system in which every path is this text. */
function oneFile(text: string): vscode.FileSystemProvider {
  const bytes = new TextEncoder().encode(text);
  const never = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: () => new vscode.Disposable(() => undefined),
    watch: () => new vscode.Disposable(() => undefined),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length }),
    readFile: () => bytes,
    readDirectory: () => [],
    createDirectory: never,
    writeFile: never,
    delete: never,
    rename: never,
  };
}
