import type {
  AnswerMetrics,
  AnswerPart,
  AnswerState,
  Attachment,
  BranchPlace,
  ThinkValue,
  Turn,
} from './protocol';

/** A conversation as it is kept: all branches, and which of them is shown. Changed by making another value. */
export interface StoredConversation {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly titleSource: 'none' | 'question' | 'model' | 'user';
  readonly pinned: boolean;
  /** Milliseconds since 1970, of the last turn or change. */
  readonly updatedAt: number;
  readonly endpoint?: string;
  readonly model?: string;
  /** Nobody has picked the model: it answered last, and another may stand in for it. */
  readonly isByOrder?: boolean;
  readonly think?: ThinkValue;
  readonly nodes: readonly TurnNode[];
  /** By parent (`''` for the first turn): the child that is shown, where it isn't the latest. */
  readonly chosen: Readonly<Record<string, string>>;
  /** Ids of turns that were deleted, so that another window's copy does not bring them back. */
  readonly deleted: readonly string[];
}

interface NodeIdentity {
  readonly id: string;
  /** The turn it follows; absent for a first turn. */
  readonly parent?: string;
  readonly at: number;
}

export type TurnNode = UserNode | AnswerNode | SummaryNode;

export interface UserNode extends NodeIdentity {
  readonly kind: 'user';
  /** As typed. */
  readonly text: string;
  /** As sent, where a slash command made another text of it. */
  readonly prompt?: string;
  readonly attachments: readonly SentAttachment[];
}

/** An attachment with its contents as they were when it was sent, so that a turn can be sent again just so. */
export interface SentAttachment {
  readonly shown: Attachment;
  readonly text?: string;
  readonly imageBase64?: string;
}

export interface AnswerNode extends NodeIdentity {
  readonly kind: 'answer';
  readonly endpoint: string;
  readonly model: string;
  readonly parts: readonly AnswerPart[];
  readonly state: AnswerState;
  readonly metrics?: AnswerMetrics;
}

export interface SummaryNode extends NodeIdentity {
  readonly kind: 'summary';
  readonly text: string;
  readonly replacedTurns: number;
  /** What was attached to them, by path or label. */
  readonly attached?: readonly string[];
  readonly state: AnswerState;
}

export function newConversation(id: string, at: number): StoredConversation {
  return {
    format: 1,
    id,
    title: '',
    titleSource: 'none',
    pinned: false,
    updatedAt: at,
    nodes: [],
    chosen: {},
    deleted: [],
  };
}

/** The shown branch, from its first turn on. */
export function shownPath(conversation: StoredConversation): readonly TurnNode[] {
  const byParent = childrenByParent(conversation.nodes);
  const path: TurnNode[] = [];
  for (let parent = ''; ;) {
    const children = byParent.get(parent) ?? [];
    const chosen = children.find(({ id }) => id === conversation.chosen[parent]);
    const next = chosen ?? children.at(-1);
    if (next === undefined) return path;
    path.push(next);
    parent = next.id;
  }
}

/** The turns up to this one, itself included. */
export function pathTo(conversation: StoredConversation, id: string): readonly TurnNode[] {
  const byId = new Map(conversation.nodes.map((node) => [node.id, node]));
  const path: TurnNode[] = [];
  for (let node = byId.get(id); node !== undefined; node = byId.get(node.parent ?? '')) path.unshift(node);
  return path;
}

export function nodeOf(conversation: StoredConversation, id: string): TurnNode | undefined {
  return conversation.nodes.find((node) => node.id === id);
}

/** Adds a turn, or puts its new value in place of the old; a new one is shown. */
export function withNode(conversation: StoredConversation, node: TurnNode): StoredConversation {
  const isKnown = conversation.nodes.some(({ id }) => id === node.id);
  if (isKnown) {
    const nodes = conversation.nodes.map((other) => (other.id === node.id ? node : other));
    return { ...conversation, nodes };
  }
  return {
    ...conversation,
    nodes: [...conversation.nodes, node],
    chosen: { ...conversation.chosen, [node.parent ?? '']: node.id },
    updatedAt: node.at,
  };
}

/** Shows the sibling with this index. */
export function withChosenBranch(
  conversation: StoredConversation,
  id: string,
  index: number,
): StoredConversation {
  const parent = nodeOf(conversation, id)?.parent ?? '';
  const sibling = (childrenByParent(conversation.nodes).get(parent) ?? [])[index];
  if (sibling === undefined) return conversation;
  return { ...conversation, chosen: { ...conversation.chosen, [parent]: sibling.id } };
}

/** Without the turn and all that follows it, on any branch. */
export function withoutTurn(conversation: StoredConversation, id: string, at: number): StoredConversation {
  const byParent = childrenByParent(conversation.nodes);
  const gone = new Set<string>();
  const drop = (dropped: string): void => {
    gone.add(dropped);
    for (const child of byParent.get(dropped) ?? []) drop(child.id);
  };
  drop(id);
  return {
    ...conversation,
    updatedAt: at,
    nodes: conversation.nodes.filter((node) => !gone.has(node.id)),
    deleted: [...conversation.deleted, ...gone],
  };
}

/** The shown branch as the page gets it. */
export function shownTurns(conversation: StoredConversation): readonly Turn[] {
  const byParent = childrenByParent(conversation.nodes);
  return shownPath(conversation).map((node) => turnOf(node, byParent.get(node.parent ?? '') ?? []));
}

export function shownTurn(conversation: StoredConversation, node: TurnNode): Turn {
  return turnOf(node, childrenByParent(conversation.nodes).get(node.parent ?? '') ?? [node]);
}

/** An answer's own text, without thoughts. */
export function answerText(node: AnswerNode): string {
  return node.parts
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text)
    .join('');
}

export function isUnderWay(node: TurnNode): boolean {
  return node.kind !== 'user' && (node.state.kind === 'waiting' || node.state.kind === 'streaming');
}

function turnOf(node: TurnNode, siblings: readonly TurnNode[]): Turn {
  const { id, at } = node;
  const branch: BranchPlace = {
    index: Math.max(0, siblings.findIndex((other) => other.id === id)),
    count: Math.max(1, siblings.length),
  }; // prettier-ignore
  switch (node.kind) {
    case 'user': {
      const attachments = node.attachments.map(({ shown }) => shown);
      return { kind: 'user', id, at, branch, text: node.text, attachments };
    }
    case 'answer': {
      const { endpoint, model, parts, state, metrics } = node;
      const measured = metrics === undefined ? {} : { metrics };
      return { kind: 'answer', id, at, branch, endpoint, model, parts, state, ...measured };
    }
    case 'summary': {
      const { text, replacedTurns, attached = [], state } = node;
      return { kind: 'summary', id, at, branch, text, replacedTurns, attached, state };
    }
  }
}

/** In the order in which they were made, which two windows agree on. */
function childrenByParent(nodes: readonly TurnNode[]): ReadonlyMap<string, readonly TurnNode[]> {
  const byParent = new Map<string, TurnNode[]>();
  for (const node of nodes) {
    const children = byParent.get(node.parent ?? '') ?? [];
    children.push(node);
    byParent.set(node.parent ?? '', children);
  }
  for (const children of byParent.values()) {
    children.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }
  return byParent;
}
