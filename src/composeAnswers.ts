import { lazily } from './common/lazily';
import { topicLog } from './common/log';
import type { ChatService } from './chat/chatService';
import type { Edits } from './composeEdits';
import type { Shell } from './composeShell';
import type { ChatHosts } from './hosts/chatHosts';
import type { WorkspacePlanner } from './node/workerPlanner';
import { createChatPanels } from './vscode/chatPanels';
import { chatTokens } from './vscode/chatTokens';
import { registerCodeActions } from './vscode/codeActions';
import { answerCommandIds } from './vscode/commandIds';
import { handlersOnLoad, type AnswerHandlers } from './vscode/commands';
import { registerLanguageModels } from './vscode/languageModelProvider';
import { watchLastEditor } from './vscode/lastEditor';
import { watchTerminals } from './vscode/terminalOutput';

/** What models are asked for in words, and what becomes of their answers. */
export interface Answers {
  readonly edits: Edits;
  readonly chat: ChatService;
  readonly handlers: AnswerHandlers;
}

export interface AnswersOnLoad {
  /** Loads it on the first call. */
  readonly answers: () => Promise<Answers>;
  readonly handlers: AnswerHandlers;
  /** Resolves when all is kept that answers under way have come to. */
  readonly close: () => Promise<void>;
}

/**
 * Chat and edits. The editor learns at once where they are found, and what they will look back on is followed from now
 * on; they themselves are loaded when somebody uses them, for many windows never do.
 */
export function composeAnswers(shell: Shell, hosts: ChatHosts, planner: WorkspacePlanner): AnswersOnLoad {
  const { context, store, settings, log, callSite } = shell;
  const terminals = store.add(watchTerminals());
  const lastEditor = store.add(watchLastEditor());
  const chatLog = topicLog(log, 'chat');
  const tokens = chatTokens(planner, chatLog);
  store.add(
    registerLanguageModels({ hosts, tokens, settings: () => settings.current, log: chatLog, callSite }),
  );
  store.add(registerCodeActions(() => settings.current.chat.codeActions));
  let loaded: ChatService | undefined;
  const answers = lazily(async (): Promise<Answers> => {
    const [{ composeEdits }, { composeChat, chatCommands }] = await Promise.all([
      import('./composeEdits'),
      import('./composeChat'),
    ]);
    const editor = (): typeof lastEditor.current => lastEditor.current;
    const edits = composeEdits({ ...shell, hosts, editor });
    const { answerActions } = edits;
    const chat = composeChat({ ...shell, hosts, planner, answerActions, terminals, editor });
    loaded = chat;
    return { edits, chat, handlers: { ...edits.handlers, ...chatCommands(chat, panels, editor) } };
  });
  const panels = store.add(
    createChatPanels({
      extensionUri: context.extensionUri,
      connect: async (emit) => (await answers()).chat.attachView(emit),
      log,
    }),
  );
  return {
    answers,
    handlers: handlersOnLoad(answerCommandIds, async () => (await answers()).handlers),
    close: async () => loaded?.close(),
  };
}
