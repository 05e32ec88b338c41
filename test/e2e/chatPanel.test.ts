import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { fromRoot } from '../../tools/root';
import { waitUntil } from '../../tools/waitUntil';
import { ChatPanel } from '../support/chatPanel';
import { FakeChatHost } from '../support/fakeChatHost';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const patienceMs = 90_000;
const model = 'deepseek-r1:14b';

const thought = 'The cart throws for an unknown sku. A missing product should be left alone.';
const fixed = `  remove(sku: string): void {
    const index = this.lines.findIndex((line) => line.product.sku === sku);
    if (index >= 0) this.lines.splice(index, 1);
  }`;
const codeAnswer = `\`remove\` in \`src/cart.ts:22\` throws when the product is not in the cart. Leave the cart alone then:

\`\`\`ts src/cart.ts
${fixed}
\`\`\`

| case | before | after |
|------|--------|-------|
| unknown sku | throws | nothing happens |
| known sku | line removed | line removed |
`;

/** Each with the class by which VS Code's page tells its kind. */
const themes = {
  dark: { theme: 'Dark Modern', mark: 'vs-dark' },
  light: { theme: 'Light Modern', mark: 'vs' },
  'high contrast': { theme: 'Default High Contrast', mark: 'hc-black' },
} as const;

describe('The chat panel', () => {
  const live = useLiveEditor();
  let host: FakeChatHost;
  let editor: Workbench;
  let chat: ChatPanel;

  const settings = (theme: string = themes.dark.theme): Record<string, unknown> => ({
    ...settingsFor(),
    'workbench.colorTheme': theme,
    'fillwright.completion.enabled': false,
    'fillwright.chat.titles': 'question',
    'fillwright.endpoints': [{ name: 'gpu box', url: host.url }],
  });

  before(async () => {
    host = await FakeChatHost.start({ tag: model, capabilities: ['completion', 'thinking'] });
    live().server.writeSettings(settings());
    editor = await live().open('src/cart.ts');
    chat = await ChatPanel.open(editor);
    await chat.waitForModel(model);
  });
  after(async () => {
    await editor.close();
    live().server.writeSettings(settingsFor(live().recording.url));
    await host.stop();
  });
  beforeEach(async () => {
    host.answer = () => ({ pieces: [{ thinking: thought }, codeAnswer] });
    await chat.button('New Conversation').click();
    await chat.frame.locator('.empty').waitFor();
  });

  it('shows how the hosts are and three ways to begin before the first question', async () => {
    assert.match(await chat.frame.locator('.hosts').innerText(), /gpu box\s+ready/);
    assert.equal(await chat.frame.locator('.starter').count(), 3);
  });

  it('sends with Enter, breaks the line with Shift+Enter, and shows the answer', async () => {
    host.answer = () => ({ pieces: ['It **works**', '.'] });
    await chat.input.pressSequentially('first');
    await chat.input.press('Shift+Enter');
    await chat.input.pressSequentially('second');
    await chat.input.press('Enter');
    await chat.waitForText('works');
    await chat.waitForAnswer();
    assert.equal(await chat.answer.locator('.markdown').innerText(), 'It works.');
    assert.match(host.chats.at(-1)?.messages.at(-1)?.content ?? '', /first\nsecond/);
  });

  it('folds the thought when the answer has started, tells its time, and opens it on demand', async () => {
    await chat.send('Why?');
    await chat.waitForAnswer();
    const head = chat.answer.locator('.thinking-head');
    assert.match(await head.innerText(), /Thought for/);
    assert.equal(await head.getAttribute('aria-expanded'), 'false');
    await head.click();
    await chat.waitForText('A missing product should be left alone.');
  });

  it('stops the host itself when Escape is pressed, and keeps what came', async () => {
    host.answer = () => ({ pieces: ['A beginning'], hangs: true });
    await chat.send('Go on for ever');
    await chat.waitForText('A beginning');
    await chat.input.press('Escape');
    await host.leftEarly;
    await chat.waitForText('Stopped.');
    assert.match(await chat.answer.innerText(), /A beginning/);
  });

  it('attaches a file behind an @ with its tokens, and sends what it holds', async () => {
    await chat.input.pressSequentially('What is this? @money');
    await chat.frame.getByRole('option', { name: 'money.ts' }).waitFor();
    await chat.input.press('Enter');
    const chip = chat.frame.locator('.input-box .chip', { hasText: 'money.ts' });
    await waitUntil(async () => /money\.ts\s*≈?\s*\d/.test(await chip.innerText()), {
      timeoutMs: patienceMs,
      what: 'the tokens of the attachment',
    });
    await chat.send('What is this?');
    await chat.waitForAnswer();
    assert.ok(JSON.stringify(host.chats.at(-1)?.messages).includes('formatCents'));
  });

  it('puts a code block into the file after showing the change, and takes it back in one step', async () => {
    const before = live().read('src/cart.ts');
    await chat.send('Fix remove');
    await chat.waitForAnswer();
    await chat.answer.getByRole('button', { name: 'Apply to File' }).click();
    await editor.page.locator('.monaco-diff-editor').waitFor();
    assert.equal(live().read('src/cart.ts'), before, 'Nothing may be written before it was shown.');
    await editor.runCommand('Fillwright: Accept All Changes');
    await editor.page.locator('.monaco-diff-editor').waitFor({ state: 'hidden' });
    await editor.page.locator('.tab.active.dirty[data-resource-name="cart.ts"]').waitFor();
    await editor.page.locator('.monaco-editor .view-lines').first().click();
    await editor.save();
    assert.ok(live().read('src/cart.ts').includes('if (index >= 0) this.lines.splice(index, 1);'));
    await editor.press('Control+z');
    await editor.save();
    assert.equal(live().read('src/cart.ts'), before);
  });

  it('lets an earlier question be edited, and keeps both versions', async () => {
    host.answer = (received) => ({ pieces: [`You said ${received.messages.at(-1)?.content ?? ''}`] });
    await chat.send('one');
    await chat.waitForAnswer();
    await chat.input.press('ArrowUp');
    const field = chat.frame.getByRole('textbox', { name: 'Edit your message' });
    await field.fill('two');
    await field.press('Enter');
    await chat.waitForText('You said two');
    await chat.frame.getByText('2/2').first().waitFor();
    await chat.frame.locator('article.question').getByRole('button', { name: 'Earlier version' }).click();
    await chat.waitForText('You said one');
  });

  it('is as it was, with what was being written, after it was hidden', async () => {
    host.answer = () => ({ pieces: ['Still here.'] });
    await chat.send('Stay');
    await chat.waitForAnswer();
    await chat.input.fill('half a sent');
    await editor.runCommand('View: Show Explorer');
    await editor.page.locator('iframe.webview').waitFor({ state: 'hidden' });
    chat = await ChatPanel.open(editor);
    await chat.waitForText('Still here.');
    assert.equal(await chat.input.inputValue(), 'half a sent');
    await chat.input.fill('');
  });

  it('finds a conversation in the history after the window was loaded anew', async () => {
    host.answer = () => ({ pieces: ['Remember me.'] });
    await chat.send('A question to find again');
    await chat.waitForAnswer();
    await reload();
    await chat.button('History').click();
    await chat.frame.getByRole('searchbox').fill('find again');
    const found = chat.frame.locator('.conversation', { hasText: 'A question to find again' });
    await found.locator('.conversation-body').click();
    await chat.waitForText('Remember me.');
  });

  it('keeps what came when the host is lost, says so in place, and tries again on demand', async () => {
    host.answer = () => ({ pieces: ['Half an answer'], hangs: true });
    await chat.send('Break');
    await chat.waitForText('Half an answer');
    host.loseConnections();
    await chat.frame.locator('.failure').waitFor();
    await chat.waitForText('Half an answer');
    host.answer = () => ({ pieces: ['A whole one.'] });
    await chat.button('Try Again').click();
    await chat.waitForText('A whole one.');
  });

  it('opens in an editor tab as well, with the same conversations', async () => {
    host.answer = () => ({ pieces: ['Seen in both.'] });
    await chat.send('Twice');
    await chat.waitForAnswer();
    const pages = editor.page.locator('iframe.webview');
    await editor.runCommand('Fillwright: Open the Chat in an Editor Tab');
    await waitUntil(async () => (await pages.count()) === 2, { timeoutMs: patienceMs, what: 'the tab' });
    const tab = pages.last().contentFrame().locator('#active-frame').contentFrame();
    await tab.getByRole('button', { name: 'History', exact: true }).click();
    await tab.locator('.conversation', { hasText: 'Twice' }).first().waitFor();
    await editor.runCommand('View: Close Editor');
    await waitUntil(async () => (await pages.count()) === 1, {
      timeoutMs: patienceMs,
      what: 'the tab to close',
    });
  });

  for (const [name, { theme, mark }] of Object.entries(themes)) {
    it(`has no serious fault for axe in the ${name} theme`, async () => {
      live().server.writeSettings(settings(theme));
      await reload();
      await editor.page.locator(`.monaco-workbench.${mark}`).waitFor();
      await chat.button('New Conversation').click();
      await chat.send('Why does removing a product fail?');
      await chat.waitForAnswer();
      const faults = await seriousFaults(chat);
      assert.equal(faults.length, 0, `\n${faults.join('\n')}`);
    });
  }

  async function reload(): Promise<void> {
    await editor.page.reload();
    await editor.waitForStatus(/Fillwright/);
    chat = await ChatPanel.open(editor);
    await chat.waitForModel(model);
  }
});

interface AxeResult {
  readonly passes: readonly unknown[];
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** One line for each element that axe-core finds at fault; all of its rules are on. */
async function seriousFaults(chat: ChatPanel): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(fromRoot('package.json')).resolve('axe-core/axe.min.js'), 'utf8');
  const root = chat.frame.locator('body');
  await root.evaluate(`${axe}; undefined`);
  const { passes, violations }: AxeResult = await root.evaluate('window.axe.run(document)');
  assert.ok(passes.length > 0, 'axe checked nothing.');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
