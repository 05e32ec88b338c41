import assert from 'node:assert/strict';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import type { Exchange } from '../../tools/recordingProxy';
import { waitUntil } from '../../tools/waitUntil';
import { ChatPanel } from '../support/chatPanel';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const patienceMs = 90_000;
const model = 'fillwright-demo:latest';
const question = 'def add(a, b):\n    return';

/** Real inference: the demo model says little sense, but says it token by token. */
describe('A conversation with a model that runs', () => {
  const live = useLiveEditor();
  let editor: Workbench;
  let chat: ChatPanel;

  before(async () => {
    live().server.writeSettings({
      ...settingsFor(),
      'fillwright.completion.enabled': false,
      'fillwright.chat.titles': 'question',
      'fillwright.chat.maxTokens': 64,
      'fillwright.endpoints': [
        {
          name: 'workshop',
          url: live().recording.url,
          roles: { chat: { model, options: { temperature: 0 } } },
        },
      ],
    });
    editor = await live().open('src/cart.ts');
    chat = await ChatPanel.open(editor);
    await chat.waitForModel(model);
  });
  after(async () => {
    live().recording.hold(false);
    await editor.close();
    live().server.writeSettings(settingsFor(live().recording.url));
  });

  it('shows what the host sent, piece by piece', async () => {
    await chat.send(question);
    await chat.waitForAnswer();
    const exchange = answers().at(-1);
    assert.ok(exchange);
    const pieces = piecesOf(exchange);
    assert.ok(pieces.length > 1, exchange.responseBody);
    const shown = lettersOf(await chat.answer.locator('.markdown').innerText());
    const [word] = /[a-z]{2,}/i.exec(pieces.join('')) ?? [];
    assert.ok(word !== undefined, `The model said no word: ${pieces.join('')}`);
    assert.ok(shown.includes(lettersOf(word)), `'${word}' is not in '${shown}'`);
  });

  it('stops the host, and takes the next question', async () => {
    live().recording.hold(true);
    await chat.send(question);
    const running = await waitUntil(() => answers().find(({ state }) => state === 'open'), {
      timeoutMs: patienceMs,
      what: 'the host to be asked',
    });
    await chat.button('Stop (Esc)').waitFor();
    await chat.input.press('Escape');
    await waitUntil(() => running.state === 'aborted', {
      timeoutMs: patienceMs,
      what: 'the host to be left',
    });
    await chat.waitForText('Stopped.');
    live().recording.hold(false);
    await chat.send(question);
    await waitUntil(() => answers().at(-1)?.state === 'finished', {
      timeoutMs: patienceMs,
      what: 'the next answer',
    });
    await chat.waitForAnswer();
  });

  /** The conversations so far, without the requests that only load the model. */
  function answers(): readonly Exchange[] {
    return live().recording.exchanges.filter(
      ({ route, requestBody }) => route === '/api/chat' && requestBody.includes('def add'),
    );
  }
});

function piecesOf({ responseBody }: Exchange): readonly string[] {
  const lines = responseBody.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => (JSON.parse(line) as { message?: { content?: string } }).message?.content ?? '')
    .filter((piece) => piece !== '');
}

function lettersOf(text: string): string {
  return text.replace(/[^a-z]/gi, '');
}
