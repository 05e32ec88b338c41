import type { Conversation, PanelCommand, PanelEvent } from '../../chat/protocol';
import { textAfter, type DraftChange } from '../state';

/** Of the input, what the page keeps over hiding and reloads. */
export interface KeptState {
  readonly conversation?: string;
  readonly draft?: string;
}

interface Keeping {
  readonly kept: KeptState;
  keep(state: KeptState): void;
  readonly send: (command: PanelCommand) => void;
}

/** What is written in the conversation that is shown, as it outlives the input and the page. Free of the browser. */
export class KeptDraft {
  private isFirst = true;
  /** What stood in the input as another conversation was asked for. */
  private left: string | undefined;

  constructor(private readonly bridge: Keeping) {}

  get kept(): string {
    return this.bridge.kept.draft ?? '';
  }

  keep(draft: string): void {
    this.bridge.keep({ draft });
  }

  /** Tells the extension, for the meter; of a conversation that is being left it knows already. */
  tell(conversation: string, text: string): void {
    if (this.left === undefined && conversation === this.bridge.kept.conversation) this.send(text);
  }

  /** Another conversation is asked for: what is typed from now on is meant for that one. */
  leave(): void {
    this.left = this.kept;
    this.send(this.left);
  }

  /** To be called with each event, and the change of the draft that it stands for where there is one. */
  take(event: PanelEvent, change: DraftChange | undefined): void {
    if (event.type === 'opened') this.open(event.conversation);
    else if (change !== undefined) this.keep(textAfter(this.kept, change));
  }

  private open(conversation: Conversation): void {
    const { id, draft = '' } = conversation;
    const before = this.bridge.kept.conversation;
    if (this.isFirst) {
      // The page kept the last keys too, which the extension may not have heard of.
      const isEmpty = conversation.turns.length === 0 && draft === '';
      if (this.kept === '' || !(id === before || isEmpty)) this.keep(draft);
    } else if (id !== before) {
      const typed = this.left === undefined ? '' : typedSince(this.left, this.kept);
      this.send(this.left ?? this.kept);
      this.keep([draft, typed].filter((text) => text !== '').join('\n\n'));
    }
    this.isFirst = false;
    this.left = undefined;
    this.bridge.keep({ conversation: id });
  }

  private send(text: string): void {
    const { conversation } = this.bridge.kept;
    if (conversation !== undefined) this.bridge.send({ type: 'draft', conversation, text });
  }
}

function typedSince(before: string, now: string): string {
  return now.startsWith(before) ? now.slice(before.length).trimStart() : now;
}
