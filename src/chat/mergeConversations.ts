import { t } from '../common/l10n';
import { isUnderWay, type AnswerNode, type StoredConversation, type TurnNode } from './conversationTree';
import type { Failure } from './protocol';

/** Of two windows' copies of a conversation, one that has the turns of both. What was changed last wins elsewhere. */
export function mergeConversations(ours: StoredConversation, theirs: StoredConversation): StoredConversation {
  const [older, newer] = ours.updatedAt >= theirs.updatedAt ? [theirs, ours] : [ours, theirs];
  const deleted = new Set([...older.deleted, ...newer.deleted]);
  const nodes = new Map(older.nodes.map((node) => [node.id, node]));
  for (const node of newer.nodes) nodes.set(node.id, fuller(node, nodes.get(node.id)));
  return {
    ...newer,
    ...title(newer, older),
    nodes: [...nodes.values()].filter(({ id }) => !deleted.has(id)),
    chosen: { ...older.chosen, ...newer.chosen },
    deleted: [...deleted],
  };
}

/** A copy as it lies on the disk may hold an answer that is under way in another window, or was when its window was closed. */
export function interrupted(conversation: StoredConversation): StoredConversation {
  if (!conversation.nodes.some(isUnderWay)) return conversation;
  const state = { kind: 'failed', failure: notComplete() } as const;
  const nodes = conversation.nodes.map((node) =>
    node.kind !== 'user' && isUnderWay(node) ? { ...node, state } : node,
  );
  return { ...conversation, nodes };
}

/** A file does not tell whether the window is still there that writes it. */
function notComplete(): Failure {
  const message = t(
    'This answer is not complete here. If another window is still answering, it shows whole when you come back to this one; if that window was closed, try again.',
  );
  return { code: 'interrupted', message, isRetryable: true };
}

/** Why an answer is not complete whose window was closed. */
export function windowClosed(): Failure {
  const message = t('The window was closed before the answer was complete.');
  return { code: 'interrupted', message, isRetryable: true };
}

/** The user's own title is worth more than one that was made. */
function title(
  newer: StoredConversation,
  older: StoredConversation,
): Pick<StoredConversation, 'title' | 'titleSource'> {
  const keepsOlder = newer.titleSource !== 'user' && older.titleSource === 'user';
  const from = keepsOlder || newer.titleSource === 'none' ? older : newer;
  return { title: from.title, titleSource: from.titleSource };
}

function fuller(node: TurnNode, other: TurnNode | undefined): TurnNode {
  if (other === undefined || node.kind === 'user' || other.kind === 'user') return node;
  const [a, b] = [completeness(node), completeness(other)];
  return b > a ? other : node;
}

/** An answer that came to its end counts more than one that was interrupted, however long. */
function completeness(node: Exclude<TurnNode, { kind: 'user' }>): number {
  const chars = node.kind === 'summary' ? node.text.length : charsOf(node);
  const isOver = node.state.kind === 'finished' || node.state.kind === 'stopped';
  return chars + (isOver ? Number.MAX_SAFE_INTEGER / 2 : 0);
}

function charsOf({ parts }: AnswerNode): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0);
}

/** Whether a copy as it is kept has turns, or an end of one, that ours has not. */
export function hasNews(kept: StoredConversation, ours: StoredConversation): boolean {
  const known = new Map(ours.nodes.map((node) => [node.id, node]));
  const gone = new Set(ours.deleted);
  const isNews = (node: TurnNode): boolean => {
    const own = known.get(node.id);
    if (own === undefined) return !gone.has(node.id);
    return node.kind !== 'user' && own.kind !== 'user' && node.state.kind !== own.state.kind;
  };
  return kept.nodes.some(isNews) || kept.deleted.some((id) => known.has(id)) || kept.title !== ours.title;
}
