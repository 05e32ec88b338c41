import assert from 'node:assert/strict';
import type { AttachmentPorts, FoundPath, FoundProblem } from '../../../src/chat/attachments/attachmentPorts';
import type { ResolvedAttachment } from '../../../src/chat/attachments/attachmentResolver';
import { createAttachmentResolver } from '../../../src/chat/attachments/resolveAttachments';
import type { AttachmentSource } from '../../../src/chat/protocol';

/** Made of parts, so that the repository itself holds nothing that looks like a key. */
const KEY = ['-----BEGIN', 'PRIVATE', 'KEY-----\nAAAA\n'].join(' ');

const NEW = 'diff --git a/src/a.ts b/src/a.ts\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n+new';

describe('Attachments', () => {
  const never = new AbortController().signal;
  let files: Map<string, string | Uint8Array>;
  let found: Map<string, Partial<FoundPath> | 'outside'>;
  let ports: AttachmentPorts;

  beforeEach(() => {
    files = new Map([['src/a.ts', 'one\ntwo\nthree\n']]);
    found = new Map();
    const nothing = (): Promise<readonly never[]> => Promise.resolve([]);
    ports = {
      isTrusted: () => true,
      find: (path) => {
        const told = found.get(path);
        if (told === 'outside') return Promise.resolve(told);
        const sizeBytes = files.get(path)?.length;
        if (sizeBytes === undefined && told === undefined) return Promise.resolve(undefined);
        return Promise.resolve({
          path,
          isFolder: false,
          isIgnored: false,
          sizeBytes: sizeBytes ?? 0,
          ...told,
        });
      },
      read: (path) => Promise.resolve(files.get(path)),
      filesIn: (folder) => Promise.resolve([...files.keys()].filter((path) => path.startsWith(`${folder}/`))),
      definitionLines: () => Promise.resolve([2, 3]),
      activeSelection: () => undefined,
      openFiles: () => [...files.keys()],
      problems: () => [{ path: 'src/a.ts', startLine: 1, endLine: 1, text: 'src/a.ts:1: error: no' }],
      isIgnored: () => Promise.resolve(false),
      changes: () =>
        Promise.resolve([{ prefix: '', patch: `${NEW}\n`, changed: ['src/a.ts'], untracked: [] }]),
      terminal: () => ({ command: 'npm test', text: 'failed', cutChars: 0, cutSecret: false }),
      search: nothing,
      paths: () => Promise.resolve(['src/a.ts', 'b.ts']),
      folders: () => Promise.resolve(['src']),
      symbols: () => Promise.resolve([{ name: 'add', kind: 'function', path: 'src/a.ts', line: 2 }]),
    };
  });

  function resolve(
    source: AttachmentSource,
    question = 'Why?',
    budgetTokens = 1_000,
  ): Promise<ResolvedAttachment> {
    return createAttachmentResolver(ports).resolve(source, { question, budgetTokens }, never);
  }

  const texts: readonly (readonly [string, AttachmentSource, string])[] = [
    ['a file', { kind: 'file', path: 'src/a.ts' }, 'one\ntwo\nthree\n'],
    ['lines of a file', { kind: 'file', path: 'src/a.ts', startLine: 2, endLine: 2 }, 'two'],
    ['a symbol', { kind: 'symbol', name: 'add', path: 'src/a.ts', line: 2 }, 'two\nthree'],
    ['a file that was dropped', { kind: 'uri', uri: 'src/a.ts' }, 'one\ntwo\nthree\n'],
    ['the open editors', { kind: 'open-editors' }, '#src/a.ts\none\ntwo\nthree\n'],
    ['problems', { kind: 'problems' }, 'src/a.ts:1: error: no'],
    ['what is not committed', { kind: 'diff' }, NEW],
    ['terminal output', { kind: 'terminal' }, '$ npm test\nfailed'],
    ['a selection', { kind: 'selection', path: 'a.ts', startLine: 1, endLine: 1, text: 'let x' }, 'let x'],
  ];
  for (const [what, source, text] of texts) {
    it(`read ${what}`, async () => {
      const resolved = await resolve(source);
      assert.equal(resolved.shown.problem, undefined);
      assert.equal(resolved.text, text);
    });
  }

  const refusals: readonly (readonly [
    string,
    string,
    string | Uint8Array | undefined,
    Partial<FoundPath> | 'outside' | undefined,
    string,
  ])[] = [
    ['of secrets by its name', '.env', 'A=1', undefined, 'secret'],
    ['that holds a key', 'notes.txt', KEY, undefined, 'secret'],
    ['that git ignores', 'dist/x.js', 'x', { isIgnored: true }, 'ignored'],
    ['that leads to secrets', 'a.txt', 'A=1', { leadsTo: { path: '.env', isIgnored: false } }, 'secret'],
    ['that leads to an ignored one', 'a.js', 'x', { leadsTo: { path: 'b.js', isIgnored: true } }, 'ignored'],
    ['outside the workspace', '../x.ts', undefined, 'outside', 'outside-workspace'],
    ['that is not there', 'gone.ts', undefined, undefined, 'not-found'],
    ['of 50 MB', 'big.log', 'x', { sizeBytes: 50 * 1_048_576 }, 'too-large'],
    ['that is binary', 'a.bin', new Uint8Array([1, 0, 2]), undefined, 'binary'],
    ['in another encoding', 'latin.txt', new Uint8Array([0x66, 0xfc, 0x72]), undefined, 'binary'],
    ['with nothing in it', 'empty.ts', ' \n', undefined, 'empty'],
  ];
  for (const [what, path, content, told, code] of refusals) {
    it(`refuse a file ${what}, and say why`, async () => {
      if (content !== undefined) files.set(path, content);
      if (told !== undefined) found.set(path, told);
      const { shown, text } = await resolve({ kind: 'file', path });
      assert.equal(shown.problem?.code, code);
      assert.match(shown.problem.message, /^[^]+\.$/);
      assert.equal(text, undefined);
    });
  }

  it('read nothing but own selections and images in a workspace that is not trusted', async () => {
    ports = { ...ports, isTrusted: () => false };
    const sources: AttachmentSource[] = [
      { kind: 'file', path: 'src/a.ts' },
      { kind: 'folder', path: 'src' },
      { kind: 'repo' },
      { kind: 'diff' },
      { kind: 'terminal' },
    ];
    const labels: string[] = [];
    for (const source of sources) {
      const { shown } = await resolve(source);
      assert.equal(shown.problem?.code, 'untrusted-workspace', source.kind);
      labels.push(shown.label);
    }
    assert.deepEqual(labels, ['a.ts', 'src', '@repo', 'Changes', 'Terminal']);
    const selection = { kind: 'selection', path: 'a.ts', startLine: 1, endLine: 1, text: 'x' } as const;
    assert.equal((await resolve(selection)).shown.problem, undefined);
  });

  it('hold the files of a folder as long as they fit, and name the others', async () => {
    found.set('src', { isFolder: true });
    files.set('src/big.ts', 'word '.repeat(3_000)).set('src/.env', 'A=1');
    const { text, shown } = await resolve({ kind: 'folder', path: 'src' });
    assert.equal(text, '#src/a.ts\none\ntwo\nthree\n\n\nNot shown, for want of room:\nsrc/big.ts');
    assert.equal(shown.detail, 'src, 1 of 2 files');
  });

  it('name the files of a folder that can not be shown, and those beyond the first 200', async () => {
    found.set('src', { isFolder: true });
    files.clear();
    for (let count = 100; count < 305; count += 1) files.set(`src/${count}.ts`, 'x');
    files.set('src/100.ts', new Uint8Array([1, 0, 2])).set('src/101.ts', KEY);
    const { text = '', shown } = await resolve({ kind: 'folder', path: 'src' }, 'Why?', 10_000);
    const beyond = ['src/300.ts', 'src/301.ts', 'src/302.ts', 'src/303.ts', 'src/304.ts'].join('\n');
    assert.ok(text.includes(`#src/299.ts\nx\n\nNot shown, for want of room:\n${beyond}\n\n`));
    assert.match(
      text,
      /Not shown, for they are no text, too large or hold secrets:\nsrc\/100\.ts\nsrc\/101\.ts$/,
    );
    assert.equal(shown.detail, 'src, 198 of 205 files');
    assert.ok(!text.includes(KEY));
  });

  it('say how many problems there are, where not all are listed', async () => {
    const problem = (number: number): FoundProblem => ({
      path: 'src/a.ts',
      ...{ startLine: number, endLine: number },
      text: `src/a.ts:${number}: error: no`,
    });
    ports = { ...ports, problems: () => Array.from({ length: 250 }, (_, index) => problem(index + 1)) };
    const { text, shown } = await resolve({ kind: 'problems' });
    assert.match(text ?? '', /:200: error: no\n… and 50 more problems, not shown$/);
    assert.equal(shown.detail, '200 of 250 problems');
  });

  it('hold of the problems of some lines those that reach into them', async () => {
    const problem = (startLine: number, endLine: number): FoundProblem => ({
      path: 'src/a.ts',
      ...{ startLine, endLine, text: `${startLine}-${endLine}` },
    });
    const all = [problem(1, 3), problem(2, 5), problem(6, 6), problem(9, 9)];
    const selected = { path: 'src/a.ts', startLine: 4, endLine: 6, text: 'x' };
    ports = { ...ports, problems: () => all };
    const lines = { kind: 'problems', path: 'src/a.ts', startLine: 4, endLine: 6 } as const;
    assert.equal((await resolve(lines)).text, '2-5\n6-6');
    assert.equal((await resolve({ kind: 'problems', isOfCode: true })).shown.problem?.code, 'unavailable');
    ports = { ...ports, activeSelection: () => selected };
    assert.equal((await resolve({ kind: 'problems', isOfCode: true })).text, '2-5\n6-6');
  });

  it('say where the beginning of terminal output is missing, and hold nothing of a secret cut in two', async () => {
    const output = { command: 'make', text: 'the end', cutChars: 1_000, cutSecret: false };
    ports = { ...ports, terminal: () => output };
    const { text, shown } = await resolve({ kind: 'terminal' });
    assert.equal(text, '$ make\n[1000 characters of the output are not shown here]\nthe end');
    assert.equal(shown.detail, 'the last 7 characters');
    ports = { ...ports, terminal: () => ({ ...output, cutSecret: true }) };
    assert.equal((await resolve({ kind: 'terminal' })).shown.problem?.code, 'secret');
  });

  it('hold what the repository has on a question, within what there is room for', async () => {
    const hit = (path: string, text: string): Awaited<ReturnType<AttachmentPorts['search']>>[number] => ({
      path,
      startLine: 1,
      endLine: 9,
      text,
      score: 1,
    });
    const hits = [hit('b.ts', 'second'), hit('big.ts', 'word '.repeat(3_000)), hit('a.ts', 'first')];
    ports = { ...ports, search: () => Promise.resolve(hits) };
    const { text, shown } = await resolve({ kind: 'repo' });
    assert.equal(text, '#a.ts lines 1-9\nfirst\n\n#b.ts lines 1-9\nsecond');
    assert.equal(shown.detail, '2 places in 2 files');
  });

  it('take images that hosts can decode, and no others', async () => {
    const image = { kind: 'image', name: 'x', mediaType: 'image/png', base64: 'AAAA' } as const;
    assert.equal((await resolve(image)).imageBase64, 'AAAA');
    assert.equal((await resolve({ ...image, mediaType: 'image/svg+xml' })).shown.problem?.code, 'binary');
    const huge = { ...image, base64: 'A'.repeat(9 * 1_048_576) };
    assert.equal((await resolve(huge)).shown.problem?.code, 'too-large');
  });

  it('refuse a selection, or a file from elsewhere, of more than a megabyte', async () => {
    const selection = { kind: 'selection', path: 'log.txt', startLine: 1, endLine: 1 } as const;
    const { shown, text } = await resolve({ ...selection, text: 'word '.repeat(400_000) });
    assert.equal(shown.problem?.code, 'too-large');
    assert.equal(shown.problem.message, 'log.txt has 1.9 MB; 1 MB is the most that can be read.');
    assert.equal(text, undefined);
    assert.equal((await resolve({ ...selection, text: 'word' })).text, 'word');
  });

  it('say that nothing is selected, that there is no terminal, no repository', async () => {
    ports = {
      ...ports,
      terminal: () => undefined,
      changes: () => Promise.resolve([]),
    };
    const kinds: AttachmentSource[] = [{ kind: 'active-selection' }, { kind: 'terminal' }, { kind: 'diff' }];
    for (const source of kinds) {
      assert.equal((await resolve(source)).shown.problem?.code, 'unavailable', source.kind);
    }
  });

  it('are offered by their kinds, then by what is typed', async () => {
    const resolver = createAttachmentResolver(ports);
    const labels = async (kind: 'file' | 'symbol' | undefined, text: string): Promise<string[]> =>
      (await resolver.mentions({ text, ...(kind === undefined ? {} : { kind }) }, never)).map(
        ({ label }) => label,
      );
    assert.deepEqual(await labels(undefined, ''), [
      'file', 'folder', 'symbol', 'selection', 'open', 'problems', 'diff', 'terminal', 'repo',
    ]); // prettier-ignore
    assert.deepEqual(await labels(undefined, 're'), ['repo', 'a.ts', 'b.ts']);
    assert.deepEqual(await labels('file', 'a'), ['a.ts', 'b.ts']);
    assert.deepEqual(await labels('symbol', 'ad'), ['add']);
  });
});
