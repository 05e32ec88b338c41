import assert from 'node:assert/strict';
import type { FoundPath } from '../../../src/chat/attachments/attachmentPorts';
import { createPromptLibrary, parsePrompt, type PromptFile } from '../../../src/chat/prompts/promptFiles';
import { readPromptFile } from '../../../src/chat/prompts/readPromptFile';

describe('Slash commands', () => {
  const library = createPromptLibrary(() =>
    Promise.resolve([
      { name: 'review', text: '---\ndescription: Look for bugs\n---\nReview {{diff}}.\n' },
      { name: 'fix', text: 'Fix it our way: {{ input }}' },
      { name: 'odd name', text: 'never' },
      { name: 'hollow', text: '---\ndescription: x\n---\n' },
    ]),
  );

  it("are Fillwright's own and the workspace's, which win", async () => {
    const listed = await library.list();
    assert.deepEqual(
      listed.map(({ name, source }) => `${name} ${source}`),
      [
        'clear built-in', 'commit built-in', 'compact built-in', 'doc built-in', 'explain built-in', 'fix workspace',
        'review workspace', 'tests built-in',
      ], // prettier-ignore
    );
    assert.equal(listed.find(({ name }) => name === 'review')?.description, 'Look for bugs');
  });

  const expansions: readonly (readonly [string, string, readonly string[]])[] = [
    ['Why /fix?', 'Why /fix?', []],
    ['/unknown thing', '/unknown thing', []],
    ['/review', 'Review the attached diff.', ['diff']],
    ['/review only tests', 'Review the attached diff.\n\nonly tests', ['diff']],
    ['/fix the loop', 'Fix it our way: the loop', []],
    ['  /fix\nthe\nloop', 'Fix it our way: the\nloop', []],
  ];
  for (const [text, prompt, kinds] of expansions) {
    it(`make of ${JSON.stringify(text)}: ${JSON.stringify(prompt)}`, async () => {
      const expansion = await library.expand(text);
      assert.ok(expansion.kind === 'prompt');
      assert.equal(expansion.prompt, prompt);
      assert.deepEqual(
        expansion.attach.map(({ kind }) => kind),
        kinds,
      );
    });
  }

  it('attach the selection where they are about code', async () => {
    for (const name of ['explain', 'tests', 'doc']) {
      const expansion = await library.expand(`/${name}`);
      assert.ok(expansion.kind === 'prompt');
      assert.deepEqual(expansion.attach, [{ kind: 'active-selection' }], name);
      assert.doesNotMatch(expansion.prompt, /\{\{/);
    }
  });

  it('attach the problems of the code that is to be fixed, too', async () => {
    const built = createPromptLibrary(() => Promise.resolve([]));
    const expansion = await built.expand('/fix');
    assert.ok(expansion.kind === 'prompt');
    const problems = { kind: 'problems', isOfCode: true };
    assert.deepEqual(expansion.attach, [{ kind: 'active-selection' }, problems]);
  });

  it('begin a new conversation with /clear', async () => {
    assert.deepEqual(await library.expand('/clear'), { kind: 'clear' });
  });

  it('leave a variable that is not known as it stands', async () => {
    const own = createPromptLibrary(() => Promise.resolve([{ name: 'x', text: 'a {{other}} b' }]));
    assert.deepEqual(await own.expand('/x'), { kind: 'prompt', prompt: 'a {{other}} b', attach: [] });
  });

  it('need no head, and take quoted values in one', () => {
    const read = parsePrompt({
      name: 'x',
      text: '---\r\ndescription: "Say: hi"\r\nargument-hint: name\r\n---\r\nHi',
    });
    assert.deepEqual([read?.description, read?.argumentHint, read?.template], ['Say: hi', 'name', 'Hi']);
    assert.equal(parsePrompt({ name: 'x', text: 'First line\nmore' })?.description, 'First line');
  });
});

describe('A prompt file', () => {
  const path = '.fillwright/prompts/review.md';
  const read = (
    content: string | Uint8Array | undefined,
    told: Partial<FoundPath> | 'outside' = {},
  ): ReturnType<typeof readPromptFile> => {
    const plain = { path, isFolder: false, isIgnored: false, sizeBytes: content?.length ?? 0 };
    return readPromptFile(path, {
      find: () => Promise.resolve(told === 'outside' ? told : { ...plain, ...told }),
      read: () => Promise.resolve(content),
    });
  };

  it('is a command by its name, also where git ignores it', async () => {
    const text = 'Review {{diff}}.';
    assert.deepEqual(await read(text, { isIgnored: true }), { name: 'review', text });
  });

  const refused: readonly (readonly [string, Parameters<typeof read>, RegExp])[] = [
    ['leads out of the workspace', ['x', 'outside'], /review\.md lies outside the workspace\.$/],
    ['leads to secrets', ['A=1', { leadsTo: { path: '.env', isIgnored: false } }], /review\.md is a kind of file/],
    ['leads to what git ignores', ['x', { leadsTo: { path: 'x', isIgnored: true } }], /review\.md is kept out/],
    ['may not be read', [undefined], /review\.md is gone since, or may not be read\.$/],
    ['is not UTF-8', [new Uint8Array([0x66, 0xfc, 0x72])], /review\.md is not a text file\.$/],
    ['is too large', ['x'.repeat(70_000)], /review\.md has 69 KB; 64 KB is the most for a prompt\.$/],
  ]; // prettier-ignore
  for (const [what, given, words] of refused) {
    it(`that ${what} is none, and is named`, async () => {
      const file = await read(...given);
      assert.ok('problem' in file);
      assert.match(file.problem, words);
    });
  }

  it('that is none costs only itself', async () => {
    const library = createPromptLibrary(() =>
      Promise.resolve([
        { name: 'bad', problem: 'bad.md is not a text file.' },
        { name: 'good', text: 'Good.' },
      ]),
    );
    const names = (await library.list()).map(({ name }) => name);
    assert.deepEqual([names.includes('good'), names.includes('bad')], [true, false]);
    assert.deepEqual(await library.problems(), ['bad.md is not a text file.']);
  });

  const noCommands: readonly (readonly [string, PromptFile, string])[] = [
    ['bad', { name: 'bad', problem: 'bad.md is not a text file.' }, 'bad.md is not a text file.'],
    ['fix', { name: 'fix', problem: 'fix.md is not a text file.' }, 'fix.md is not a text file.'],
    ['empty', { name: 'empty', text: '---\ndescription: x\n---\n' }, 'empty.md holds no prompt.'],
    [
      'v1.2',
      { name: 'v1.2', text: 'Hi' },
      'v1.2.md has a name that is no command: letters, digits, - and _ make one.',
    ],
  ];
  for (const [name, file, problem] of noCommands) {
    it(`that is no command says why as /${name} is sent`, async () => {
      const library = createPromptLibrary(() => Promise.resolve([file]));
      assert.deepEqual(await library.expand(`/${name} now`), { kind: 'refused', problem });
      assert.deepEqual(await library.problems(), [problem]);
    });
  }
});
