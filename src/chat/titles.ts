import { isAbort } from '../common/abort';
import { textOf } from './compaction';
import { answerText, shownPath, type AnswerNode, type UserNode } from './conversationTree';
import type { OpenConversation } from './openConversation';

/** Characters of a title at most. */
const LONGEST_TITLE = 60;
/** Characters of question and answer that a title is made from. */
const READ_CHARS = 1_500;
const TITLE_TOKENS = 24;

/** Makes a title of a conversation's beginning: an answer that breaks off leaves it findable in the history. */
export function giveFirstTitle(open: OpenConversation): void {
  const [question] = shownPath(open.stored);
  if (question?.kind !== 'user') return;
  setTitle(open, titleOf(question.text), { from: 'none', to: 'question' });
}

/** Makes a better title once the first answer is there. The next question ends it: then it is tried again. */
export async function giveTitle(open: OpenConversation): Promise<void> {
  const [question, answer] = shownPath(open.stored);
  if (question?.kind !== 'user') return;
  if (open.stored.titleSource !== 'question' || !isAnswered(answer)) return;
  if (open.parts.settings().titles !== 'model') return;
  const titling = new AbortController();
  open.titling = titling;
  const title = await askForTitle(open, question, answer, titling.signal);
  if (open.titling !== titling) return;
  open.titling = undefined;
  setTitle(open, title, { from: 'question', to: 'model' });
}

/** The first line that says something. */
export function titleOf(text: string): string {
  const line = text.split('\n').find((each) => /[\p{L}\p{N}]/u.test(each)) ?? '';
  const words = line.trim().replace(/\s+/g, ' ');
  if (words.length <= LONGEST_TITLE) return words;
  const cut = words.slice(0, LONGEST_TITLE).replace(/\s\S*$/, '');
  return `${cut}…`;
}

function isAnswered(node: ReturnType<typeof shownPath>[number] | undefined): node is AnswerNode {
  return node?.kind === 'answer' && node.state.kind === 'finished' && answerText(node).trim() !== '';
}

async function askForTitle(
  open: OpenConversation,
  question: UserNode,
  answer: AnswerNode,
  signal: AbortSignal,
): Promise<string> {
  const { session } = open;
  // A model that thinks at length would keep the host for the sake of a few words.
  if (session === undefined || !session.model.hasChatTemplate || session.model.thinking.kind === 'always')
    return '';
  const content = [
    'Give this conversation a title of at most six words, in its language. Answer with the title only.',
    `Question: ${question.text.slice(0, READ_CHARS)}`,
    `Answer: ${answerText(answer).slice(0, READ_CHARS)}`,
  ].join('\n\n');
  try {
    const asked = { session, messages: [{ role: 'user', content } as const], numPredict: TITLE_TOKENS };
    return cleanTitle(await textOf(asked, signal));
  } catch (thrown) {
    if (!isAbort(thrown)) open.parts.log.debug(`No title was made: ${String(thrown)}`);
    return '';
  }
}

/** Models like to quote, to number and to end with a full stop. */
export function cleanTitle(said: string): string {
  const line = titleOf(said.replace(/^\s*(title|titel)\s*:\s*/i, ''));
  return line.replace(/^[\s"'“”«»*#`.-]+|[\s"'“”«»*`.]+$/gu, '');
}

/** The user may have given one meanwhile. */
function setTitle(
  open: OpenConversation,
  title: string,
  source: { readonly from: 'none' | 'question'; readonly to: 'question' | 'model' },
): void {
  if (title === '' || open.stored.titleSource !== source.from) return;
  open.change((stored) => ({ ...stored, title, titleSource: source.to }));
}
