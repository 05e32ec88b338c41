import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { AnswerSoFar, Question } from '../chat/askModel';
import { editPrompt } from '../chat/edits/editPrompt';
import type { Proposal } from '../chat/edits/proposal';
import { refusalWords } from '../chat/edits/refusalWords';
import { editSoFar, finishedEdit } from '../chat/edits/streamedEdit';
import { writable, type EditReview, type Proposer } from './editReview';
import type { EditReviews } from './editReviews';
import { linkedSignal } from './linkedSignal';
import { createRefresher } from './refresher';
import type { RunningEdits } from './runningEdits';
import { pathInWorkspace } from './pathInWorkspace';
import { trackLines, type LineRange, type TrackedLines } from './trackedLines';

export interface InlineEditParts {
  readonly reviews: EditReviews;
  readonly running: RunningEdits;
  readonly ask: (question: Question, signal: AbortSignal) => AsyncIterable<AnswerSoFar>;
  /** Tokens of an answer with its thought. */
  readonly maxTokens: () => number;
}

export interface EditOrder {
  readonly document: vscode.TextDocument;
  readonly range: LineRange;
  readonly instruction: string;
}

/**
 * Asks the model for a change of some lines and shows it in the diff editor while it is written. Cancelling,
 * stopping all edits or closing the diff editor ends the answer on the host. Throws with the reason where nothing comes of it; nothing is written.
 */
export async function editLines(order: EditOrder, parts: InlineEditParts): Promise<void> {
  const { document, range, instruction } = order;
  await writable(document.uri);
  const place = trackLines(document, range);
  const path = pathInWorkspace(document.uri);
  const question: Question = {
    maxTokens: parts.maxTokens(),
    text: (promptTokens) =>
      editPrompt({ instruction, path, languageId: document.languageId, ...present(place) }, promptTokens),
  };
  const title = `Fillwright: ${instruction.length > 60 ? `${instruction.slice(0, 60)}…` : instruction}`;
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
    streamEdit({ document, place, question, token, say: (message) => progress.report({ message }) }, parts),
  );
}

interface Streaming {
  readonly document: vscode.TextDocument;
  readonly place: TrackedLines;
  readonly question: Question;
  readonly token: vscode.CancellationToken;
  readonly say: (message: string) => void;
}

/** Between two looks at the half-written change. */
const REFRESH_MS = 100;

async function streamEdit(streaming: Streaming, { reviews, running, ask }: InlineEditParts): Promise<void> {
  const { document, place, question, token, say } = streaming;
  const { signal: cancelled, unlink } = linkedSignal(token);
  const { signal: stopped, end } = running.begin();
  const signal = AbortSignal.any([cancelled, stopped]);
  const left = new AbortController();
  const by = {};
  let review: EditReview | undefined;
  let answer: AnswerSoFar = { text: '', isThinking: false };
  const show = async (): Promise<void> => {
    say(answer.isThinking ? t('thinking') : t('writing'));
    const lines = editSoFar(answer.text, present(place));
    if (review !== undefined && !reviews.isOpen(review)) left.abort();
    else if (lines !== undefined && review !== undefined) review.propose(lines, by);
    else if (lines !== undefined) review = await reviews.open(document, lines, by);
  };
  let failure: Error | undefined;
  const refresher = createRefresher(show, REFRESH_MS, (cause) => {
    failure = cause instanceof Error ? cause : new Error(String(cause));
    left.abort();
  });
  const closing = reviews.onDidClose((closed) => {
    if (closed === review) left.abort();
  });
  try {
    say(t('waiting for the host'));
    for await (answer of ask(question, AbortSignal.any([signal, left.signal]))) refresher.ask();
    await refresher.stop();
    if (failure !== undefined) throw failure;
    if (!left.signal.aborted)
      await settle(
        finishedEdit(answer.text, present(place), answer.finishReason),
        { review, by },
        streaming,
        reviews,
      );
  } catch (thrown) {
    await refresher.stop();
    if (review !== undefined) await reviews.withdraw(review, by);
    if (failure !== undefined) throw failure;
    if (!signal.aborted && !left.signal.aborted) throw thrown;
  } finally {
    closing.dispose();
    unlink();
    end();
  }
}

async function settle(
  proposal: Proposal,
  { review, by }: { readonly review: EditReview | undefined; readonly by: Proposer },
  { document }: Streaming,
  reviews: EditReviews,
): Promise<void> {
  if (proposal.kind === 'refused') throw new Error(refusalWords(proposal.refusal));
  if (review === undefined) await reviews.open(document, proposal.lines, by);
  else review.propose(proposal.lines, by);
}

function present(place: TrackedLines): NonNullable<ReturnType<TrackedLines['now']>> {
  const now = place.now();
  if (now === undefined)
    throw new Error(t('The lines were edited while the answer was coming: nothing is changed.'));
  return now;
}
