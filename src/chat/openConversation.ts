import type { ModelPick } from '../hosts/chatHosts';
import type { ChatModelSession } from '../hosts/chatModelSession';
import type { ChatParts } from './chatParts';
import { keptSources, restoreChips, type Chip } from './chips';
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
import { hasNews, mergeConversations } from './mergeConversations';
import type {
  Activity,
  Conversation,
  Notice,
  PanelEvent,
  PendingQuestion,
  QuestionEdit,
  ThinkValue,
} from './protocol';
import { pickedOf, type Unsent } from './unsent';

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
  /** What is attached, or known of it. */
  chipsChanged(): void;
  /** Another window has deleted it. */
  wentAway(): void;
}

interface UnsentParts {
  readonly draft: string;
  readonly edit: QuestionEdit | undefined;
  readonly chips: readonly Chip[];
}

/** A conversation that a view shows or that is being answered. */
export class OpenConversation {
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
  private unsent: UnsentParts = { draft: '', edit: undefined, chips: [] };
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

  get draft(): string {
    return this.unsent.draft;
  }

  set draft(draft: string) {
    this.begun({ ...this.unsent, draft });
  }

  /** A question that is being edited. */
  get edit(): QuestionEdit | undefined {
    return this.unsent.edit;
  }

  set edit(edit: QuestionEdit | undefined) {
    this.begun({ ...this.unsent, edit });
  }

  get chips(): readonly Chip[] {
    return this.unsent.chips;
  }

  set chips(chips: readonly Chip[]) {
    this.begun({ ...this.unsent, chips });
    // The page keeps the last keys too, but not what is attached; a window that is loaded anew reads at once.
    void this.parts.unsent.settled();
    this.events.chipsChanged();
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
    if (this.isEmpty) this.keepUnsent();
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
    return this.run === undefined && this.isEmpty;
  }

  private get isEmpty(): boolean {
    return this.stored.nodes.length + this.stored.deleted.length === 0;
  }

  /** Takes back what was begun in an earlier session of the editor. */
  takeUp({ draft, edit, sources, picked }: Unsent): void {
    if (this.isEmpty) this.stored = { ...this.stored, ...picked };
    const isThere = edit !== undefined && nodeOf(this.stored, edit.turn) !== undefined;
    this.unsent = { draft, edit: isThere ? edit : undefined, chips: this.chips };
    restoreChips(this, sources).catch((cause: unknown) => {
      this.parts.log.error('What was attached could not be taken up again', cause);
    });
  }

  private begun(unsent: UnsentParts): void {
    this.unsent = unsent;
    this.keepUnsent();
  }

  private keepUnsent(): void {
    if (this.isGone) return;
    const { draft, edit, chips } = this;
    // A conversation is kept from its first question on, and so is what was picked for it.
    const picked = this.isEmpty ? pickedOf(this.stored) : undefined;
    const isNone = !this.holdsUnsent && picked === undefined;
    const sources = keptSources(chips);
    this.parts.unsent.keep(this.id, isNone ? undefined : { draft, edit, sources, picked });
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
    if (this.isGone || this.isSaveDue || this.isEmpty) return;
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
    this.parts.unsent.keep(this.id, undefined);
    this.stopTitle();
    this.run?.abort.abort();
    this.events.wentAway();
  }

  /** Resolves when all that was to be kept is. */
  saved(): Promise<void> {
    return this.saving;
  }
}
