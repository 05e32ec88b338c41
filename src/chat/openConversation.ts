import { t } from '../common/l10n';
import { abortable, isAbort } from '../common/abort';
import type { ModelPick } from '../hosts/chatHosts';
import type { ChatModelSession } from '../hosts/chatModelSession';
import type { ResolvedAttachment } from './attachments/attachmentResolver';
import { shownUnread } from './attachments/unreadSource';
import type { ChatParts } from './chatParts';
import { summaryOf } from './conversationSummary';
import {
  nodeOf,
  shownPath,
  shownTurn,
  shownTurns,
  withNode,
  withoutTurn,
  type StoredConversation,
  type TurnNode,
} from './conversationTree';
import { pickForNew } from './lastPick';
import { mergeConversations } from './mergeConversations';
import type {
  Activity,
  AttachmentProblem,
  AttachmentSource,
  Conversation,
  Notice,
  PanelEvent,
  PendingQuestion,
  QuestionEdit,
  ThinkValue,
} from './protocol';

/** An attachment that waits in the composer. */
export interface Chip {
  readonly id: string;
  readonly source: AttachmentSource;
  /** Absent while it is being read. */
  readonly resolved?: ResolvedAttachment;
}

/** An answer or a summary that is under way. */
export interface Run {
  readonly abort: AbortController;
  readonly over: Promise<void>;
}

export interface ConversationEvents {
  /** To every view that shows this conversation. */
  emit(event: PanelEvent): void;
  /** What the list of conversations shows has changed. */
  changed(): void;
  /** Another window has deleted it. */
  wentAway(): void;
}

/** A conversation that a view shows or that is being answered. */
export class OpenConversation {
  draft = '';
  /** A question that is being edited. */
  edit: QuestionEdit | undefined;
  chips: readonly Chip[] = [];
  run: Run | undefined;
  /** Its window goes: what ends now was not stopped by anybody. */
  isClosing = false;
  /** While a title is made, which stops nothing else. */
  titling: AbortController | undefined;
  /** A question that the run makes ready. */
  pending: PendingQuestion | undefined;
  /** With the model that answered last, as long as it is the one picked. */
  session: ChatModelSession | undefined;
  /** Deleted, here or in another window: nothing of it is kept any more. */
  isGone = false;
  private saving: Promise<void> = Promise.resolve();
  private isSaveDue = false;

  constructor(
    public stored: StoredConversation,
    readonly parts: ChatParts,
    private readonly events: ConversationEvents,
  ) {}

  get id(): string {
    return this.stored.id;
  }

  /** What answers next; undefined where no model is known. */
  get pick(): ModelPick | undefined {
    const { endpoint, model } = this.stored;
    if (endpoint !== undefined && model !== undefined) return { endpoint, model };
    return pickForNew(this.parts.hosts, this.parts.picks);
  }

  /** The user has picked the model: no other answers in its place. */
  get isPicked(): boolean {
    return this.stored.model !== undefined && this.stored.isByOrder !== true;
  }

  /** The conversation stays with the model that answers, until the user picks one or it fails. */
  follow({ endpoint, model }: ModelPick): void {
    this.change((stored) => ({ ...stored, endpoint, model, isByOrder: !this.isPicked }));
  }

  get think(): ThinkValue {
    return this.stored.think ?? true;
  }

  shown(): Conversation {
    const { draft, edit } = this;
    return {
      ...summaryOf(this.stored),
      ...this.activity(),
      turns: shownTurns(this.stored),
      ...(draft === '' ? {} : { draft }),
      ...(edit === undefined ? {} : { edit }),
    };
  }

  activity(): Activity {
    const pending = this.pending === undefined ? {} : { pending: this.pending };
    return { isRunning: this.run !== undefined, ...pending };
  }

  begin(run: Run, pending: PendingQuestion | undefined): void {
    this.stopTitle();
    this.run = run;
    this.pending = pending;
    this.emitActivity();
  }

  stopTitle(): void {
    this.titling?.abort();
    this.titling = undefined;
  }

  /** A question that was neither asked nor taken back goes back into the box: nothing that was typed is lost. */
  end(run: Run): void {
    if (this.run !== run) return;
    const { pending } = this;
    this.run = undefined;
    this.pending = undefined;
    this.emitActivity();
    if (pending !== undefined) this.giveBack(pending);
  }

  /** An edit goes back into the box of its turn: sent from the other one, it would be a question of its own. */
  giveBack({ text, replaces: turn }: PendingQuestion): void {
    if (turn !== undefined && nodeOf(this.stored, turn) !== undefined) {
      this.edit = { turn, text };
      this.emit({ type: 'setEdit', conversation: this.id, edit: this.edit });
      return;
    }
    this.draft = this.draft.trim() === '' ? text : `${text}\n\n${this.draft}`;
    this.emit({ type: 'setDraft', conversation: this.id, text });
  }

  /** To every view that shows this conversation. */
  emit(event: PanelEvent): void {
    this.events.emit(event);
  }

  emitAll(): void {
    this.emit({ type: 'opened', conversation: this.shown() });
  }

  /** Changes the conversation; what is kept follows. */
  change(change: (stored: StoredConversation) => StoredConversation): void {
    const before = summaryOf(this.stored);
    this.stored = change(this.stored);
    if (JSON.stringify(before) !== JSON.stringify(summaryOf(this.stored))) this.events.changed();
    this.save();
  }

  /** Puts a turn's new value in place and shows it. */
  showNode(node: TurnNode): void {
    // A turn that was deleted while it was answered stays deleted.
    if (this.stored.deleted.includes(node.id)) return;
    const isNew = nodeOf(this.stored, node.id) === undefined;
    this.stored = withNode(this.stored, node);
    if (isNew) return this.emitAll();
    // One on a branch that is not shown would be taken for a turn at the end of the one that is.
    if (shownPath(this.stored).some(({ id }) => id === node.id))
      this.emit({ type: 'turn', conversation: this.id, turn: shownTurn(this.stored, node) });
  }

  /** Takes a turn's new value without showing it: what the views show has come to them by deltas. */
  noteNode(node: TurnNode): void {
    if (!this.stored.deleted.includes(node.id)) this.stored = withNode(this.stored, node);
  }

  /** With all that follows it. */
  dropTurn(id: string): void {
    this.change((stored) => withoutTurn(stored, id, this.parts.wallClock()));
    this.emitAll();
  }

  /** Something is written or attached that was not sent. */
  get holdsUnsent(): boolean {
    return this.draft.trim() !== '' || this.chips.length > 0 || this.edit !== undefined;
  }

  /** Nothing was asked in it, and nothing is under way. */
  get isFresh(): boolean {
    return this.run === undefined && this.stored.nodes.length + this.stored.deleted.length === 0;
  }

  private emitActivity(): void {
    this.emit({ type: 'activity', conversation: this.id, activity: this.activity() });
    this.events.changed();
  }

  tell(level: Notice['level'], message: string): void {
    this.emit({ type: 'notice', notice: { level, message } });
  }

  /** Soon, and one after the other. An empty conversation is not kept. */
  save(): void {
    if (this.isGone || this.isSaveDue || this.stored.nodes.length + this.stored.deleted.length === 0) return;
    this.isSaveDue = true;
    this.saving = this.saving.then(async () => {
      this.isSaveDue = false;
      if (this.isGone) return;
      const saved = await this.parts.history.save(this.stored);
      if (saved === undefined) return this.leave();
      const hasMore = saved.nodes.some(({ id }) => nodeOf(this.stored, id) === undefined);
      if (!hasMore) return;
      this.stored = mergeConversations(this.stored, saved);
      this.emitAll();
    });
  }

  /** Takes in what another window has added since this one has read it. */
  async catchUp(): Promise<void> {
    if (this.isFresh) return;
    await this.saving;
    if (await this.parts.history.isDeleted(this.id)) return this.leave();
    const kept = await this.parts.history.loadNews(this.id);
    if (kept === undefined || !hasNews(kept, this.stored)) return;
    this.stored = mergeConversations(this.stored, kept);
    this.emitAll();
    this.events.changed();
  }

  /** Ends what is under way where another window has deleted the conversation. */
  async leaveIfDeleted(): Promise<void> {
    if (await this.parts.history.isDeleted(this.id)) this.leave();
  }

  private leave(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.stopTitle();
    this.run?.abort.abort();
    this.events.wentAway();
  }

  /** Resolves when all that was to be kept is. */
  saved(): Promise<void> {
    return this.saving;
  }

  async attach(source: AttachmentSource, settled: () => void): Promise<void> {
    const id = this.parts.newId();
    this.chips = [...this.chips, { id, source }];
    settled();
    const resolved = await this.resolve(source, this.draft);
    this.chips = this.chips.map((chip) =>
      chip.id === id ? { id, source: resolved.source, resolved } : chip,
    );
    settled();
  }

  detach(id: string): void {
    this.chips = this.chips.filter((chip) => chip.id !== id);
  }

  /** Reads a source for a question; what it finds wrong comes with the result. */
  async resolve(
    source: AttachmentSource,
    question: string,
    stop: AbortSignal = NEVER,
  ): Promise<ResolvedAttachment> {
    const budgetTokens = Math.floor((this.session?.window ?? this.parts.settings().contextWindow.tokens) / 4);
    const signal = AbortSignal.any([AbortSignal.timeout(LONGEST_READ_MS), stop]);
    try {
      const reading = this.parts.attachments.resolve(source, { question, budgetTokens }, signal);
      return await abortable(reading, signal);
    } catch (thrown) {
      if (!isAbort(thrown) && !signal.aborted)
        this.parts.log.error('An attachment could not be read', thrown);
      return unreadable(source);
    }
  }
}

/** What takes longer hangs: a language server, a repository of another machine. */
const LONGEST_READ_MS = 20_000;
const NEVER = new AbortController().signal;

/** Whether a copy as it is kept has turns, or an end of one, that this one has not. */
function hasNews(kept: StoredConversation, ours: StoredConversation): boolean {
  const known = new Map(ours.nodes.map((node) => [node.id, node]));
  const gone = new Set(ours.deleted);
  const isNews = (node: TurnNode): boolean => {
    const own = known.get(node.id);
    if (own === undefined) return !gone.has(node.id);
    return node.kind !== 'user' && own.kind !== 'user' && node.state.kind !== own.state.kind;
  };
  return kept.nodes.some(isNews) || kept.deleted.some((id) => known.has(id)) || kept.title !== ours.title;
}

function unreadable(source: AttachmentSource): ResolvedAttachment {
  const problem: AttachmentProblem = {
    code: 'unavailable',
    message: t('It could not be read; remove it and try again.'),
  };
  return { source, shown: { ...shownUnread(source), problem } };
}
