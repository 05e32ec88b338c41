import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { Log } from '../common/log';
import { looksSecret } from '../context/secretFiles';
import type { OpenDocument, PromptPlanner } from '../context/promptPlanner';
import { isIgnored } from './ignoredFiles';
import { pathInWorkspace } from './pathInWorkspace';

/** Keeps the planner informed of the documents in tabs. */
export interface OpenDocuments extends Disposable {
  /**
   * Hands over what has changed since the last call, except in `target`: so nothing is copied for a key typed into it.
   */
  sync(target: vscode.TextDocument): void;
}

type DocumentListener = Pick<PromptPlanner, 'documentsOpened' | 'documentChanged' | 'documentClosed'>;

/** Larger files are data, logs or bundles: they would fill any window and say little. */
const LARGEST_DOCUMENT_UNITS = 1024 * 1024;
/** More tabs than a prompt can use. */
const MOST_DOCUMENTS = 24;
/** Documents of people's own code, wherever it is stored; not output, old versions or settings. */
const CODE_SCHEMES: ReadonlySet<string> = new Set([
  'file',
  'untitled',
  'vscode-remote',
  'vscode-vfs',
  'memfs',
]);

export function trackOpenDocuments(planner: DocumentListener, log: Log): OpenDocuments {
  const store = new DisposableStore();
  const recency: string[] = [];
  const handedOver = new Set<string>();
  const changed = new Set<string>();
  let stale = true;

  const touch = (editor: vscode.TextEditor | undefined): void => {
    stale = true;
    if (editor === undefined) return;
    const uri = editor.document.uri.toString();
    const at = recency.indexOf(uri);
    if (at >= 0) recency.splice(at, 1);
    recency.unshift(uri);
    recency.length = Math.min(recency.length, MOST_DOCUMENTS);
  };
  touch(vscode.window.activeTextEditor);

  const markStale = (): void => void (stale = true);
  store.add(vscode.window.onDidChangeActiveTextEditor(touch));
  store.add(vscode.window.tabGroups.onDidChangeTabs(markStale));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(markStale));
  store.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const uri = document.uri.toString();
      if (handedOver.has(uri)) changed.add(uri);
    }),
  );

  const handOver = (documents: readonly OpenDocument[]): void => {
    handedOver.clear();
    changed.clear();
    for (const { uri } of documents) handedOver.add(uri);
    planner.documentsOpened(documents);
  };
  const handOverChanges = (target: vscode.TextDocument): void => {
    // Mostly the target alone has changed: to list the documents costs more than to see that.
    if (changed.size === 0 || (changed.size === 1 && changed.has(target.uri.toString()))) return;
    for (const document of vscode.workspace.textDocuments) {
      const uri = document.uri.toString();
      if (document === target || !changed.delete(uri)) continue;
      if (isTooLarge(document)) planner.documentClosed(uri);
      else planner.documentChanged(openDocument(document));
    }
  };

  return {
    sync: (target) => {
      // In a workspace that isn't trusted, the file being edited is all that leaves the editor.
      if (!vscode.workspace.isTrusted) return;
      if (!stale) return handOverChanges(target);
      stale = false;
      documentsInTabs(recency).then(handOver, (cause: unknown) => {
        log.error('The open documents could not be read', cause);
      });
    },
    dispose: () => store.dispose(),
  };
}

/** The most recently used first; tabs that were not in front yet keep the order they stand in. */
async function documentsInTabs(recency: readonly string[]): Promise<readonly OpenDocument[]> {
  const rank = (uri: vscode.Uri): number => {
    const at = recency.indexOf(uri.toString());
    return at < 0 ? recency.length : at;
  };
  const uris = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [tab.input.uri] : []))
    .filter((uri, index, all) => all.findIndex((other) => other.toString() === uri.toString()) === index)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST_DOCUMENTS);
  const documents = await Promise.all(uris.map(shareable));
  return documents.filter((document) => document !== undefined);
}

/** Nothing from outside the workspace is context; without a folder, the tabs are all there is. */
function isOutside(uri: vscode.Uri): boolean {
  const hasFolders = (vscode.workspace.workspaceFolders ?? []).length > 0;
  return hasFolders && uri.scheme !== 'untitled' && vscode.workspace.getWorkspaceFolder(uri) === undefined;
}

/** The document as the planner may see it; undefined where it is outside, secret, ignored, too large or no code. */
async function shareable(uri: vscode.Uri): Promise<OpenDocument | undefined> {
  if (!CODE_SCHEMES.has(uri.scheme) || isOutside(uri) || looksSecret(uri.path)) return undefined;
  if (await isIgnored(uri)) return undefined;
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  // A tab that was never in front has no document yet; it becomes known when the user turns to it.
  return document === undefined || isTooLarge(document) ? undefined : openDocument(document);
}

function isTooLarge(document: vscode.TextDocument): boolean {
  return document.offsetAt(new vscode.Position(document.lineCount, 0)) > LARGEST_DOCUMENT_UNITS;
}

function openDocument(document: vscode.TextDocument): OpenDocument {
  return {
    uri: document.uri.toString(),
    path: pathInWorkspace(document.uri),
    languageId: document.languageId,
    version: document.version,
    text: document.getText(),
  };
}
