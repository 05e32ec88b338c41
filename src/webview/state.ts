// What the page shows, as one value that events change. Free of the browser.
import type {
  AnswerPart,
  AnswerTurn,
  Catalogue,
  Composer,
  Conversation,
  Deltas,
  Mention,
  Notice,
  PanelEvent,
  SearchHit,
  Turn,
} from '../chat/protocol';

export interface PanelState {
  readonly catalogue: Catalogue;
  /** Undefined until the extension has answered. */
  readonly conversation: Conversation | undefined;
  readonly composer: Composer | undefined;
  readonly view: 'chat' | 'history';
  /** The user turn that is being edited; with a text where the edit has begun before. */
  readonly editing: { readonly turn: string; readonly text?: string } | undefined;
  readonly notice: Notice | undefined;
  readonly mentions: { readonly request: number; readonly items: readonly Mention[] } | undefined;
  readonly found: { readonly request: number; readonly hits: readonly SearchHit[] } | undefined;
  readonly draft: DraftChange;
}

/** A text for the input; `serial` tells one from the next that says the same. */
export interface DraftChange {
  readonly text: string;
  readonly serial: number;
  /** It comes before what stands in the input, and not in its place. */
  readonly isAhead: boolean;
}

/** What the page itself does to its state. */
export type LocalEvent =
  | { readonly type: 'showView'; readonly view: PanelState['view'] }
  | { readonly type: 'edit'; readonly turn: string | undefined }
  | { readonly type: 'tell'; readonly notice: Notice }
  | { readonly type: 'dismissNotice' };

export const initialState: PanelState = {
  catalogue: { type: 'catalogue', conversations: [], slashCommands: [] },
  conversation: undefined,
  composer: undefined,
  view: 'chat',
  editing: undefined,
  notice: undefined,
  mentions: undefined,
  found: undefined,
  draft: { text: '', serial: 0, isAhead: false },
};

export function reduce(state: PanelState, event: PanelEvent | LocalEvent): PanelState {
  switch (event.type) {
    case 'catalogue':
      return listed(state, event);
    case 'opened':
      return opened(state, event.conversation);
    case 'turn':
      return inConversation(state, event.conversation, (shown) => withTurn(shown, event.turn));
    case 'deltas':
      return inConversation(state, event.conversation, (shown) => withDeltas(shown, event));
    case 'activity':
      return inConversation(state, event.conversation, (shown) => ({
        ...shown,
        pending: undefined,
        ...event.activity,
      }));
    case 'composer':
      return event.composer.conversation === state.conversation?.id
        ? { ...state, composer: event.composer }
        : state;
    case 'mentions':
      return { ...state, mentions: event };
    case 'found':
      return { ...state, found: event };
    case 'setDraft':
      return event.conversation === state.conversation?.id
        ? { ...state, view: 'chat', draft: nextDraft(state, event.text, true) }
        : state;
    case 'setEdit':
      return event.conversation === state.conversation?.id
        ? { ...state, view: 'chat', editing: event.edit }
        : state;
    case 'notice':
    case 'tell':
      return { ...state, notice: event.notice };
    case 'showView':
      return { ...state, view: event.view };
    case 'edit':
      return { ...state, editing: event.turn === undefined ? undefined : { turn: event.turn } };
    case 'dismissNotice':
      return { ...state, notice: undefined };
  }
}

/** Whether the open conversation does something that can be stopped: the extension says so, whatever turns are shown. */
export function isRunning(conversation: Conversation | undefined): boolean {
  return conversation?.isRunning ?? false;
}

/** Whether a summary would stand for an answer that is still sent. */
export function canCompact({ isRunning, turns }: Conversation): boolean {
  if (isRunning) return false;
  const live = turns.slice(turns.findLastIndex(({ kind }) => kind === 'summary') + 1);
  return live.some(({ kind }) => kind === 'answer');
}

/** What stands in the input after a change: what comes back goes before what was typed since. */
export function textAfter(text: string, change: DraftChange): string {
  return change.isAhead && text.trim() !== '' ? `${change.text}\n\n${text}` : change.text;
}

/** The turns to show: none from the one on that a pending question takes the place of. */
export function turnsBefore({ turns, pending }: Conversation): readonly Turn[] {
  const from = turns.findIndex(({ id }) => id === pending?.replaces);
  return from < 0 ? turns : turns.slice(0, from);
}

export function isUnderWay(turn: Turn): boolean {
  return turn.kind !== 'user' && (turn.state.kind === 'waiting' || turn.state.kind === 'streaming');
}

/** The whole text of an answer without the model's thoughts. */
export function answerText(turn: AnswerTurn): string {
  return turn.parts
    .filter((part) => part.kind === 'text')
    .map((part) => part.text)
    .join('');
}

/** The list is what tells of a new title: the open conversation is not sent anew for it. */
function listed(state: PanelState, catalogue: Catalogue): PanelState {
  const { conversation } = state;
  const summary = catalogue.conversations.find(({ id }) => id === conversation?.id);
  if (conversation === undefined || summary === undefined) return { ...state, catalogue };
  return { ...state, catalogue, conversation: { ...conversation, ...summary } };
}

function opened(state: PanelState, conversation: Conversation): PanelState {
  if (conversation.id === state.conversation?.id) return { ...state, conversation };
  const composer = state.composer?.conversation === conversation.id ? state.composer : undefined;
  const draft = nextDraft(state, conversation.draft ?? '', false);
  const editing = conversation.edit;
  return { ...state, conversation, composer, draft, view: 'chat', editing, notice: undefined };
}

function nextDraft({ draft }: PanelState, text: string, isAhead: boolean): DraftChange {
  return { text, isAhead, serial: draft.serial + 1 };
}

function inConversation(
  state: PanelState,
  id: string,
  change: (conversation: Conversation) => Conversation,
): PanelState {
  const { conversation } = state;
  return conversation?.id === id ? { ...state, conversation: change(conversation) } : state;
}

function withTurn(conversation: Conversation, turn: Turn): Conversation {
  const isKnown = conversation.turns.some(({ id }) => id === turn.id);
  const turns = isKnown
    ? conversation.turns.map((other) => (other.id === turn.id ? turn : other))
    : [...conversation.turns, turn];
  return { ...conversation, turns };
}

function withDeltas(conversation: Conversation, { turn: id, deltas }: Deltas): Conversation {
  const turns = conversation.turns.map((turn) =>
    turn.id === id && turn.kind === 'answer'
      ? { ...turn, parts: deltas.reduce(withDelta, turn.parts) }
      : turn,
  );
  return { ...conversation, turns };
}

function withDelta(parts: readonly AnswerPart[], delta: Deltas['deltas'][number]): readonly AnswerPart[] {
  const grown = parts[delta.part];
  if (grown === undefined) return [...parts, { kind: delta.kind, text: delta.text }];
  return parts.with(delta.part, { ...grown, text: grown.text + delta.text });
}
