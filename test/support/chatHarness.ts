import type { AttachmentResolver } from '../../src/chat/attachments/attachmentResolver';
import { createChatService, type ChatService, type ChatView } from '../../src/chat/chatService';
import { createChatHistory, type ChatFile, type ChatFiles, type HeldFile } from '../../src/chat/history';
import type { PromptLibrary } from '../../src/chat/prompts/promptLibrary';
import type {
  Activity,
  Composer,
  Conversation,
  PanelCommand,
  PanelEvent,
  Turn,
} from '../../src/chat/protocol';
import { createLastPick } from '../../src/chat/lastPick';
import { createUnsentStore } from '../../src/chat/unsent';
import { silentLog } from '../../src/common/log';
import { createChatHosts, type ChatHosts } from '../../src/hosts/chatHosts';
import { memoryStore, type KeyValueStore } from '../../src/hosts/keyValueStore';
import { rightsOfWay } from '../../src/hosts/rightOfWay';
import { parseSettings } from '../../src/settings/parseSettings';
import type { ModelDescription } from '../../src/transport/engine';
import { unwatchedEndpoints } from './unwatchedEndpoints';
import { FakeChatEngine } from './fakeChatEngine';
import { FakeEngine } from './fakeEngine';
import { settled, VirtualClock } from './virtualClock';

/** Chat files in memory, for any number of windows. */
export class MemoryChatFiles implements ChatFiles {
  readonly texts = new Map<string, string>();
  /** Names, in the order in which their texts were read. */
  readonly reads: string[] = [];
  private readonly removed = new Set<string>();

  list(): Promise<readonly ChatFile[]> {
    return Promise.resolve(
      [...this.texts].map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), stamp: text })),
    );
  }

  stampOf(name: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(name));
  }

  read(name: string): Promise<string | undefined> {
    this.reads.push(name);
    return Promise.resolve(this.texts.get(name));
  }

  async update(
    name: string,
    change: (file: HeldFile) => Promise<string | undefined>,
  ): Promise<string | undefined> {
    await Promise.resolve();
    if (this.removed.has(name)) return undefined;
    const text = await change({ stamp: this.texts.get(name), read: () => this.read(name) });
    if (text === undefined) this.texts.delete(name);
    else this.texts.set(name, text);
    return text;
  }

  async remove(name: string): Promise<void> {
    await Promise.resolve();
    this.removed.add(name);
    this.texts.delete(name);
  }

  wasRemoved(name: string): Promise<boolean> {
    return Promise.resolve(this.removed.has(name));
  }
}

export interface ChatHarness {
  readonly service: ChatService;
  readonly hosts: ChatHosts;
  readonly chat: FakeChatEngine;
  /** Of every endpoint that has none of its own. */
  readonly inference: FakeEngine;
  readonly clock: VirtualClock;
  readonly files: MemoryChatFiles;
  readonly shownTexts: string[];
  /** Asked before something is deleted. */
  readonly questions: string[];
  /** Opens a page. */
  readonly page: (conversation?: string) => Promise<ChatPage>;
}

export interface HarnessOptions {
  readonly settings?: Record<string, unknown>;
  /** Of endpoints by their names. */
  readonly engines?: Readonly<Record<string, FakeEngine>>;
  readonly files?: MemoryChatFiles;
  /** What outlives a window that is loaded anew, besides the conversations. */
  readonly unsent?: MemoryChatFiles;
  readonly windowState?: KeyValueStore;
  readonly keptBytes?: number;
  readonly tag?: string;
  readonly description?: Partial<ModelDescription>;
  readonly attachments?: AttachmentResolver;
  readonly prompts?: PromptLibrary;
  /** What the user answers where something is to be deleted; yes unless it is given. */
  readonly confirms?: boolean;
}

const TEMPLATE = '{{ range .Messages }}{{ .Role }}: {{ .Content }}{{ end }}';
let windows = 0;

/** The chat of one window, on a host whose models say what they are told to. */
export function chatHarness(options: HarnessOptions = {}): ChatHarness {
  const { tag = 'qwen:7b', files = new MemoryChatFiles(), windowState = memoryStore() } = options;
  const clock = new VirtualClock();
  const chat = new FakeChatEngine();
  const inference = new FakeEngine();
  const info = { 'general.architecture': 'x', 'x.context_length': 32_768 };
  inference.models = [
    {
      listing: { tag, digest: 'd1', sizeBytes: 1e9 },
      description: { template: TEMPLATE, capabilities: ['completion'], info, ...options.description },
      place: (numCtx) => ({ sizeBytes: 1e9, vramBytes: 1e9, contextLength: numCtx }),
    },
  ];
  const { settings } = parseSettings({
    endpoints: [{ name: 'a', url: 'a' }],
    'chat.titles': 'question',
    ...options.settings,
  });
  const store = new Map<string, unknown>();
  const hosts = createChatHosts(settings, {
    enginesFor: ({ name }) => ({ inference: options.engines?.[name] ?? inference, chat }),
    store: { read: (key) => store.get(key), write: (key, value) => void store.set(key, value) },
    log: silentLog,
    rights: rightsOfWay(clock),
    live: unwatchedEndpoints,
    completionWindow: () => Promise.resolve(undefined),
  });
  const window = (windows += 1);
  let ids = 0;
  const shownTexts: string[] = [];
  const questions: string[] = [];
  const service = createChatService(
    {
      hosts,
      history: createChatHistory(
        files,
        { conversations: () => settings.chat.keptConversations, bytes: options.keptBytes ?? Infinity },
        silentLog,
      ),
      attachments: options.attachments ?? noAttachments,
      prompts: options.prompts ?? noPrompts,
      unsent: createUnsentStore({
        files: options.unsent ?? new MemoryChatFiles(),
        window: windowState,
        clock,
        log: silentLog,
      }),
      picks: createLastPick(windowState),
      countTokens: (texts) =>
        Promise.resolve({ counts: texts.map((text) => Math.ceil(text.length / 4)), isExact: true }),
      learnVocabulary: () => undefined,
      settings: () => settings.chat,
      clock,
      log: silentLog,
      wallClock: () => (ids += 1) * 1_000 + window,
      newId: () => `${window}-${(ids += 1)}`,
      failureText: (error) => error.message,
    },
    {
      showText: (text) => {
        shownTexts.push(text);
        return Promise.resolve();
      },
      confirmDelete: (question) => {
        questions.push(question);
        return Promise.resolve(options.confirms ?? true);
      },
      handleAnswerAction: () => Promise.resolve(),
    },
  );
  const page = async (conversation?: string): Promise<ChatPage> => {
    const opened = new ChatPage(service);
    opened.send({ type: 'ready', ...(conversation === undefined ? {} : { conversation }) });
    await allSettled();
    return opened;
  };
  return { service, hosts, chat, inference, clock, files, shownTexts, questions, page };
}

/** What the panel's page keeps of what it is told. */
export class ChatPage {
  readonly events: PanelEvent[] = [];
  readonly view: ChatView;

  constructor(service: ChatService) {
    this.view = service.attachView((event) => this.events.push(structuredClone(event)));
  }

  send(command: PanelCommand): void {
    this.view.receive(structuredClone(command));
  }

  async do(command: PanelCommand): Promise<void> {
    this.send(command);
    await allSettled();
  }

  get conversation(): Conversation {
    const opened = this.events.findLast((event) => event.type === 'opened');
    if (opened === undefined) throw new Error('No conversation was opened.');
    return opened.conversation;
  }

  get id(): string {
    return this.conversation.id;
  }

  /** As a page shows them: the last whole state with all that has changed since. */
  get turns(): readonly Turn[] {
    const from = this.events.findLastIndex((event) => event.type === 'opened');
    const turns = new Map(this.conversation.turns.map((turn) => [turn.id, turn]));
    for (const event of this.events.slice(from + 1)) {
      if (event.type === 'turn') turns.set(event.turn.id, event.turn);
      if (event.type === 'deltas') turns.set(event.turn, grown(turns.get(event.turn), event));
    }
    return [...turns.values()];
  }

  get activity(): Activity {
    const last = this.events.findLast(({ type }) => type === 'opened' || type === 'activity');
    const told = last?.type === 'activity' ? last.activity : this.conversation;
    const { isRunning, pending } = told;
    return { isRunning, ...(pending === undefined ? {} : { pending }) };
  }

  get composer(): Composer {
    const last = this.events.findLast((event) => event.type === 'composer');
    if (last === undefined) throw new Error('The composer was not told.');
    return last.composer;
  }

  get notices(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'notice' ? [event.notice.message] : []));
  }

  get catalogue(): Extract<PanelEvent, { type: 'catalogue' }> | undefined {
    return this.events.findLast((event) => event.type === 'catalogue');
  }
}

/** Enough turns of the event loop for whatever has nothing to wait for. */
export async function allSettled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await settled();
}

function grown(turn: Turn | undefined, event: Extract<PanelEvent, { type: 'deltas' }>): Turn {
  if (turn?.kind !== 'answer') throw new Error('Deltas for a turn that is no answer.');
  const parts = [...turn.parts];
  for (const { part, kind, text } of event.deltas) {
    const before = parts[part];
    parts[part] = before === undefined ? { kind, text } : { ...before, text: before.text + text };
  }
  return { ...turn, parts };
}

const noAttachments: AttachmentResolver = {
  resolve: (source) =>
    Promise.resolve({
      source,
      shown: { kind: 'file', label: 'label' },
      text: 'path' in source ? `text of ${source.path ?? ''}` : '',
    }),
  mentions: () => Promise.resolve([]),
};

const noPrompts: PromptLibrary = {
  list: () => Promise.resolve([]),
  problems: () => Promise.resolve([]),
  expand: (text) =>
    Promise.resolve(text === '/clear' ? { kind: 'clear' } : { kind: 'prompt', prompt: text, attach: [] }),
};
