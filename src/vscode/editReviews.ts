import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import { Emitter, type Event } from '../common/emitter';
import { t } from '../common/l10n';
import type { Hunk } from '../chat/edits/hunks';
import {
  createEditReview,
  nameOf,
  REVIEW_SCHEME,
  writable,
  type EditReview,
  type Proposer,
} from './editReview';
import { registerReviewLenses } from './reviewLenses';
import { reviewTab, shownIn } from './reviewTabs';

/** Shows proposed changes in VS Code's own diff editor, one review per document, until each is accepted or rejected. */
export interface EditReviews extends Disposable {
  /** Throws where the document can't be written. Changes that are under review already stay beside the new ones. */
  open(document: vscode.TextDocument, lines: readonly string[], by: Proposer): Promise<EditReview>;
  /** The review of a document; undefined where nothing is proposed for it. */
  of(uri: vscode.Uri): EditReview | undefined;
  /** Takes back a proposer's changes; the diff editor closes where no others are left. */
  withdraw(review: EditReview, by: Proposer): Promise<void>;
  /** Whether it goes on: its diff editor is still there. */
  isOpen(review: EditReview): boolean;
  /** Fires when the user closes its diff editor. */
  readonly onDidClose: Event<EditReview>;
  accept(which: ChangeChoice): Promise<void>;
  reject(which: ChangeChoice): Promise<void>;
}

/** All changes of the review in front, the one at the cursor, or one by its place as a CodeLens gives it. */
export type ChangeChoice = 'all' | 'here' | { readonly shown: string; readonly index: number };

/** By the address of the document that is shown. */
type OpenReviews = Map<string, EditReview>;

export function createEditReviews(): EditReviews {
  const store = new DisposableStore();
  const reviews: OpenReviews = new Map();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  let opened = 0;
  store.add(registerContents(reviews, changed.event));
  store.add(registerReviewLenses((shown) => reviews.get(shown), changed.event));
  store.add(followTargets(reviews));
  const closed = new Emitter<EditReview>();
  store.add(followTabs(reviews, (review) => closed.fire(review)));

  const act = async (which: ChangeChoice, use: ActOn): Promise<void> => {
    const review = typeof which === 'object' ? reviews.get(which.shown) : reviewInFront(reviews);
    if (review === undefined) throw new Error(t('No changes are under review in this editor.'));
    await use(review, chosen(review, which));
    await closeIfDone(review, reviews);
  };
  return {
    open: async (document, lines, by) => {
      const target = await writable(document.uri);
      const earlier = ofTarget(target.uri, reviews);
      if (earlier !== undefined) {
        tellReplaced(target.uri, earlier.propose(lines, by).length);
        await show(earlier);
        return earlier;
      }
      // An address of its own, so that news of an earlier review's tab is not taken for this one's.
      const shown = target.uri.with({
        scheme: REVIEW_SCHEME,
        authority: '',
        query: String(++opened),
        fragment: '',
      });
      const review = createEditReview(target, shown, () => changed.fire(shown));
      reviews.set(shown.toString(), review);
      review.propose(lines, by);
      await show(review);
      return review;
    },
    of: (uri) => ofTarget(uri, reviews),
    withdraw: async (review, by) => {
      review.withdraw(by);
      if (review.hunks.length === 0) await close(review, reviews);
    },
    onDidClose: closed.event,
    isOpen: (review) => reviews.get(review.shown.toString()) === review,
    accept: (which) => act(which, (review, hunks) => review.accept(hunks)),
    reject: (which) => act(which, (review, hunks) => Promise.resolve(review.reject(hunks))),
    dispose: () => store.dispose(),
  };
}

async function show({ target, shown }: EditReview): Promise<void> {
  const title = t('{0}: proposed changes', nameOf(target));
  const viewColumn = reviewTab(shown)?.group.viewColumn;
  await vscode.commands.executeCommand('vscode.diff', target, shown, title, {
    preview: false,
    ...(viewColumn !== undefined && { viewColumn }),
  });
}

type ActOn = (review: EditReview, hunks: readonly Hunk[]) => Promise<void>;

function registerContents(reviews: OpenReviews, changed: vscode.Event<vscode.Uri>): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(REVIEW_SCHEME, {
    onDidChange: changed,
    provideTextDocumentContent: (uri) => reviews.get(uri.toString())?.proposedText() ?? '',
  });
}

/** A document that is edited elsewhere keeps its review, but for the changes that were edited. */
function followTargets(reviews: OpenReviews): Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document }) => {
    const review = ofTarget(document.uri, reviews);
    if (review === undefined) return;
    const dropped = review.targetChanged(document);
    if (dropped.length === 0) return;
    tellDropped(document.uri, dropped.length);
    void closeIfDone(review, reviews);
  });
}

/** Closing the diff editor rejects what is left. */
function followTabs(reviews: OpenReviews, closedByUser: (review: EditReview) => void): Disposable {
  return vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
    for (const tab of closed) {
      const review = reviews.get(shownIn(tab) ?? '');
      if (review === undefined) continue;
      reviews.delete(review.shown.toString());
      closedByUser(review);
    }
  });
}

async function close(review: EditReview, reviews: OpenReviews): Promise<void> {
  reviews.delete(review.shown.toString());
  const tab = reviewTab(review.shown);
  if (tab !== undefined) await vscode.window.tabGroups.close(tab);
}

async function closeIfDone(review: EditReview, reviews: OpenReviews): Promise<void> {
  if (review.hunks.length > 0) return;
  const viewColumn = reviewTab(review.shown)?.group.viewColumn;
  await close(review, reviews);
  const document = await vscode.workspace.openTextDocument(review.target);
  await vscode.window.showTextDocument(document, { ...(viewColumn !== undefined && { viewColumn }) });
}

function ofTarget(uri: vscode.Uri, reviews: OpenReviews): EditReview | undefined {
  return [...reviews.values()].find(({ target }) => target.toString() === uri.toString());
}

function chosen(review: EditReview, which: ChangeChoice): readonly Hunk[] {
  if (which === 'all') return review.hunks;
  const editor = vscode.window.activeTextEditor;
  const line = editor?.selection.active.line ?? 0;
  const side = editor?.document.uri.scheme === REVIEW_SCHEME ? 'shown' : 'target';
  const hunk = which === 'here' ? review.hunkAt(line, side) : review.hunks[which.index];
  return hunk === undefined ? [] : [hunk];
}

function reviewInFront(reviews: OpenReviews): EditReview | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return tab === undefined ? undefined : reviews.get(shownIn(tab) ?? '');
}

function tellDropped(uri: vscode.Uri, count: number): void {
  const message =
    count === 1
      ? t('{0} was edited where a change was proposed: that change is dropped.', nameOf(uri))
      : t('{0} was edited where {1} changes were proposed: they are dropped.', nameOf(uri), count);
  void vscode.window.showWarningMessage(`Fillwright: ${message}`);
}

function tellReplaced(uri: vscode.Uri, count: number): void {
  if (count === 0) return;
  const message =
    count === 1
      ? t('A change that was proposed for {0} before gives way to a new one of the same lines.', nameOf(uri))
      : t(
          '{0} changes that were proposed for {1} before give way to new ones of the same lines.',
          count,
          nameOf(uri),
        );
  void vscode.window.showInformationMessage(`Fillwright: ${message}`);
}
