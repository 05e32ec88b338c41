import type { ChatParts } from './chatParts';
import { summaryOf, type KeptSummary } from './conversationSummary';
import { newConversation, type StoredConversation } from './conversationTree';
import { OpenConversation } from './openConversation';
import type { ConversationSummary, PanelEvent } from './protocol';

export interface ShelfEvents {
  /** To every view that shows the conversation. */
  emit(conversation: OpenConversation, event: PanelEvent): void;
  /** The list of conversations is another. */
  changed(): void;
  chipsChanged(conversation: OpenConversation): void;
  isShown(conversation: OpenConversation): boolean;
  /** Another window has deleted a conversation; `next` takes its place, with what was written in it and not sent. */
  wentAway(conversation: OpenConversation, next: OpenConversation): void;
}

/** The conversations of a window: those that are kept, and those that are open. */
export class ConversationShelf {
  private readonly open = new Map<string, OpenConversation>();
  private kept = new Map<string, KeptSummary>();

  constructor(
    private readonly parts: ChatParts,
    private readonly events: ShelfEvents,
  ) {}

  /** Pinned first, then the latest first. */
  list(): readonly ConversationSummary[] {
    return [...this.kept.values()]
      .map((kept) => ({ ...kept, isRunning: this.open.get(kept.id)?.run !== undefined }))
      .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt);
  }

  /** The first reading: what was begun in this window before it was loaded anew is open again. */
  async load(): Promise<void> {
    await this.reload();
    for (const id of this.parts.unsent.ofThisWindow()) {
      if ((await this.find(id)) === undefined) this.parts.unsent.keep(id, undefined);
    }
  }

  /** Reads what is kept, with what other windows have added, also to the conversations that are open. */
  async reload(): Promise<void> {
    const open = [...this.open.values()];
    await Promise.all(open.map((each) => (each.run === undefined ? each.catchUp() : each.leaveIfDeleted())));
    const summaries = await this.parts.history.summaries();
    this.kept = new Map(summaries.map((summary) => [summary.id, summary]));
    this.events.changed();
  }

  /** The one in which something was begun and not sent, where no view shows it: else nothing would lead back to it. */
  begin(): OpenConversation {
    const begun = [...this.open.values()].find(
      (conversation) =>
        conversation.isFresh && conversation.holdsUnsent && !this.events.isShown(conversation),
    );
    return begun ?? this.beginAnother();
  }

  beginAnother(): OpenConversation {
    return this.keepOpen(newConversation(this.parts.newId(), this.parts.wallClock()));
  }

  async find(id: string): Promise<OpenConversation | undefined> {
    const known = this.open.get(id);
    if (known !== undefined) return known;
    const unsent = await this.parts.unsent.read(id);
    const stored = (await this.parts.history.load(id)) ?? (unsent && (await this.unasked(id)));
    if (stored === undefined) return undefined;
    const opened = this.open.get(id);
    if (opened !== undefined) return opened;
    const conversation = this.keepOpen(stored);
    if (unsent !== undefined) conversation.takeUp(unsent);
    return conversation;
  }

  private async unasked(id: string): Promise<StoredConversation | undefined> {
    if (await this.parts.history.isDeleted(id)) return undefined;
    return newConversation(id, this.parts.wallClock());
  }

  async remove(conversation: OpenConversation): Promise<void> {
    conversation.isGone = true;
    this.parts.unsent.keep(conversation.id, undefined);
    conversation.stopTitle();
    conversation.run?.abort.abort();
    await conversation.run?.over.catch(() => undefined); // How it ended stands in its turn.
    await conversation.saved();
    this.open.delete(conversation.id);
    this.kept.delete(conversation.id);
    await this.parts.history.remove(conversation.id);
    this.events.changed();
  }

  /** What no view shows and nobody answers or writes in is read again when it is opened. */
  async forgetUnused(): Promise<void> {
    const isUnused = (conversation: OpenConversation): boolean => {
      const isBusy = conversation.run !== undefined || conversation.titling !== undefined;
      return !isBusy && !conversation.holdsUnsent && !this.events.isShown(conversation);
    };
    for (const conversation of [...this.open.values()].filter(isUnused)) {
      await conversation.saved();
      if (!isUnused(conversation)) continue;
      this.open.delete(conversation.id);
      // Nothing leads back to it, and to what was picked for it.
      if (conversation.isFresh) this.parts.unsent.keep(conversation.id, undefined);
    }
  }

  /** Ends all answers. Resolves when what came of them is kept. */
  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map(closeConversation));
  }

  private leave(conversation: OpenConversation): void {
    this.open.delete(conversation.id);
    this.kept.delete(conversation.id);
    if (this.events.isShown(conversation)) {
      const next = this.beginAnother();
      next.draft = conversation.draft;
      next.chips = conversation.chips;
      this.events.wentAway(conversation, next);
    }
    this.events.changed();
  }

  private keepOpen(stored: StoredConversation): OpenConversation {
    const changed = (): void => {
      if (conversation.isGone) return;
      if (conversation.stored.nodes.length > 0) this.kept.set(stored.id, summaryOf(conversation.stored));
      this.events.changed();
    };
    const emit = (event: PanelEvent): void => this.events.emit(conversation, event);
    const conversation = new OpenConversation(stored, this.parts, {
      emit,
      changed,
      chipsChanged: () => this.events.chipsChanged(conversation),
      wentAway: () => this.leave(conversation),
    });
    this.open.set(stored.id, conversation);
    return conversation;
  }
}

async function closeConversation(conversation: OpenConversation): Promise<void> {
  conversation.isClosing = true;
  conversation.stopTitle();
  conversation.run?.abort.abort();
  await conversation.run?.over.catch(() => undefined); // How it ended stands in its turn.
  conversation.save();
  await conversation.saved();
}
