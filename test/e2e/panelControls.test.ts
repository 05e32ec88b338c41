import assert from 'node:assert/strict';
import type {
  AnswerTurn,
  Attachment,
  Composer,
  EndpointChoice,
  ModelChoice,
  PanelEvent,
  Turn,
} from '../../src/chat/protocol';
import { waitUntil } from '../../tools/waitUntil';
import { answerOf, conversationOf, usePanelPages, type PanelPage } from '../support/panelPage';

const patienceMs = 60_000;
const redPixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

function model(tag: string, over: Partial<ModelChoice> = {}): ModelChoice {
  const capabilities = { thinking: false, vision: false, tools: false };
  return { tag, capabilities, isLoaded: false, ...over };
}

const gpuBox: EndpointChoice = {
  name: 'gpu box',
  state: 'reachable',
  models: [
    model('deepseek-r1:14b', {
      ...{ sizeBytes: 9e9, parameterSize: '14.8B', quantization: 'Q4_K_M', contextLength: 131_072 },
      capabilities: { thinking: true, vision: false, tools: true },
      isLoaded: true,
    }),
    model('qwen2.5vl:7b', { capabilities: { thinking: false, vision: true, tools: false } }),
  ],
};
const laptop: EndpointChoice = { name: 'laptop', state: 'busy', models: [model('llama3.2:3b')] };
const attic: EndpointChoice = {
  ...{ name: 'attic', state: 'failed', models: [] },
  failure: { code: 'unreachable', message: 'Nobody is there.', isRetryable: true },
};

const composer: Composer = {
  conversation: 'c',
  endpoints: [gpuBox, laptop, attic],
  ...{ endpoint: 'gpu box', model: 'deepseek-r1:14b', acceptsImages: false, attachments: [] },
  think: { kind: 'none', levels: [], value: false },
  meter: { window: 16_384, used: 1_200, reserved: 4_096, parts: [] },
};

const told = (over: Partial<Composer>): PanelEvent => ({
  type: 'composer',
  composer: { ...composer, ...over },
});

describe("The chat panel's controls", () => {
  const openPage = usePanelPages();
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPage();
    await panel.say(conversationOf(answerOf('Yes.')), told({}));
    await panel.page.locator('.picker-label', { hasText: 'deepseek-r1:14b' }).waitFor();
  });
  afterEach(() => panel.close());

  const lastCommand = async (type: string): Promise<unknown> =>
    waitUntil(async () => (await panel.commands()).findLast((command) => command.type === type), {
      timeoutMs: patienceMs,
      what: `the command ${type}`,
    });

  it('attach by a key what fits all that was typed, not what the list still shows', async () => {
    const offer = async (text: string, path: string): Promise<void> => {
      const asked = await waitUntil(
        async () =>
          (await panel.commands()).find(
            (each) => each.type === 'completeMention' && each.query.text === text,
          ),
        { timeoutMs: patienceMs, what: `the question for ${text}` },
      );
      const request = asked.type === 'completeMention' ? asked.request : 0;
      const items = [{ label: path, source: { kind: 'file', path } as const }];
      await panel.say({ type: 'mentions', request, items });
    };
    await panel.page.getByRole('textbox').pressSequentially('@file a');
    await offer('a', 'a.ts');
    await panel.page.getByRole('option', { name: 'a.ts' }).waitFor();
    await panel.page.keyboard.press('b');
    await panel.page.keyboard.press('Enter');
    assert.ok(!(await panel.commands()).some(({ type }) => type === 'attach' || type === 'send'));
    await offer('ab', 'ab.ts');
    const attach = { type: 'attach', conversation: 'c', source: { kind: 'file', path: 'ab.ts' } };
    assert.deepEqual(await lastCommand('attach'), attach);
  });

  it('list the models by their hosts, with what each is and can, and pick one by the keyboard', async () => {
    await panel.page.getByTitle('Choose the model').click();
    await lastCommand('refreshModels');
    for (const name of ['gpu box: ready', 'laptop: busy', 'attic: Nobody is there.'])
      await panel.page.getByRole('group', { name, exact: true }).waitFor({ state: 'attached' });
    const options = panel.page.getByRole('option');
    const facts = (await options.first().innerText()).replaceAll('\n', ' ');
    for (const fact of ['14.8B', 'Q4_K_M', '9.0 GB', '131K context', 'thinks', 'uses tools', 'loaded'])
      assert.ok(facts.includes(fact), `'${fact}' is not in '${facts}'`);
    assert.match(await options.nth(1).innerText(), /sees images/);
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await lastCommand('pickModel'), {
      ...{ type: 'pickModel', conversation: 'c', endpoint: 'laptop', model: 'llama3.2:3b' },
    });
  });

  it('show what is attached with its tokens and what is wrong with it, and remove it', async () => {
    const file: Attachment = { id: '1', kind: 'file', label: 'cart.ts', tokens: 321, isExact: true };
    const secret: Attachment = {
      ...{ id: '2', kind: 'file', label: '.env', isExact: true },
      problem: { code: 'secret', message: 'It holds secrets.' },
    };
    const obstacle = { code: 'attachment-problem' } as const;
    await panel.say(told({ attachments: [file, secret], obstacle }));
    assert.match(await panel.page.locator('.chip', { hasText: 'cart.ts' }).innerText(), /321/);
    assert.match(await panel.page.locator('.chip.problem').innerText(), /It holds secrets\./);
    await panel.page.getByRole('textbox').fill('Why?');
    assert.equal(await panel.page.getByRole('button', { name: 'Send (Enter)' }).isEnabled(), false);
    await panel.page.getByRole('button', { name: 'Remove .env' }).click();
    assert.deepEqual(await lastCommand('detach'), { type: 'detach', conversation: 'c', attachment: '2' });
  });

  it('switch thinking off and on where the model can do without', async () => {
    const think = { kind: 'switch', levels: [], value: true } as const;
    await panel.say(told({ think }));
    const button = panel.page.getByRole('button', { name: 'DeepThink' });
    await button.click();
    assert.deepEqual(await lastCommand('setThink'), { type: 'setThink', conversation: 'c', think: false });
    await panel.say(told({ think: { ...think, value: false } }));
    await panel.page.locator('.think-switch[aria-pressed=false]').waitFor();
  });

  it('offer the levels that the model thinks in', async () => {
    await panel.say(told({ think: { kind: 'levels', levels: ['low', 'medium', 'high'], value: 'medium' } }));
    const levels = panel.page.getByRole('combobox', { name: 'DeepThink' });
    assert.equal(await levels.inputValue(), 'medium');
    await levels.selectOption('high');
    assert.deepEqual(await lastCommand('setThink'), { type: 'setThink', conversation: 'c', think: 'high' });
  });

  it('offer to think not at all where a model with levels can do without', async () => {
    const levels = ['low', 'high'];
    await panel.say(told({ think: { kind: 'levels', levels, canBeOff: true, value: 'low' } }));
    const choice = panel.page.getByRole('combobox', { name: 'DeepThink' });
    await choice.waitFor();
    assert.deepEqual(await choice.locator('option').allInnerTexts(), [
      'DeepThink: off',
      'DeepThink: low',
      'DeepThink: high',
    ]);
    await choice.selectOption('DeepThink: off');
    assert.deepEqual(await lastCommand('setThink'), { type: 'setThink', conversation: 'c', think: false });
  });

  it('say what is wrong with the host where no model is known for it, and ask it again on demand', async () => {
    const obstacle = { code: 'no-model' } as const;
    await panel.say(told({ endpoints: [attic], obstacle }));
    assert.equal(await panel.page.locator('.obstacle > span').last().innerText(), 'attic: Nobody is there.');
    await panel.page.getByRole('button', { name: 'Try the Hosts Again' }).click();
    assert.deepEqual(await lastCommand('refreshModels'), { type: 'refreshModels' });
    await panel.say(told({ endpoints: [{ ...laptop, models: [] }], obstacle }));
    await panel.page.locator('.obstacle', { hasText: 'Pull one on a host' }).waitFor();
  });

  it('say ahead of the first question that a model without a chat template does not answer', async () => {
    await panel.say(told({ isBaseModel: true }));
    await panel.page.locator('.base-model-remark', { hasText: 'has no chat template' }).waitFor();
  });

  it('offer to try again where the model gave no answer', async () => {
    const turn = answerOf('') as AnswerTurn;
    const empty: AnswerTurn = { ...turn, parts: [], state: { kind: 'finished', finishReason: 'empty' } };
    await panel.say(conversationOf(empty));
    await panel.page.locator('.remark', { hasText: 'Ask in other words, or pick another model' }).waitFor();
    await panel.page.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await lastCommand('regenerate'), { type: 'regenerate', conversation: 'c', turn: 'a' });
  });

  it('let a question be stopped from the moment it is sent, and give it back ahead of what was typed since', async () => {
    const input = panel.page.getByRole('textbox');
    await input.fill('Why?');
    await input.press('Enter');
    assert.deepEqual(await lastCommand('send'), { type: 'send', conversation: 'c', text: 'Why?' });
    const activity = { isRunning: true, pending: { text: 'Why?' } };
    await panel.say({ type: 'activity', conversation: 'c', activity });
    await panel.page.locator('article.pending', { hasText: 'Why?' }).waitFor();
    await input.fill('And how?');
    await panel.page.getByRole('button', { name: 'Stop (Esc)' }).click();
    await lastCommand('stop');
    await panel.say(
      { type: 'activity', conversation: 'c', activity: { isRunning: false } },
      { type: 'setDraft', conversation: 'c', text: 'Why?' },
    );
    await panel.page.getByRole('button', { name: 'Send (Enter)' }).waitFor();
    assert.equal(await panel.page.locator('article.pending').count(), 0);
    assert.equal(await input.inputValue(), 'Why?\n\nAnd how?');
  });

  it('keep what is typed in the moment in which a question comes back', async () => {
    const input = panel.page.getByRole('textbox');
    await input.fill('And how?');
    const comeBack: PanelEvent = { type: 'setDraft', conversation: 'c', text: 'Why?' };
    await panel.page.evaluate(`new Promise((typed) => {
      addEventListener('message', () => setTimeout(() => {
        const field = document.querySelector('textarea');
        field.value += '!';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(() => requestAnimationFrame(typed));
      }), { once: true });
      window.postMessage(${JSON.stringify(comeBack)});
    })`);
    assert.equal(await input.inputValue(), 'Why?\n\nAnd how?!');
  });

  it('open an edit again that was not sent, with its text, and end it on demand', async () => {
    const branch = { index: 0, count: 1 };
    const question: Turn = { kind: 'user', id: 'q', at: 0, branch, text: 'Why?', attachments: [] };
    await panel.say(conversationOf(question, answerOf('Yes.')));
    await panel.page.getByRole('textbox').fill('half a sent');
    const edit = { turn: 'q', text: 'Why not?' };
    await panel.say({ type: 'setEdit', conversation: 'c', edit });
    const field = panel.page.getByRole('textbox', { name: 'Edit your message' });
    assert.equal(await field.inputValue(), 'Why not?');
    await field.press('End');
    await field.pressSequentially('!');
    const told = { type: 'edit', conversation: 'c', edit: { turn: 'q', text: 'Why not?!' } };
    await waitUntil(async () => JSON.stringify(await lastCommand('edit')) === JSON.stringify(told), {
      timeoutMs: patienceMs,
      what: 'the edit as it is now',
    });
    await field.press('Escape');
    await field.waitFor({ state: 'detached' });
    assert.deepEqual(await lastCommand('edit'), { type: 'edit', conversation: 'c' });
    assert.equal(await panel.page.getByRole('textbox').inputValue(), 'half a sent');
  });

  it('keep what is being written while the history shows', async () => {
    await panel.page.getByRole('textbox').fill('half a sent');
    await panel.page.getByRole('button', { name: 'History' }).click();
    await panel.page.getByRole('button', { name: 'Back to the conversation' }).click();
    assert.equal(await panel.page.getByRole('textbox').inputValue(), 'half a sent');
  });

  it('tell part by part what fills the context window', async () => {
    const parts = [
      { kind: 'conversation', tokens: 900, isExact: true },
      { kind: 'attachments', tokens: 300, isExact: true },
    ] as const;
    await panel.say(told({ meter: { ...composer.meter, parts } }));
    await panel.page.getByRole('button', { name: 'Context window: 1200 of 16384 tokens used' }).click();
    const rows = await panel.page.locator('.meter-parts tr').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.split(/\s*\t\s*/)),
      [
        ['Conversation', '900'],
        ['Attachments', '300'],
        ['Reserved for the answer', '4096'],
        ['Free', '11088'],
        ['Context window', '16384'],
      ],
    );
  });

  it('say why the context window is not the one that was asked for', async () => {
    const note = 'Window lowered to 8,192 tokens: the host gives no more.';
    await panel.say(told({ meter: { ...composer.meter, window: 8_192, note } }));
    await panel.page.locator('.meter-button .codicon-info').waitFor();
    await panel.page.locator('.meter-button').click();
    assert.equal(await panel.page.locator('.meter-note').innerText(), note);
  });

  it('say of what is guessed that it is', async () => {
    const parts = [
      { kind: 'conversation', tokens: 900, isExact: true },
      { kind: 'template', tokens: 24, isExact: false },
    ] as const;
    await panel.say(told({ meter: { ...composer.meter, used: 924, parts } }));
    await panel.page.getByRole('button', { name: 'Context window: about 924 of 16384 tokens used' }).click();
    await panel.page.locator('.meter-parts table').waitFor();
    const cells = await panel.page.locator('.meter-parts td').allInnerTexts();
    assert.deepEqual(cells, ['900', 'about 24', '4096', 'about 11364', '16384']);
  });

  it('summarize the conversation at any time, by the keyboard, from the meter', async () => {
    const meter = panel.page.getByRole('button', { name: /^Context window/ });
    await meter.press('Enter');
    await panel.page.locator('.meter-parts table').waitFor();
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await lastCommand('compact'), { type: 'compact', conversation: 'c' });
    await panel.page.locator('.meter-parts:not([hidden])').waitFor({ state: 'detached' });
    await panel.say(conversationOf());
    await meter.click();
    await panel.page.locator('.meter-parts table').waitFor();
    assert.equal(await panel.page.locator('.meter-parts button').count(), 0);
  });

  describe('keep the focus', () => {
    const file = (id: string): Attachment => ({ id, kind: 'file', label: `${id}.ts`, isExact: true });
    const focused = (name: string): Promise<void> =>
      panel.page.locator(`[aria-label="${name}"]:focus`).waitFor();

    it('on the next attachment when one is removed, and in the field when none is left', async () => {
      await panel.say(told({ attachments: ['a', 'b', 'c'].map(file) }));
      await panel.page.getByRole('button', { name: 'Remove b.ts' }).press('Enter');
      await lastCommand('detach');
      await panel.say(told({ attachments: ['a', 'c'].map(file) }));
      await focused('Remove c.ts');
      await panel.say(told({ attachments: [file('a')] }));
      await focused('Remove a.ts');
      await panel.say(told({ attachments: [] }));
      await focused('Message to the model');
    });

    it('on the next conversation when one is deleted, and in the search when none is left', async () => {
      const listed = (...ids: readonly string[]): PanelEvent => ({
        type: 'catalogue',
        conversations: ids.map((id) => ({ id, title: id, pinned: false, updatedAt: 0, isRunning: false })),
        slashCommands: [],
      });
      await panel.say(listed('one', 'two'));
      await panel.page.getByRole('button', { name: 'History' }).press('Enter');
      const actions = panel.page.getByRole('toolbar', { name: 'Actions for one' });
      await actions.getByRole('button', { name: 'Delete' }).press('Enter');
      await lastCommand('delete');
      await panel.say(listed('two'));
      await panel.page.locator('[data-conversation=two] :focus').waitFor();
      await panel.say(listed());
      await focused('Search conversations');
    });
  });

  it('are one stop of the Tab key where they stand in a row, and gone through by the arrows', async () => {
    const label = (): Promise<string | null> => panel.page.locator(':focus').getAttribute('aria-label');
    const copy = panel.page.getByRole('button', { name: 'Copy Answer' });
    const labels: (string | null)[] = [];
    await copy.focus();
    for (const key of ['ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home', 'ArrowRight']) {
      await panel.page.keyboard.press(key);
      labels.push(await label());
    }
    const [again, remove] = ['Answer Again', 'Delete from Here On'];
    assert.deepEqual(labels, [again, remove, 'Copy Answer', remove, 'Copy Answer', again]);
    await panel.page.keyboard.press('Tab');
    assert.equal(await panel.page.locator('[role=toolbar] :focus').count(), 0);
    await panel.page.keyboard.press('Shift+Tab');
    assert.equal(await label(), again);
  });

  it('take what is pasted or dropped: files of the editor by name, others and images by content', async () => {
    await transfer('paste', `data.setData('text/uri-list', 'file:///shop/src/cart.ts')`);
    await transfer(
      'drop',
      `data.items.add(new File(['one\\ntwo'], 'notes.txt', { type: 'text/plain' }));
       const bytes = Uint8Array.from(atob('${redPixel}'), (sign) => sign.charCodeAt(0));
       data.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));`,
    );
    const attached = async (): Promise<readonly unknown[]> =>
      (await panel.commands()).flatMap((command) => (command.type === 'attach' ? [command.source] : []));
    await waitUntil(async () => (await attached()).length === 3, {
      timeoutMs: patienceMs,
      what: 'three attachments',
    });
    assert.deepEqual(await attached(), [
      { kind: 'uri', uri: 'file:///shop/src/cart.ts' },
      { kind: 'selection', path: 'notes.txt', startLine: 1, endLine: 2, text: 'one\ntwo' },
      { kind: 'image', name: 'dot.png', mediaType: 'image/png', base64: redPixel },
    ]);
  });

  it('say which file is neither text nor an image, and leave pasted text to the input', async () => {
    await transfer('drop', `data.items.add(new File(['a\\0b'], 'tool.bin'))`);
    await panel.page.getByText('Neither text nor an image, or too large: tool.bin').waitFor();
    const isTaken = await transfer('paste', `data.setData('text/plain', 'some words')`);
    assert.equal(isTaken, false);
  });

  /** Pastes or drops on the input what `fill` puts into `data`; resolves to whether the page took it. */
  function transfer(kind: 'paste' | 'drop', fill: string): Promise<boolean> {
    return panel.page.evaluate<boolean>(`(() => {
      const data = new DataTransfer();
      ${fill};
      const options = { bubbles: true, cancelable: true };
      const event = '${kind}' === 'paste'
        ? new ClipboardEvent('paste', { ...options, clipboardData: data })
        : new DragEvent('drop', { ...options, dataTransfer: data });
      return !document.querySelector('textarea.input').dispatchEvent(event);
    })()`);
  }
});

describe("The look of the chat panel's page", () => {
  const openPage = usePanelPages();
  let panel: PanelPage;

  beforeEach(async () => (panel = await openPage()));
  afterEach(() => panel.close());

  it('has code in the colours of the theme, and follows when the theme changes', async () => {
    await panel.say(conversationOf(answerOf('```ts\nconst greeting = "hello"; // once\n```')));
    await panel.page.locator('.hljs-string', { hasText: '"hello"' }).waitFor();
    const shown = "getComputedStyle(document.querySelector('.hljs-string')).color";
    for (const [colour, computed] of [
      ['#ce9178', 'rgb(206, 145, 120)'],
      ['#ffff00', 'rgb(255, 255, 0)'],
    ]) {
      await panel.page.evaluate(
        `document.documentElement.style.setProperty('--vscode-debugTokenExpression-string', '${colour}')`,
      );
      assert.equal(await panel.page.evaluate(shown), computed);
    }
  });

  it('moves nothing where the system or VS Code asks for less motion', async () => {
    const answer = answerOf('') as Extract<Turn, { kind: 'answer' }>;
    const thought = { kind: 'thinking', text: 'Let me see.' } as const;
    await panel.say(conversationOf({ ...answer, parts: [thought], state: { kind: 'streaming' } }));
    const animations = async (): Promise<number> =>
      panel.page.evaluate<number>('document.getAnimations().length');
    await waitUntil(async () => (await animations()) > 0, {
      timeoutMs: patienceMs,
      what: 'something to move',
    });
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await animations(), 0);
    await panel.page.emulateMedia({ reducedMotion: 'no-preference' });
    assert.ok((await animations()) > 0);
    await panel.page.evaluate(`document.body.classList.add('vscode-reduce-motion')`);
    assert.equal(await animations(), 0);
  });
});
