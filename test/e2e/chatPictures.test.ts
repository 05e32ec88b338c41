import { mkdirSync } from 'node:fs';
import { fromRoot } from '../../tools/root';
import { ChatPanel } from '../support/chatPanel';
import { FakeChatHost } from '../support/fakeChatHost';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const model = 'deepseek-r1:14b';
const thought =
  'The user wants `remove` not to throw. `findIndex` gives -1 for an unknown sku, and `splice` must not run then. ' +
  'The test of the cart expects the total to stay.';
const answer = `\`remove\` in \`src/cart.ts:22\` throws when a product is not in the cart. Leave the cart alone then:

\`\`\`ts src/cart.ts
  remove(sku: string): void {
    const index = this.lines.findIndex((line) => line.product.sku === sku);
    if (index >= 0) this.lines.splice(index, 1);
  }
\`\`\`

| case        | before | after           |
|-------------|--------|-----------------|
| unknown sku | throws | nothing happens |
| known sku   | gone   | gone            |
`;

const thoughtMs = 2_300;
/** What a 14B model on one consumer GPU takes for an answer of this length. */
const metrics = {
  ...{ prompt_eval_count: 612, prompt_eval_duration: 410e6 },
  ...{ eval_count: 214, eval_duration: 4_730e6, total_duration: 5_190e6 },
};

/** The README's pictures: what the panel really shows, taken anew with each run. */
describe('The pictures of the chat panel', () => {
  const live = useLiveEditor();
  let host: FakeChatHost;

  before(async () => {
    host = await FakeChatHost.start({ tag: model, capabilities: ['completion', 'thinking'] });
    host.answer = () => ({ pieces: [{ thinking: thought }, { pauseMs: thoughtMs }, answer], metrics });
  });
  after(async () => {
    live().server.writeSettings(settingsFor(live().recording.url));
    await host.stop();
  });

  for (const [name, theme] of [
    ['dark', 'Dark Modern'],
    ['light', 'Light Modern'],
  ] as const) {
    it(`are taken in a ${name} theme`, async () => {
      live().server.writeSettings({
        ...settingsFor(),
        'workbench.colorTheme': theme,
        'fillwright.chat.titles': 'question',
        'fillwright.endpoints': [
          { name: 'gpu box', url: host.url, roles: { chat: { model } } },
          {
            name: 'laptop',
            url: live().recording.url,
            roles: { completion: { model: 'fillwright-demo:latest' } },
          },
        ],
      });
      const editor = await live().open('src/cart.ts');
      await editor.waitForStatus(/ready/);
      const chat = await ChatPanel.open(editor);
      await chat.waitForModel(model);
      await chat.widen(500);
      await editor.page.locator('.pane-header', { hasText: 'Hosts' }).click();
      await chat.button('New Conversation').click();
      await chat.input.pressSequentially('@cart');
      await chat.frame.getByRole('option', { name: 'cart.ts' }).first().waitFor();
      await chat.input.press('Enter');
      await chat.frame.locator('.input-box .chip .chip-tokens').waitFor();
      await chat.send('Removing a product that is not in the cart throws. How do I fix that?');
      await chat.waitForAnswer();
      await chat.frame.locator('.panel-title', { hasText: 'Removing a product' }).waitFor();
      await chat.frame.locator('.turns').hover();
      await editor.page.mouse.wheel(0, -4_000);
      await editor.page.mouse.move(900, 700);
      mkdirSync(fromRoot('media', 'readme'), { recursive: true });
      await editor.page.screenshot({ path: fromRoot('media', 'readme', `chat-${name}.png`) });
      await editor.close();
    });
  }
});
