import type http from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { FakeFaultyHost, giveJson, writeLines, type ReceivedRequest } from './fakeFaultyHost';

/** What the host says in answer to a conversation: pieces of text, thoughts, calls of tools, and pauses. */
export interface FakeAnswer {
  readonly pieces: readonly (FakePiece | { readonly pauseMs: number })[];
  /** Says nothing before this resolves. */
  readonly after?: Promise<void>;
  /** Says no more after the pieces, and never ends. */
  readonly hangs?: boolean;
  readonly doneReason?: 'stop' | 'length';
  /** Ollama's counts and durations, in tokens and ns, at the end of the answer. */
  readonly metrics?: Readonly<Record<string, number>>;
}

type FakePiece = string | { readonly thinking: string } | { readonly toolCalls: readonly FakeToolCall[] };

export interface FakeToolCall {
  readonly name: string;
  /** Handed on as it is, wrong kinds too. */
  readonly arguments: unknown;
}

/** The conversation as the host got it. */
export interface ReceivedChat {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string;
    readonly images?: readonly string[];
    readonly tool_calls?: unknown;
    readonly tool_name?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly think?: unknown;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface FakeChatModel {
  readonly tag: string;
  readonly capabilities: readonly string[];
  /** Empty for a model that was never taught to chat. */
  readonly template?: string;
}

const chatty: FakeChatModel = { tag: 'fake-chat:7b', capabilities: ['completion', 'tools', 'vision'] };

const fewTokens = { prompt_eval_count: 10, eval_count: 5 };

/** Ollama's protocol with scripted answers: what the tiny model of the tests can't say. */
export class FakeChatHost {
  readonly chats: ReceivedChat[] = [];
  /** How each conversation is answered. */
  answer: (chat: ReceivedChat) => FakeAnswer = () => ({ pieces: ['Yes.'] });
  /** Resolves when the latest answer was left before its end. */
  leftEarly: Promise<void> = Promise.resolve();
  private readonly hanging: http.ServerResponse[] = [];

  private constructor(
    private readonly server: FakeFaultyHost,
    private readonly model: FakeChatModel,
  ) {}

  static async start(model: FakeChatModel = chatty): Promise<FakeChatHost> {
    const server = await FakeFaultyHost.start();
    const host = new FakeChatHost(server, model);
    const details = { family: 'fake', parameter_size: '7B', quantization_level: 'Q4_K_M' };
    const listing = { name: model.tag, model: model.tag, digest: `digest-${model.tag}`, size: 4e9, details };
    server.on('GET /api/version', giveJson({ version: '0.12.0' }));
    server.on('GET /api/tags', giveJson({ models: [listing] }));
    server.on('GET /api/ps', giveJson({ models: [{ ...listing, size_vram: 4e9, context_length: 16_384 }] }));
    server.on(
      'POST /api/show',
      giveJson({
        details,
        template: model.template ?? '{{ range .Messages }}{{ .Content }}{{ end }}',
        capabilities: model.capabilities,
        model_info: { 'general.architecture': 'fake', 'fake.context_length': 32_768 },
      }),
    );
    server.on(
      'POST /api/generate',
      giveJson({ model: model.tag, response: '', done: true, done_reason: 'load' }),
    );
    server.on('POST /api/chat', (response, request) => host.reply(response, request));
    return host;
  }

  get url(): string {
    return this.server.url;
  }

  /** Breaks the connections of answers that hang. */
  loseConnections(): void {
    for (const response of this.hanging.splice(0)) response.destroy();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private async reply(response: http.ServerResponse, request: ReceivedRequest): Promise<void> {
    const chat = JSON.parse(request.body) as ReceivedChat;
    if (chat.messages.length === 0) {
      await giveJson({
        model: this.model.tag,
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason: 'load',
      })(response, request);
      return;
    }
    this.chats.push(chat);
    this.leftEarly = request.leftEarly;
    const { pieces, after, hangs, doneReason = 'stop', metrics = fewTokens } = this.answer(chat);
    await after;
    response.setHeader('Content-Type', 'application/x-ndjson');
    for (const piece of pieces) {
      if (typeof piece === 'object' && 'pauseMs' in piece) await setTimeout(piece.pauseMs);
      else writeLines(response, { message: messageOf(piece), done: false });
    }
    if (hangs) {
      this.hanging.push(response);
      return;
    }
    writeLines(response, {
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: doneReason,
      ...metrics,
    });
    response.end();
  }
}

function messageOf(piece: FakePiece): object {
  if (typeof piece === 'string') return { role: 'assistant', content: piece };
  if ('thinking' in piece) return { role: 'assistant', content: '', thinking: piece.thinking };
  const tool_calls = piece.toolCalls.map((call) => ({ function: call }));
  return { role: 'assistant', content: '', tool_calls };
}
