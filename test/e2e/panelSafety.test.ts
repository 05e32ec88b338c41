import assert from 'node:assert/strict';
import type { Turn } from '../../src/chat/protocol';
import { waitUntil } from '../../tools/waitUntil';
import { injectionMark, injections } from '../support/injections';
import { answerOf, conversationOf, usePanelPages, type PanelPage } from '../support/panelPage';

const patienceMs = 60_000;

describe("The chat panel's page", () => {
  const openPage = usePanelPages();
  let panel: PanelPage;

  beforeEach(async () => (panel = await openPage()));
  afterEach(() => panel.close());

  const showAll = async (turns: readonly Turn[]): Promise<void> => {
    await panel.say(conversationOf(...turns, answerOf('the end', 'last')));
    await panel.page.locator('[data-turn=last] .block').waitFor();
  };
  const thinking = (text: string, id: string): Turn => ({
    ...(answerOf('', id) as Extract<Turn, { kind: 'answer' }>),
    parts: [{ kind: 'thinking', text }],
    state: { kind: 'streaming' },
  });
  const question = (text: string, id: string): Turn => ({
    ...{ kind: 'user', id, at: 0, branch: { index: 0, count: 1 }, text },
    attachments: [{ id: `at-${id}`, kind: 'file', label: text, detail: text, isExact: true }],
  });

  it('runs nothing and loads nothing of what an answer holds, in 85 known forms', async () => {
    assert.ok(injections.length >= 85, String(injections.length));
    await showAll(injections.map((form, index) => answerOf(form, `a${index}`)));
    await panel.page.locator('[data-turn=a0]').click();
    assert.deepEqual(await panel.page.evaluate(`${injectionMark} ?? null`), null);
    assert.deepEqual(panel.foreignRequests, []);
    assert.deepEqual(panel.problems, []);
  });

  it('runs nothing of what stands in thoughts, questions and attachments', async () => {
    await showAll(
      injections.flatMap((form, index) => [thinking(form, `t${index}`), question(form, `q${index}`)]),
    );
    assert.deepEqual(await panel.page.evaluate(`${injectionMark} ?? null`), null);
    assert.deepEqual(panel.foreignRequests, []);
    assert.deepEqual(panel.problems, []);
  });

  it('holds no element, address or handler that could', async () => {
    await showAll(injections.map((form, index) => answerOf(form, `a${index}`)));
    const forbidden = await panel.page.evaluate<readonly string[]>(`
      [...document.querySelectorAll('.markdown *')]
        .filter((element) =>
          /^(script|iframe|img|svg|math|object|embed|link|style|meta|base|form|input|video|audio)$/i.test(element.tagName) ||
          [...element.attributes].some(({ name }) => /^(on|href|src|style|formaction|xlink)/i.test(name)))
        .map((element) => element.outerHTML.slice(0, 200))`);
    assert.deepEqual(forbidden, []);
  });

  it('hands web links and paths of the workspace to the extension, and nothing else', async () => {
    await showAll([answerOf(`[site](https://example.org/a) [cart](src/cart.ts#L3) [bad](command:x)`)]);
    for (const name of ['site', 'cart']) await panel.page.getByRole('link', { name }).click();
    assert.equal(await panel.page.getByRole('link').count(), 2);
    const opened = (await panel.commands()).filter(({ type }) => type.startsWith('open'));
    assert.deepEqual(opened, [
      { type: 'openLink', href: 'https://example.org/a' },
      { type: 'openFile', path: 'src/cart.ts', line: 3 },
    ]);
  });

  const bombs: Readonly<Record<string, string>> = {
    '10,000 nested quotes': `${'> '.repeat(10_000)}deep`,
    '10,000 nested lists': `${'- '.repeat(10_000)}deep`,
    'lists that are indented 2,000 times': Array.from(
      { length: 2_000 },
      (_, depth) => `${' '.repeat(depth * 2)}- x`,
    ).join('\n'),
    'a table of 20,000 rows': `| a | b | c |\n|---|---|---|\n${'| 1 | 2 | 3 |\n'.repeat(20_000)}`,
    'a table of 2,000 columns': `|${'a|'.repeat(2_000)}\n|${'-|'.repeat(2_000)}\n|${'1|'.repeat(2_000)}`,
    '100,000 brackets': '['.repeat(100_000),
    '100,000 emphasis marks': '*a_'.repeat(33_000),
    'a megabyte of code': `\`\`\`ts\n${'const value = [1, "two"]; // three\n'.repeat(30_000)}\`\`\``,
    'a megabyte of text': 'Some **bold** words and `code`, then more of them.\n\n'.repeat(20_000),
    'a megabyte in one line': 'word '.repeat(200_000),
  };
  for (const [name, text] of Object.entries(bombs)) {
    it(`still answers the keyboard while it shows ${name}`, async () => {
      await panel.say(conversationOf(answerOf('small', 'first'), answerOf(text)));
      await panel.page.locator('[data-turn=first] .block').waitFor();
      await panel.page.getByRole('textbox').fill('still here');
      assert.equal(await panel.page.getByRole('textbox').inputValue(), 'still here');
      const shown = async (): Promise<boolean> =>
        (await panel.page.locator('[data-turn=a] .markdown').innerText()).trim() !== '';
      await waitUntil(shown, { timeoutMs: patienceMs, what: `the answer with ${name} to show` });
      assert.deepEqual(panel.problems, []);
    });
  }
});
