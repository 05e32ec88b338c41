import * as vscode from 'vscode';
import type { AttachmentPorts, FoundProblem } from '../chat/attachments/attachmentPorts';
import type { QuestionEmbedding } from '../chat/attachments/questionEmbedding';
import { looksSecret } from '../context/secretFiles';
import { uncommittedChanges } from '../node/gitDiff';
import type { WorkspacePlanner } from '../node/workerPlanner';
import { findPath } from './attachablePath';
import { isIgnored, keptFilesBelow } from './ignoredFiles';
import { folderName, pathInWorkspace } from './pathInWorkspace';
import type { TerminalOutput } from './terminalOutput';

export interface ChatAttachmentParts {
  readonly planner: Pick<WorkspacePlanner, 'query'>;
  /** The same question as the embedding model sees it, where there is one. */
  readonly questions: Pick<QuestionEmbedding, 'embed'>;
  readonly terminals: TerminalOutput;
  /** The editor that had the focus last: the panel has it while one types there. */
  readonly editor: () => vscode.TextEditor | undefined;
}

/** What chat attaches, as the editor, the file system, git and the repository's index know it. */
export function chatAttachments(parts: ChatAttachmentParts): AttachmentPorts {
  const { planner, terminals, editor } = parts;
  return {
    isTrusted: () => vscode.workspace.isTrusted,
    find: async (pathOrUri) => {
      const uri = uriOf(pathOrUri);
      return uri === undefined ? undefined : findPath(uri);
    },
    read: async (path) => {
      const uri = uriOf(path);
      if (uri === undefined) return undefined;
      const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
      return open?.getText() ?? readIfThere(uri);
    },
    filesIn,
    definitionLines,
    activeSelection: () => {
      const active = editor();
      if (active === undefined || active.selection.isEmpty) return undefined;
      const { document, selection } = active;
      const text = document.getText(selection);
      const { start, end } = selection;
      // Whole lines are selected up to the start of the next, of which nothing is.
      const endLine = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
      return { path: pathInWorkspace(document.uri), startLine: start.line + 1, endLine, text };
    },
    openFiles: () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [tab.input.uri] : []))
        .filter((uri) => vscode.workspace.getWorkspaceFolder(uri) !== undefined)
        .map(pathInWorkspace),
    problems,
    isIgnored: async (path) => {
      const uri = uriOf(path);
      return uri !== undefined && isIgnored(uri);
    },
    changes,
    terminal: () => terminals.last(),
    search: searchOf(parts),
    paths: async (typed, most, signal) => {
      const answer = await planner.query({ kind: 'paths', typed, most }, signal);
      return answer.kind === 'paths' ? answer.paths : [];
    },
    folders: async (typed, most, signal) => {
      const answer = await planner.query({ kind: 'folders', typed, most }, signal);
      return answer.kind === 'folders' ? answer.paths : [];
    },
    symbols: async (typed, most, signal) => {
      const answer = await planner.query({ kind: 'symbols', typed, most }, signal);
      if (answer.kind !== 'symbols') return [];
      return answer.definitions.map(({ name, kind, path, nameLine }) => ({
        name,
        kind,
        path,
        line: nameLine,
      }));
    },
  };
}

async function changes(signal: AbortSignal): ReturnType<AttachmentPorts['changes']> {
  const all = vscode.workspace.workspaceFolders ?? [];
  const prefixOf = (folder: vscode.WorkspaceFolder): string =>
    all.length > 1 ? `${folderName(folder)}/` : '';
  const found = await Promise.all(
    all
      .filter(({ uri }) => uri.scheme === 'file')
      .map(async (folder) => {
        const told = await uncommittedChanges(folder.uri.fsPath, signal);
        return told && { ...told, prefix: prefixOf(folder) };
      }),
  );
  return found.filter((told) => told !== undefined);
}

function searchOf({ planner, questions }: ChatAttachmentParts): AttachmentPorts['search'] {
  return async (question, most, signal) => {
    const embedded = await questions.embed(question, signal);
    const query = { kind: 'search', question, most, ...(embedded !== undefined && { embedded }) } as const;
    const answer = await planner.query(query, signal);
    return answer.kind === 'search' ? answer.hits : [];
  };
}

/** A URI as it is, a path from its workspace folder; undefined where no folder of the workspace is meant. */
function uriOf(pathOrUri: string): vscode.Uri | undefined {
  if (/^[a-z][a-z0-9+.-]+:\//i.test(pathOrUri)) return asKnownHere(vscode.Uri.parse(pathOrUri));
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0] && vscode.Uri.joinPath(folders[0].uri, pathOrUri);
  const [name, ...rest] = pathOrUri.split('/');
  const folder = folders.find((each) => folderName(each) === name);
  return folder && vscode.Uri.joinPath(folder.uri, ...rest);
}

/** A remote window names dropped files by its own scheme; where the extension runs there too, they are plain files. */
function asKnownHere(uri: vscode.Uri): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const isKnown = uri.scheme !== 'vscode-remote' || folders.some((each) => each.uri.scheme === uri.scheme);
  return isKnown ? uri : uri.with({ scheme: 'file', authority: '' });
}

async function readIfThere(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch {
    return undefined; // Deleted since, or not to be read.
  }
}

async function filesIn(folder: string, most: number): Promise<readonly string[]> {
  const uri = uriOf(folder);
  if (uri === undefined) return [];
  const found = await keptFilesBelow(uri, most);
  return found
    .map(pathInWorkspace)
    .filter((path) => !looksSecret(path))
    .sort((a, b) => (a < b ? -1 : 1));
}

async function definitionLines(path: string, line: number): Promise<readonly [number, number] | undefined> {
  const uri = uriOf(path);
  if (uri === undefined) return undefined;
  type Symbols = readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined;
  const found = await vscode.commands.executeCommand<Symbols>('vscode.executeDocumentSymbolProvider', uri);
  const ranges = (found ?? []).flatMap((symbol) =>
    'range' in symbol ? rangesOf(symbol) : [symbol.location.range],
  );
  const around = ranges.filter((range) => range.start.line < line && line <= range.end.line + 1);
  const innermost = around.sort((a, b) => a.end.line - a.start.line - (b.end.line - b.start.line))[0];
  return innermost && [innermost.start.line + 1, innermost.end.line + 1];
}

function rangesOf(symbol: vscode.DocumentSymbol): vscode.Range[] {
  return [symbol.range, ...symbol.children.flatMap(rangesOf)];
}

const severities = ['error', 'warning', 'information', 'hint'] as const;

function problems(path: string | undefined): FoundProblem[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) => diagnostics.map((each) => ({ path: pathInWorkspace(uri), each })))
    .filter(
      ({ path: own, each }) =>
        (path === undefined || own === path) && each.severity <= vscode.DiagnosticSeverity.Warning,
    )
    .sort((a, b) => a.each.severity - b.each.severity)
    .map(({ path: own, each: { range, severity, message, source } }) => ({
      path: own,
      startLine: range.start.line + 1,
      endLine: range.end.line + 1,
      text: `${own}:${range.start.line + 1}: ${severities[severity]}: ${message}${source === undefined ? '' : ` (${source})`}`,
    }));
}
