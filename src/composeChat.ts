import * as vscode from 'vscode';
import type { HandleAnswerAction } from './chat/answerActions';
import { createQuestionEmbedding } from './chat/attachments/questionEmbedding';
import { createAttachmentResolver } from './chat/attachments/resolveAttachments';
import { createChatService, type ChatService } from './chat/chatService';
import { rememberingCounts } from './chat/contextMeter';
import { createChatHistory, type ChatFiles } from './chat/history';
import { createLastPick } from './chat/lastPick';
import { createPromptLibrary } from './chat/prompts/promptFiles';
import { createUnsentStore } from './chat/unsent';
import { systemClock } from './common/clock';
import type { DisposableStore } from './common/disposable';
import { topicLog, type Log } from './common/log';
import type { ChatHosts } from './hosts/chatHosts';
import { createChatFiles } from './node/chatFiles';
import { embeddedRepository } from './node/embeddedRepository';
import type { WorkspacePlanner } from './node/workerPlanner';
import { addToChatHandlers } from './vscode/addToChat';
import { askHandlers, type AskHandlers } from './vscode/askCommands';
import type { CallSite } from './vscode/callSite';
import { chatAttachments } from './vscode/chatAttachments';
import { chatHandlers, type ChatPanels } from './vscode/chatPanels';
import { chatTokens } from './vscode/chatTokens';
import { failureMessage } from './vscode/failureWords';
import { globalStateStore } from './vscode/globalStateStore';
import { promptFilesReader } from './vscode/promptFilesReader';
import type { LiveSettings } from './vscode/settingsReader';
import { sharedStorage } from './vscode/sharedStorage';
import type { TerminalOutput } from './vscode/terminalOutput';

export interface ChatComposition {
  readonly context: vscode.ExtensionContext;
  readonly store: DisposableStore;
  readonly log: Log;
  readonly settings: LiveSettings;
  readonly callSite: CallSite;
  readonly hosts: ChatHosts;
  readonly planner: WorkspacePlanner;
  readonly answerActions: HandleAnswerAction;
  readonly terminals: TerminalOutput;
  /** The text editor that was used last. */
  readonly editor: () => vscode.TextEditor | undefined;
}

/** For each workspace: some hundred images. */
const KEPT_BYTES = 128 * 1024 * 1024;

type ChatCommands = ReturnType<typeof chatHandlers> & ReturnType<typeof addToChatHandlers> & AskHandlers;

/** The conversations of this window. Pages are attached to it by whoever shows them. */
export function composeChat(parts: ChatComposition): ChatService {
  const { context, store, settings, hosts, planner, callSite } = parts;
  const log = topicLog(parts.log, 'chat');
  const tokens = chatTokens(planner, log);
  const questions = store.add(
    createQuestionEmbedding({
      embedder: () => hosts.embedder,
      repository: embeddedRepository(planner),
      clock: systemClock,
      log,
    }),
  );
  const attachments = chatAttachments({
    planner,
    questions,
    terminals: parts.terminals,
    editor: parts.editor,
  });
  // A window without a folder has no storage of its own.
  const storage = sharedStorage((context.storageUri ?? context.globalStorageUri).fsPath);
  const filesIn = (folder: string): ChatFiles =>
    createChatFiles(vscode.Uri.joinPath(vscode.Uri.file(storage), folder).fsPath);
  const window = globalStateStore(context.workspaceState, log);
  const service = createChatService(
    {
      hosts,
      history: createChatHistory(
        filesIn('conversations'),
        { conversations: () => settings.current.chat.keptConversations, bytes: KEPT_BYTES },
        log,
      ),
      attachments: createAttachmentResolver(attachments),
      prompts: createPromptLibrary(promptFilesReader(attachments)),
      picks: createLastPick(window),
      unsent: createUnsentStore({ files: filesIn('unsent'), window, clock: systemClock, log }),
      countTokens: rememberingCounts(tokens.count),
      learnVocabulary: tokens.learn,
      settings: () => settings.current.chat,
      clock: systemClock,
      log,
      wallClock: () => Date.now(),
      newId: () => crypto.randomUUID(),
      failureText: ({ facts }) => failureMessage(facts, callSite),
    },
    { showText, confirmDelete, handleAnswerAction: parts.answerActions },
  );
  store.add(service);
  store.add(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) void service.reload();
    }),
  );
  return service;
}

/** The commands of the chat. */
export function chatCommands(
  chat: ChatService,
  panels: ChatPanels,
  editor: ChatComposition['editor'],
): ChatCommands {
  const focusChat = (): Promise<void> => panels.focus();
  const ask: ChatService['ask'] = (text, sources) => chat.ask(text, sources);
  return {
    ...chatHandlers(panels),
    ...addToChatHandlers(chat, focusChat),
    ...askHandlers({ ask, focusChat, editor }),
  };
}

async function showText(content: string, language: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

async function confirmDelete(question: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true }, yes)) === yes;
}
