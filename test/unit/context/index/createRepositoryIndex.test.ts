import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkspaceFiles } from '../../../../src/context/index/workspaceFiles';
import { nodeWorkspaceFiles } from '../../../../src/node/workspaceFiles';
import { memoryLog } from '../../../support/memoryLog';
import {
  createMemoryStore,
  createTestIndex,
  createTestWorkspace,
  openTestIndex,
  pathsOf,
  type TestWorkspace,
} from '../../../support/testWorkspace';

const never = new AbortController().signal;

describe('createRepositoryIndex', () => {
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = createTestWorkspace()));
  afterEach(() => workspace.dispose());

  const write = (files: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [file, content] of Object.entries(files)) workspace.write(file, content);
  };

  describe('what it leaves out', () => {
    it('is what ignore files, excludes and its own rules say', async () => {
      write({
        '.gitignore': 'ignored/\n*.gen.ts\n',
        '.fillwrightignore': 'private.ts\n',
        'a.ts': 'export const a = 1;',
        'b.gen.ts': 'x',
        'private.ts': 'x',
        'ignored/c.ts': 'x',
        'excluded/d.ts': 'x',
        'deep/.gitignore': '!kept.gen.ts\nlocal.ts\n',
        'deep/kept.gen.ts': 'x',
        'deep/local.ts': 'x',
        'node_modules/pkg/e.ts': 'x',
        'venv/pyvenv.cfg': '',
        'venv/f.py': 'x',
        'notes.txt': 'x',
        'logo.ts': new Uint8Array([0, 1, 2, 3, 0, 9]),
        'tiny.min.js': 'x',
        'packed.js': 'var a=1;'.repeat(2_000),
        'huge.ts': '// x\n'.repeat(300_000),
      });
      const index = await openTestIndex(workspace.root, { scope: { excludeGlobs: ['{excluded,other}'] } });
      assert.deepEqual(pathsOf(index), ['a.ts', 'deep/kept.gen.ts']);
    });

    it('is also what the repository around the workspace folder ignores', async () => {
      write({
        '.git/info/exclude': 'mine.ts\n',
        '.gitignore': '/app/built/\n*.tmp.ts\n/other\n',
        'app/a.ts': 'x',
        'app/b.tmp.ts': 'x',
        'app/mine.ts': 'x',
        'app/built/c.ts': 'x',
        'app/other/d.ts': 'x',
        'other/e.ts': 'x',
      });
      const inApp = await openTestIndex(path.join(workspace.root, 'app'));
      assert.deepEqual(pathsOf(inApp), ['a.ts', 'other/d.ts']);
      const inIgnored = await openTestIndex(path.join(workspace.root, 'other'));
      assert.deepEqual(pathsOf(inIgnored), ['e.ts']);
    });

    it('is what holds secrets, by name and by content', async () => {
      write({
        'a.ts': 'export const a = 1;',
        '.env.ts': 'x',
        '.aws/credentials.py': 'x',
        'login.ts': `const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow";`,
        'cloud.py': `ID = "AKIA${'Q'.repeat(16)}"\n`,
        'example.py': 'ID = "AKIAIOSFODNN7EXAMPLE"\n',
      });
      const index = await openTestIndex(workspace.root);
      assert.deepEqual(pathsOf(index), ['a.ts', 'example.py']);
      index.updateBuffer('a.ts', `const token = 'ghp_${'a'.repeat(36)}';`, 2);
      await index.settled();
      assert.deepEqual(pathsOf(index), ['example.py']);
    });

    it('is what links lead to, out of the workspace or round in circles', async () => {
      const outside = createTestWorkspace({ 'secret.ts': 'export const secret = 1;' });
      write({ 'a/b/c.ts': 'export const c = 1;' });
      symlinkSync(outside.root, path.join(workspace.root, 'outside'));
      symlinkSync(path.join(outside.root, 'secret.ts'), path.join(workspace.root, 'secret.ts'));
      symlinkSync(workspace.root, path.join(workspace.root, 'a', 'b', 'loop'));
      symlinkSync(path.join(workspace.root, 'nowhere'), path.join(workspace.root, 'broken.ts'));
      const index = await openTestIndex(workspace.root);
      assert.deepEqual(pathsOf(index), ['a/b/c.ts']);
      outside.dispose();
    });
  });

  describe('what it reads', () => {
    it('is source code in any of the usual encodings', async () => {
      const text = 'export const größe = 1;\n';
      const utf16 = new Uint8Array(Buffer.from(text, 'utf16le'));
      write({
        'utf8.ts': text,
        'bom.ts': new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from(text)]),
        'utf16le.ts': new Uint8Array([0xff, 0xfe, ...utf16]),
        'utf16be.ts': new Uint8Array([0xfe, 0xff, ...Buffer.from(utf16).swap16()]),
        'utf16bare.ts': utf16,
        'latin1.ts': new Uint8Array(Buffer.from(text, 'latin1')),
      });
      const index = await openTestIndex(workspace.root);
      const found = index.definitionsOf('größe').map((definition) => definition.path);
      assert.deepEqual(found.sort(), [
        'bom.ts',
        'latin1.ts',
        'utf16bare.ts',
        'utf16be.ts',
        'utf16le.ts',
        'utf8.ts',
      ]);
      for (const file of found) assert.equal(await index.text(file), text);
    });

    it('has paths of any characters', async () => {
      const names = ['with space/a b.ts', 'hash#tag/#c.ts', 'ünï/çödé.ts', '日本/文.ts', 'per%20cent/d.ts'];
      write(Object.fromEntries(names.map((name) => [name, 'export const a = 1;'])));
      const index = await openTestIndex(workspace.root);
      assert.deepEqual(pathsOf(index), [...names].sort());
    });

    it('may be full of syntax errors', async () => {
      write({
        'broken.ts': 'export function ok() {}\n}}}} class { ((( <<< \n'.repeat(50),
        'b.py': 'def (:\n  class\n',
      });
      const index = await openTestIndex(workspace.root);
      assert.deepEqual(pathsOf(index), ['b.py', 'broken.ts']);
      assert.ok(index.definitionsOf('ok').length > 0);
    });

    it('may define a name in hundreds of files', async () => {
      for (let at = 0; at < 600; at += 1)
        workspace.write(`d${at % 10}/f${at}.ts`, 'export const common = 1;');
      const index = await openTestIndex(workspace.root);
      assert.equal(index.definitionCount('common'), 600);
      assert.equal(index.definitionsOf('common').length, 500);
      assert.equal(index.filesUsing('common').length, 600);
    });

    it('may vanish or fail while it is read, which costs that file only', async () => {
      write({ 'a.ts': 'export const a = 1;', 'b.ts': 'export const b = 1;', 'c.ts': 'export const c = 1;' });
      const log = memoryLog();
      const files: WorkspaceFiles = {
        ...nodeWorkspaceFiles,
        read: (file) => {
          if (file.endsWith('a.ts')) return Promise.resolve(undefined);
          if (file.endsWith('b.ts')) return Promise.reject(new Error('disk on fire'));
          return nodeWorkspaceFiles.read(file);
        },
      };
      const index = await openTestIndex(workspace.root, { files, log });
      assert.deepEqual(pathsOf(index), ['c.ts']);
      assert.equal(log.lines.filter((line) => line.includes('b.ts')).length, 1);
    });

    it('may lie in several folders', async () => {
      write({ 'one/a.ts': 'export const a = 1;', 'two/a.ts': 'export const a = 2;' });
      const folders = ['one', 'two'].map((name) => ({ name, root: path.join(workspace.root, name) }));
      const index = await openTestIndex(workspace.root, { scope: { folders } });
      assert.deepEqual(pathsOf(index), ['one/a.ts', 'two/a.ts']);
      assert.equal(await index.text('two/a.ts'), 'export const a = 2;');
    });
  });

  describe('changes', () => {
    it('on disk are taken up: new, changed, renamed and deleted files and folders', async () => {
      write({
        'a.ts': 'export const before = 1;',
        'gone.ts': 'export const gone = 1;',
        'dir/x.ts': 'export const x = 1;',
      });
      const index = await openTestIndex(workspace.root);
      write({ 'a.ts': 'export const after = 2;', 'new/deep/er/b.ts': 'export const b = 1;' });
      rmSync(path.join(workspace.root, 'gone.ts'));
      renameSync(path.join(workspace.root, 'dir'), path.join(workspace.root, 'moved'));
      index.filesChanged(['a.ts', 'new/deep/er/b.ts', 'gone.ts', 'dir', 'moved']);
      await index.settled();
      assert.deepEqual(pathsOf(index), ['a.ts', 'moved/x.ts', 'new/deep/er/b.ts']);
      assert.equal(index.definitionCount('before') + index.definitionCount('gone'), 0);
      assert.equal(index.definitionCount('after') + index.definitionCount('x'), 2);
    });

    it('of a checkout, thousands at once, are taken up', async () => {
      const file = (at: number): string => `src/d${at % 400}/f${at}.ts`;
      for (let at = 0; at < 2_000; at += 1) workspace.write(file(at), `export const v1_${at} = 1;`);
      const index = await openTestIndex(workspace.root);
      for (let at = 0; at < 2_000; at += 1) workspace.write(file(at), `export const version2_${at} = 2;`);
      index.filesChanged(Array.from({ length: 2_000 }, (_, at) => file(at)));
      await index.settled();
      assert.equal(index.definitionCount('v1_7'), 0);
      assert.equal(index.definitionCount('version2_1999'), 1);
    });

    it('of an ignore file are obeyed at once', async () => {
      write({ 'a.ts': 'export const a = 1;', 'sub/b.ts': 'export const b = 1;' });
      const index = await openTestIndex(workspace.root);
      write({ '.gitignore': 'sub/\n' });
      index.filesChanged(['.gitignore']);
      await index.settled();
      assert.deepEqual(pathsOf(index), ['a.ts']);
      rmSync(path.join(workspace.root, '.gitignore'));
      index.filesChanged(['.gitignore']);
      await index.settled();
      assert.deepEqual(pathsOf(index), ['a.ts', 'sub/b.ts']);
    });

    it('that are not saved win over the disk until they are dropped', async () => {
      write({ 'a.ts': 'export const onDisk = 1;', '.gitignore': 'hidden.ts', 'hidden.ts': 'x' });
      const index = await openTestIndex(workspace.root);
      index.updateBuffer('a.ts', 'export const unsaved = 1;', 2);
      index.updateBuffer('hidden.ts', 'export const hidden = 1;', 1);
      await index.settled();
      assert.equal(index.definitionCount('unsaved'), 1);
      assert.equal(index.definitionCount('onDisk'), 0);
      assert.equal(index.definitionCount('hidden'), 0);
      assert.equal(await index.text('a.ts'), 'export const unsaved = 1;');
      index.filesChanged(['a.ts']);
      await index.settled();
      assert.equal(index.definitionCount('unsaved'), 1);
      index.dropBuffer('a.ts');
      await index.settled();
      assert.equal(index.definitionCount('onDisk'), 1);
    });

    it('nobody told of are noticed when the text is asked for', async () => {
      write({ 'a.ts': 'export const first = 1;' });
      const index = await openTestIndex(workspace.root);
      write({ 'a.ts': '// moved down\nexport const first = 1;' });
      assert.equal(await index.text('a.ts'), undefined);
      await index.settled();
      assert.equal(index.definitionsOf('first')[0]?.nameLine, 2);
      assert.ok((await index.text('a.ts'))?.startsWith('// moved'));
    });
  });

  describe('the saved index', () => {
    it('spares reading and parsing what has not changed', async () => {
      write({
        'a.ts': 'export class A extends B { x = 1; }',
        'b.ts': "import { A } from './a';",
        'c.js': 'var a=1;'.repeat(2_000),
      });
      const store = createMemoryStore();
      const first = await openTestIndex(workspace.root, { store });
      await first.settled();
      write({ 'd.ts': 'export const d = 1;' });
      const read: string[] = [];
      const files: WorkspaceFiles = {
        ...nodeWorkspaceFiles,
        read: (file) => {
          if (/\.[jt]s$/.test(file)) read.push(path.basename(file));
          return nodeWorkspaceFiles.read(file);
        },
      };
      const second = await openTestIndex(workspace.root, { store, files });
      assert.deepEqual(read, ['d.ts']);
      assert.deepEqual(second.definitionsIn('a.ts'), first.definitionsIn('a.ts'));
      assert.deepEqual(second.importsOf('b.ts'), first.importsOf('b.ts'));
      assert.deepEqual(second.importersOf('a.ts'), ['b.ts']);
      assert.deepEqual(
        second.subtypesOf('B').map(({ name }) => name),
        ['A'],
      );
    });

    it('brings back hundreds of files with all their names', async () => {
      const sources = Array.from({ length: 250 }, (_, n): [string, string] => [
        `p${n}/Type${n}.java`,
        `package p${n};\nimport p${(n + 1) % 250}.Type${(n + 1) % 250};\nclass Type${n} { int field${n}; }\n`,
      ]);
      write(Object.fromEntries(sources));
      const store = createMemoryStore();
      const first = await openTestIndex(workspace.root, { store });
      await first.settled();
      const second = await openTestIndex(workspace.root, { store });
      for (const [file] of sources) {
        assert.deepEqual(second.definitionsIn(file), first.definitionsIn(file));
        assert.deepEqual(second.importsOf(file), first.importsOf(file));
        assert.equal(second.file(file)?.packageName, first.file(file)?.packageName);
      }
    });

    it('is not believed for files that changed, vanished or are ignored now', async () => {
      write({ 'a.ts': 'export const a = 1;', 'b.ts': 'export const b = 1;', 'c.ts': 'export const c = 1;' });
      const store = createMemoryStore();
      await (await openTestIndex(workspace.root, { store })).settled();
      write({ 'a.ts': 'export const changed = 1;', '.gitignore': 'c.ts' });
      rmSync(path.join(workspace.root, 'b.ts'));
      const index = await openTestIndex(workspace.root, { store });
      assert.deepEqual(pathsOf(index), ['a.ts']);
      assert.equal(index.definitionCount('changed'), 1);
    });

    const broken: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
      'cut short': (bytes) => bytes.slice(0, bytes.length / 2),
      empty: () => new Uint8Array(),
      'of another kind': () => new TextEncoder().encode('hello, this is no index'),
      'without its last lines': (bytes) => bytes.slice(0, bytes.length - 32),
      'followed by something else': (bytes) => Buffer.concat([bytes, bytes]),
      'damaged in the middle': (bytes) =>
        bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 0xff : byte)),
    };
    for (const [how, damage] of Object.entries(broken)) {
      it(`is built anew when it is ${how}, and the log says so once`, async () => {
        write({ 'a.ts': 'export const a = 1;', 'b.ts': 'export const b = 1;' });
        const store = createMemoryStore();
        await (await openTestIndex(workspace.root, { store })).settled();
        store.bytes = damage(store.bytes ?? new Uint8Array());
        const log = memoryLog();
        const index = await openTestIndex(workspace.root, { store, log });
        assert.deepEqual(pathsOf(index), ['a.ts', 'b.ts']);
        assert.equal(log.lines.length, 1);
        assert.match(log.lines[0] ?? '', /^warn: The saved index can't be used/);
      });
    }
  });

  describe('a cold start', () => {
    it('reads the focused file, its imports and their imports first', async () => {
      write({
        'src/app.ts': "import { b } from '../lib/deep/b';",
        'lib/deep/b.ts': "export { c as b } from './c';",
        'lib/deep/c.ts': 'export const c = 1;',
      });
      for (let at = 0; at < 300; at += 1) workspace.write(`other/d${at}/f.ts`, 'export const x = 1;');
      const index = createTestIndex(workspace.root);
      await index.focus('src/app.ts', never);
      assert.deepEqual(pathsOf(index), ['lib/deep/b.ts', 'lib/deep/c.ts', 'src/app.ts']);
      assert.equal(index.resolve('src/app.ts', 'b')[0]?.path, 'lib/deep/c.ts');
    });

    it('stops when it is cancelled', async () => {
      for (let at = 0; at < 300; at += 1) workspace.write(`d${at}/f.ts`, 'export const x = 1;');
      const index = createTestIndex(workspace.root);
      const abort = new AbortController();
      index.onProgress(({ filesIndexed }) => {
        if (filesIndexed >= 50) abort.abort();
      });
      await index.start([], abort.signal);
      assert.ok(index.progress.filesIndexed < 300);
      assert.equal(index.progress.phase, 'idle');
    });

    it('tells how far it is', async () => {
      for (let at = 0; at < 120; at += 1) workspace.write(`f${at}.ts`, 'export const x = 1;');
      const index = createTestIndex(workspace.root);
      const phases = new Set<string>();
      index.onProgress(({ phase }) => phases.add(phase));
      await index.start([], never);
      assert.deepEqual([...phases], ['crawling', 'indexing', 'ready']);
      assert.deepEqual(index.progress, {
        phase: 'ready',
        filesFound: 120,
        filesIndexed: 120,
        bytesIndexed: 120 * 19,
      });
    });
  });

  it('works in a folder that is not there and in one that is empty', async () => {
    mkdirSync(path.join(workspace.root, 'empty'));
    assert.deepEqual(pathsOf(await openTestIndex(path.join(workspace.root, 'empty'))), []);
    assert.deepEqual(pathsOf(await openTestIndex(path.join(workspace.root, 'nowhere'))), []);
  });

  it('reads a broken project file as none, and says so', async () => {
    writeFileSync(path.join(workspace.root, 'tsconfig.json'), '{ "compilerOptions": { ');
    write({ 'a.ts': "import { b } from '@x/b';", 'b.ts': 'export const b = 1;' });
    const log = memoryLog();
    const index = await openTestIndex(workspace.root, { log });
    assert.deepEqual(index.importsOf('a.ts')[0]?.targets, []);
    assert.match(log.lines[0] ?? '', /tsconfig\.json/);
  });
});
