import { t } from '../common/l10n';
import type { ChatModelSession } from '../hosts/chatModelSession';
import type { ChatMessage } from '../transport/chatEngine';
import { leastThinking } from './askModel';
import { ChatFailure, sessionFor, stateOfFailure } from './answering';
import { attachmentBlock } from './chatMessages';
import {
  answerText,
  shownPath,
  type SentAttachment,
  type SummaryNode,
  type TurnNode,
} from './conversationTree';
import type { OpenConversation } from './openConversation';
import type { AnswerState } from './protocol';

const ASK =
  'Summarise the conversation below between a programmer and an assistant, so that it can go on from your summary alone. Keep decisions, requirements, names, paths and code that is still needed, also of what was attached. Answer with the summary only.';
const GO_ON = 'Here is a summary of the beginning and what was said after it. Make one summary of both.';
/** Tokens of a summary at most; a share of small windows. */
const LONGEST_SUMMARY = 1_024;

/** Puts a summary, made by the model, in place of all turns so far. Never rejects: the turn's state tells how it went. */
export async function compact(open: OpenConversation, signal: AbortSignal): Promise<boolean> {
  const path = shownPath(open.stored);
  const last = path.at(-1);
  if (last === undefined) return false;
  const attached = attachedIn(path);
  const node: SummaryNode = {
    kind: 'summary',
    id: open.parts.newId(),
    parent: last.id,
    at: open.parts.wallClock(),
    text: '',
    replacedTurns: path.filter(({ kind }) => kind !== 'summary').length,
    ...(attached.length === 0 ? {} : { attached }),
    state: { kind: 'waiting', reason: 'connecting' },
  };
  const show = (state: AnswerState, text = ''): void => open.showNode({ ...node, state, text });
  show(node.state);
  try {
    const session = await sessionFor(open, (reason) => show({ kind: 'waiting', reason }), signal);
    const text = await summarise(open, { session, path, show }, signal);
    show({ kind: 'finished', finishReason: 'stop' }, text);
    open.save();
    return true;
  } catch (thrown) {
    const state = stateOfFailure(open, thrown, signal);
    show(state);
    // A summary that failed must not stand for what was said.
    open.dropTurn(node.id);
    if (state.kind === 'failed') open.tell('error', state.failure.message);
    return false;
  }
}

/** What a summary stands for: its contents are sent no more than what was said. */
function attachedIn(path: readonly TurnNode[]): readonly string[] {
  const labels = path.flatMap((node) => (node.kind === 'user' ? node.attachments.map(labelOf) : []));
  return [...new Set(labels)];
}

function labelOf({ shown }: SentAttachment): string {
  return shown.path ?? shown.label;
}

interface Summarising {
  readonly session: ChatModelSession;
  readonly path: readonly TurnNode[];
  readonly show: (state: AnswerState, text: string) => void;
}

/** In as many steps as the window asks for, so that nothing is left out. */
async function summarise(
  open: OpenConversation,
  { session, path, show }: Summarising,
  signal: AbortSignal,
): Promise<string> {
  const longest = Math.min(LONGEST_SUMMARY, Math.floor(session.window / 4));
  const pieces = await piecesThatFit(open, path, session.window - 2 * longest - PROMPT_TOKENS);
  let summary = '';
  for (const piece of pieces) {
    const said = summary === '' ? piece : `${GO_ON}\n\nSummary:\n${summary}\n\nAfter it:\n${piece}`;
    const messages: ChatMessage[] = [{ role: 'user', content: `${ASK}\n\n${said}` }];
    const onText = (text: string): void => show({ kind: 'streaming' }, text);
    summary = await textOf({ session, messages, numPredict: longest, onText }, signal);
    if (summary === '') throw new ChatFailure('empty', t('The model gave no summary.'));
  }
  return summary;
}

/** Of the instructions around the conversation. */
const PROMPT_TOKENS = 200;

async function piecesThatFit(
  open: OpenConversation,
  path: readonly TurnNode[],
  mostTokens: number,
): Promise<readonly string[]> {
  const digest = open.session?.model.listing.digest ?? '';
  const start = path.findLastIndex(({ kind }) => kind === 'summary');
  const texts = path
    .slice(Math.max(0, start))
    .map(transcript)
    .flatMap((text) => cut(text, mostTokens));
  const { counts } = await open.parts.countTokens(texts, digest);
  const pieces: string[] = [];
  let taken = 0;
  texts.forEach((text, index) => {
    const tokens = counts[index] ?? 0;
    if (pieces.length > 0 && taken + tokens <= mostTokens) {
      pieces[pieces.length - 1] = `${pieces.at(-1) ?? ''}\n\n${text}`;
      taken += tokens;
    } else {
      pieces.push(text);
      taken = tokens;
    }
  });
  return pieces;
}

/** A text of one token per character at worst, so that every part surely fits. */
function cut(text: string, mostTokens: number): string[] {
  const longest = Math.max(1, mostTokens);
  const parts: string[] = [];
  for (let start = 0; start < text.length; start += longest) parts.push(text.slice(start, start + longest));
  return parts;
}

function transcript(node: TurnNode): string {
  switch (node.kind) {
    case 'user': {
      const attached = node.attachments.map(({ shown }) => shown.detail ?? shown.label);
      const note = attached.length === 0 ? '' : ` (attached: ${attached.join(', ')})`;
      const contents = node.attachments.map(attachmentBlock).filter((block) => block !== '');
      return [`Programmer${note}: ${node.prompt ?? node.text}`, ...contents].join('\n\n');
    }
    case 'answer':
      return `Assistant: ${answerText(node)}`;
    case 'summary':
      return `Summary: ${node.text}`;
  }
}

export interface PlainQuestion {
  readonly session: ChatModelSession;
  readonly messages: readonly ChatMessage[];
  readonly numPredict: number;
  readonly onText?: (text: string) => void;
}

/** The text of an answer to a question of Fillwright's own, without thinking where the model can be kept from it. */
export async function textOf(
  { session, messages, numPredict, onText }: PlainQuestion,
  signal: AbortSignal,
): Promise<string> {
  const { thinking } = session.model;
  const think = leastThinking(thinking);
  // A thought that can't be kept back takes its part of what may be said.
  const room =
    thinking.kind === 'always' || typeof think.think === 'string' ? Math.floor(session.window / 4) : 0;
  const request = { messages, options: { numPredict: numPredict + room, temperature: 0 }, ...think };
  let text = '';
  for await (const event of session.chat(request, signal, () => undefined)) {
    if (event.kind === 'text-was-thinking') text = '';
    if (event.kind !== 'text') continue;
    text += event.text;
    onText?.(text);
  }
  return text.trim();
}
