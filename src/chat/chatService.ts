import type { Disposable } from '../common/disposable';
import { t } from '../common/l10n';
import type { ChatParts } from './chatParts';
import { attachChip } from './chips';
import { composerFeed, type RefreshComposer } from './inputFeed';
import { runConversationCommand } from './conversationCommands';
import { ConversationShelf } from './conversationShelf';
import type { OpenConversation } from './openConversation';
import type { AnswerAction, AttachmentSource, PanelCommand, PanelEvent } from './protocol';
import { searchConversations } from './searchConversations';
import { isInputCommand, isTurnCommand, runInputCommand, runTurnCommand } from './turnCommands';

/** One page that shows conversations: the side panel, an editor tab. */
export interface ChatView extends Disposable {
  receive(command: PanelCommand): void;
  /** From now on what comes from elsewhere in the editor goes here. */
  use(): void;
  /** The conversation it shows. */
  readonly conversation: string | undefined;
}

/** What the service asks of the editor. */
export interface ChatEditor {
  /** Opens a text as a new document. */
  showText(text: string, languageId: string): Promise<void>;
  /** Whether what the question names is to be deleted, which nothing brings back; `yes` is the button that does it. */
  confirmDelete(question: string, yes: string): Promise<boolean>;
  handleAnswerAction(action: Exclude<AnswerAction, { type: 'showSent' }>): Promise<void>;
}

/** All conversations of a window: takes the pages' commands and tells them what has become of them. */
export interface ChatService extends Disposable {
  attachView(post: (event: PanelEvent) => void): ChatView;
  /** Attaches to the conversation of the view that was used last, or to that of the next view. */
  addToChat(sources: readonly AttachmentSource[]): Promise<void>;
  /** Begins a conversation in the view that was used last, or in the next, and asks. */
  ask(text: string, sources: readonly AttachmentSource[]): Promise<void>;
  /** Looks for what another window has done: called when the window gets the focus. */
  reload(): Promise<void>;
  /** Ends all answers. Resolves when what came of them is kept. */
  close(): Promise<void>;
}

export function createChatService(parts: ChatParts, editor: ChatEditor): ChatService {
  return new Conversations(parts, editor);
}

interface View {
  readonly post: (event: PanelEvent) => void;
  shown: OpenConversation | undefined;
}

interface Asked {
  readonly text: string;
  readonly sources: readonly AttachmentSource[];
}

type OtherCommand = Exclude<PanelCommand, Extract<PanelCommand, { conversation: string }>>;

/** `ready` names a conversation too, which need not exist any more. */
function isInConversation(command: PanelCommand): command is Extract<PanelCommand, { conversation: string }> {
  return 'conversation' in command && command.type !== 'ready';
}

class Conversations implements ChatService {
  private readonly views = new Set<View>();
  private readonly shelf: ConversationShelf;
  private readonly refreshComposer: RefreshComposer;
  private readonly hostsChanged: Disposable;
  private lastUsed: View | undefined;
  private pending: readonly AttachmentSource[] = [];
  /** Asked while no page was there to show it. */
  private asked: readonly Asked[] = [];
  private loading: Promise<void> | undefined;
  private isCatalogueDue = false;
  private toldOfPrompts = '';

  constructor(
    private readonly parts: ChatParts,
    private readonly editor: ChatEditor,
  ) {
    this.shelf = new ConversationShelf(parts, {
      emit: (conversation, event) => {
        for (const view of this.views) if (view.shown === conversation) view.post(event);
      },
      changed: () => this.postCatalogue(),
      chipsChanged: (conversation) => this.refreshComposer(conversation),
      isShown: (conversation) => [...this.views].some((view) => view.shown === conversation),
      wentAway: (conversation, next) => this.replace(conversation, next),
    });
    this.refreshComposer = composerFeed(parts.log);
    this.hostsChanged = parts.hosts.onDidChange(() => {
      this.refreshComposers();
      void this.lookAtNewHosts();
    });
  }

  attachView(post: (event: PanelEvent) => void): ChatView {
    const view: View = { post, shown: undefined };
    this.views.add(view);
    this.lastUsed ??= view;
    return {
      receive: (command) => {
        if (command.type !== 'draft') this.lastUsed = view;
        this.handle(view, command).catch((cause: unknown) => {
          this.parts.log.error(`The chat could not carry out ${command.type}`, cause);
          const message = t('Something went wrong; the log has details.');
          view.post({ type: 'notice', notice: { level: 'error', message } });
        });
      },
      get conversation() {
        return view.shown?.id;
      },
      use: () => {
        this.lastUsed = view;
      },
      dispose: () => {
        this.views.delete(view);
        if (this.lastUsed === view) this.lastUsed = [...this.views].at(-1);
        void this.shelf.forgetUnused();
      },
    };
  }

  async addToChat(sources: readonly AttachmentSource[]): Promise<void> {
    const shown = this.lastUsed?.shown;
    if (shown === undefined) {
      this.pending = [...this.pending, ...sources];
      return;
    }
    await Promise.all(sources.map((source) => attachChip(shown, source)));
  }

  async ask(text: string, sources: readonly AttachmentSource[]): Promise<void> {
    const view = this.lastUsed;
    if (view?.shown === undefined) {
      this.asked = [...this.asked, { text, sources }];
      return;
    }
    const conversation = this.shelf.beginAnother();
    this.show(view, conversation);
    for (const source of sources) await attachChip(conversation, source);
    await this.runTurn(conversation, { type: 'send', conversation: conversation.id, text });
  }

  async reload(): Promise<void> {
    if (this.loading !== undefined) await this.shelf.reload();
  }

  async close(): Promise<void> {
    await this.shelf.close();
    await this.parts.unsent.settled();
  }

  dispose(): void {
    this.hostsChanged.dispose();
    void this.close();
    this.views.clear();
  }

  private async handle(view: View, command: PanelCommand): Promise<void> {
    if (!isInConversation(command)) return this.handleOther(view, command);
    const conversation = await this.shelf.find(command.conversation);
    if (conversation === undefined) return;
    if (isInputCommand(command)) return runInputCommand(conversation, command, this.refreshComposer);
    if (isTurnCommand(command)) return this.runTurn(conversation, command, view);
    return runConversationCommand(conversation, command, {
      wallClock: this.parts.wallClock,
      showText: (text, languageId) => this.editor.showText(text, languageId),
      refresh: this.refreshComposer,
      show: (shown) => this.show(view, shown),
      remove: (removed) => this.remove(removed),
      confirmDelete: (question, yes) => this.editor.confirmDelete(question, yes),
    });
  }

  private async handleOther(view: View, command: OtherCommand): Promise<void> {
    switch (command.type) {
      case 'ready':
        return this.ready(view, command.conversation);
      case 'new':
        return this.show(view, view.shown?.isFresh === true ? view.shown : this.shelf.begin());
      case 'deleteAll':
        return this.deleteAll();
      case 'search': {
        const hits = await searchConversations(this.parts.history.each(), command.text);
        return view.post({ type: 'found', request: command.request, hits });
      }
      case 'refreshModels':
        return this.parts.hosts.refresh();
      case 'completeMention': {
        const items = await this.parts.attachments.mentions(command.query, AbortSignal.timeout(MENTION_MS));
        return view.post({ type: 'mentions', request: command.request, items });
      }
      case 'openLink':
      case 'openFile':
      case 'openSymbol':
      case 'copyText':
      case 'codeBlock':
        return this.editor.handleAnswerAction(command);
    }
  }

  private async runTurn(
    conversation: OpenConversation,
    command: Parameters<typeof runTurnCommand>[1],
    view?: View,
  ): Promise<void> {
    const clear = (): void => {
      if (view !== undefined) this.show(view, this.shelf.begin());
    };
    const confirmDelete: ChatEditor['confirmDelete'] = (...asked) => this.editor.confirmDelete(...asked);
    const parts = { prompts: this.parts.prompts, refresh: this.refreshComposer, clear, confirmDelete };
    await runTurnCommand(conversation, command, parts);
  }

  private async ready(view: View, id: string | undefined): Promise<void> {
    this.loading ??= this.shelf.load();
    await this.loading;
    const known = id === undefined ? undefined : await this.shelf.find(id);
    this.show(view, view.shown ?? known ?? this.shelf.begin());
    await this.postCatalogueTo([view]);
    const { pending, asked } = this;
    this.pending = [];
    this.asked = [];
    await this.addToChat(pending);
    await Promise.all([
      this.parts.hosts.refresh(),
      ...asked.map(({ text, sources }) => this.ask(text, sources)),
    ]);
  }

  private show(view: View, conversation: OpenConversation): void {
    view.shown = conversation;
    view.post({ type: 'opened', conversation: conversation.shown() });
    this.refreshComposer(conversation);
    void this.shelf.forgetUnused();
  }

  private async remove(conversation: OpenConversation): Promise<void> {
    await this.shelf.remove(conversation);
    for (const view of this.views) if (view.shown === conversation) this.show(view, this.shelf.begin());
  }

  private replace(gone: OpenConversation, next: OpenConversation): void {
    const { title } = gone.stored;
    for (const view of [...this.views].filter(({ shown }) => shown === gone)) this.show(view, next);
    next.tell('info', t('The conversation "{0}" was deleted in another window.', title));
  }

  private async deleteAll(): Promise<void> {
    const question = t('Delete all conversations of this workspace, the pinned ones too?');
    if (!(await this.editor.confirmDelete(question, t('Delete All')))) return;
    for (const { id } of await this.parts.history.summaries()) {
      const conversation = await this.shelf.find(id);
      if (conversation !== undefined) await this.remove(conversation);
    }
  }

  /** Endpoints that have come into the settings while a page shows. */
  private async lookAtNewHosts(): Promise<void> {
    const { hosts } = this.parts;
    const unknown = hosts.endpoints.filter(({ state }) => state === 'unknown').map(({ name }) => name);
    if (this.views.size > 0 && unknown.length > 0) await hosts.refresh(unknown);
  }

  private refreshComposers(): void {
    for (const conversation of new Set([...this.views].map((view) => view.shown))) {
      if (conversation !== undefined) this.refreshComposer(conversation);
    }
  }

  /** What happens in one turn of the event loop is told at once. */
  private postCatalogue(): void {
    if (this.isCatalogueDue) return;
    this.isCatalogueDue = true;
    queueMicrotask(() => {
      this.isCatalogueDue = false;
      void this.postCatalogueTo([...this.views]);
    });
  }

  private async postCatalogueTo(views: readonly View[]): Promise<void> {
    const slashCommands = await this.parts.prompts.list();
    for (const { post } of views) {
      post({ type: 'catalogue', conversations: this.shelf.list(), slashCommands });
    }
    const problems = (await this.parts.prompts.problems()).join(' ');
    if (problems === this.toldOfPrompts || views.length === 0) return;
    this.toldOfPrompts = problems;
    if (problems === '') return;
    const message = t('Not taken as a prompt: {0}', problems);
    for (const { post } of views) post({ type: 'notice', notice: { level: 'warning', message } });
  }
}

/** A list that comes later is of no use to somebody who types. */
const MENTION_MS = 5_000;
