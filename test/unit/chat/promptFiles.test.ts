import assert from 'node:assert/strict';
import { createPromptLibrary, parsePrompt } from '../../../src/chat/prompts/promptFiles';

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
        'clear built-in', 'commit built-in', 'doc built-in', 'explain built-in', 'fix workspace',
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
