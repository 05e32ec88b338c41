import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { FakeChatHost, type FakeAnswer } from '../../support/fakeChatHost';
import { eventually } from '../support/documents';
import { activatedExtension, withSetting } from '../support/extension';
import { seenRequests, testEndpoint } from '../support/host';

const never = new vscode.CancellationTokenSource().token;
const weather: vscode.LanguageModelChatTool = {
  name: 'weather',
  description: 'Tells the weather of a city.',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

describe("VS Code's own chat", () => {
  it('is offered the models of the host, and gets the answer as the host streams it', async () => {
    await withEmbeddedModel(async (model) => {
      assert.equal(model.vendor, 'fillwright');
      assert.ok(model.maxInputTokens > 500, String(model.maxInputTokens));
      const question = vscode.LanguageModelChatMessage.User('function add(a, b) {');
      const response = await model.sendRequest([question], { modelOptions: { temperature: 0 } }, never);
      let pieces = 0;
      let text = '';
      for await (const piece of response.text) {
        pieces += 1;
        text += piece;
      }
      assert.ok(pieces > 1, `${pieces} pieces`);
      assert.ok(text.length > 0);
    });
  });

  it('has its cancellation reach the host', async () => {
    await withEmbeddedModel(async (model) => {
      const source = new vscode.CancellationTokenSource();
      const question = vscode.LanguageModelChatMessage.User('export class Queue<T> {');
      const response = await model.sendRequest([question], {}, source.token);
      const stream = response.text[Symbol.asyncIterator]();
      await stream.next();
      source.cancel();
      const chats = await eventually(async () => {
        const seen = await seenRequests('/api/chat');
        return seen === undefined || seen.at(-1)?.finish === 'aborted' ? (seen ?? []) : undefined;
      });
      assert.ok(chats.length > 0);
    });
  });

  it('counts tokens of texts and of messages', async () => {
    await withEmbeddedModel(async (model) => {
      const text = 'const total = items.reduce((sum, item) => sum + item.price, 0);';
      const count = await model.countTokens(text);
      assert.ok(count > 10 && count < 60, String(count));
      assert.equal(await model.countTokens(vscode.LanguageModelChatMessage.User(text)), count);
    });
  });

  it('calls tools and gets what they gave back to the model', async () => {
    await withFakeModel(
      ({ messages }) =>
        messages.some(({ role }) => role === 'tool')
          ? { pieces: ['It rains in Bergen.'] }
          : { pieces: [{ toolCalls: [{ name: 'weather', arguments: { city: 'Bergen' } }] }] },
      async (model, host) => {
        const question = vscode.LanguageModelChatMessage.User('How is the weather in Bergen?');
        const calls = await partsOf(model, [question], { tools: [weather] });
        const call = calls.find((part) => part instanceof vscode.LanguageModelToolCallPart);
        assert.ok(call);
        assert.deepEqual([call.name, call.input], ['weather', { city: 'Bergen' }]);
        assert.equal(host.chats[0]?.tools?.[0]?.function.name, 'weather');

        const result = new vscode.LanguageModelToolResultPart(call.callId, [
          new vscode.LanguageModelTextPart('Rain, 8 °C'),
        ]);
        const turns = [
          question,
          vscode.LanguageModelChatMessage.Assistant([call]),
          vscode.LanguageModelChatMessage.User([result]),
        ];
        assert.equal(textOf(await partsOf(model, turns, { tools: [weather] })), 'It rains in Bergen.');
        const sent = host.chats.at(-1)?.messages ?? [];
        assert.deepEqual(
          sent.map(({ role }) => role),
          ['user', 'assistant', 'tool'],
        );
        assert.deepEqual([sent[2]?.content, sent[2]?.tool_name], ['Rain, 8 °C', 'weather']);
      },
    );
  });

  it('gets a call that is nearly JSON, and an error in words where it demands a call and none comes', async () => {
    const required = { tools: [weather], toolMode: vscode.LanguageModelChatToolMode.Required };
    const question = [vscode.LanguageModelChatMessage.User('How is the weather?')];
    await withFakeModel(
      () => ({ pieces: [{ toolCalls: [{ name: 'weather', arguments: '{"city": "Bergen",' }] }] }),
      async (model, host) => {
        const [call] = await partsOf(model, question, required);
        assert.ok(call instanceof vscode.LanguageModelToolCallPart);
        assert.deepEqual(call.input, { city: 'Bergen' });
        assert.match(host.chats[0]?.messages[0]?.content ?? '', /calling the tool weather\.$/);
      },
    );
    await withFakeModel(
      () => ({ pieces: ['It rains.'] }),
      (model) => assert.rejects(partsOf(model, question, required), /fake-chat:7b called no tool/),
    );
  });

  it('gets no thought of the model', async () => {
    const answer: FakeAnswer = { pieces: [{ thinking: 'Hm, let me see.' }, 'Forty', '-two.'] };
    await withFakeModel(
      () => answer,
      async (model) => {
        const parts = await partsOf(model, [vscode.LanguageModelChatMessage.User('6 × 7?')]);
        assert.equal(textOf(parts), 'Forty-two.');
      },
    );
  });

  it('is told in a sentence what went wrong with an answer', async () => {
    const bad: readonly (readonly [answer: FakeAnswer, message: RegExp])[] = [
      [{ pieces: [] }, /fake-chat:7b gave an empty answer/],
      [{ pieces: [{ toolCalls: [{ name: 'weather', arguments: 'city=' }] }] }, /no JSON object: city=/],
    ];
    for (const [answer, message] of bad) {
      await withFakeModel(
        () => answer,
        async (model) => {
          const question = vscode.LanguageModelChatMessage.User('Well?');
          await assert.rejects(partsOf(model, [question], { tools: [weather] }), message);
        },
      );
    }
  });

  it('is told which machine called where the connection breaks', async () => {
    await withFakeModel(
      () => ({ pieces: ['Well'], hangs: true }),
      async (model, host) => {
        const question = vscode.LanguageModelChatMessage.User('Well?');
        const { stream } = await model.sendRequest([question], {}, never);
        const parts = stream[Symbol.asyncIterator]();
        await parts.next();
        host.loseConnections();
        // The editor under test runs behind a browser, so that its machine may be another than the user's.
        const said = new RegExp(`broke in the middle.*The request was made from ${hostname()}`);
        await assert.rejects(parts.next(), said);
      },
    );
  });
});

async function withEmbeddedModel(use: (model: vscode.LanguageModelChat) => Promise<void>): Promise<void> {
  const { models } = (await (await fetch(`${testEndpoint()}/api/tags`)).json()) as {
    models: { name: string }[];
  };
  const tag = models[0]?.name ?? '';
  const roles = { completion: { model: tag }, chat: { model: tag } };
  await withSetting('endpoints', [{ name: 'embedded', url: testEndpoint(), roles }], async () => {
    await use(await offered((model) => model.name === tag));
  });
}

async function withFakeModel(
  answer: FakeChatHost['answer'],
  use: (model: vscode.LanguageModelChat, host: FakeChatHost) => Promise<void>,
): Promise<void> {
  const host = await FakeChatHost.start();
  host.answer = answer;
  try {
    await withSetting('endpoints', [{ name: 'fake', url: host.url, roles: { chat: {} } }], async () => {
      await use(await offered((model) => model.name === 'fake-chat:7b'), host);
    });
  } finally {
    await host.stop();
  }
}

async function offered(
  fits: (model: vscode.LanguageModelChat) => boolean,
): Promise<vscode.LanguageModelChat> {
  await activatedExtension();
  let names = '';
  return eventually(
    async () => {
      const models = await vscode.lm.selectChatModels({ vendor: 'fillwright' });
      names = models.map(({ id }) => id).join(', ');
      return models.find(fits);
    },
    () => `Offered are: ${names}`,
  );
}

async function partsOf(
  model: vscode.LanguageModelChat,
  messages: vscode.LanguageModelChatMessage[],
  options: vscode.LanguageModelChatRequestOptions = {},
): Promise<readonly unknown[]> {
  const response = await model.sendRequest(messages, options, never);
  const parts: unknown[] = [];
  for await (const part of response.stream) parts.push(part);
  return parts;
}

function textOf(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
