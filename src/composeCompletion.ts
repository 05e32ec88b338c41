import * as vscode from 'vscode';
import { systemClock } from './common/clock';
import type { DisposableStore } from './common/disposable';
import { Emitter, type Event } from './common/emitter';
import { createCompletionEngine, type CompletionEngine } from './completion/engine';
import { keepStatistics, type LocalStatistics } from './completion/localStatistics';
import type { CompletionItem, CompletionOutcome } from './completion/outcome';
import type { Shell } from './composeShell';
import type { PromptPlanner } from './context/promptPlanner';
import type { LiveCompletionHosts } from './hosts/completionHosts';
import type { WorkspacePlanner } from './node/workerPlanner';
import type { TargetText } from './prompt/targetText';
import { acceptedCommand } from './vscode/commandIds';
import { refreshCompletions } from './vscode/completionRefresh';
import { registerCompletions } from './vscode/completionRegistration';
import { watchCursor } from './vscode/cursorWatch';
import { globalStateStore } from './vscode/globalStateStore';
import { createInlineCompletionProvider } from './vscode/inlineCompletionProvider';
import { trackOpenDocuments, type OpenDocuments } from './vscode/openDocuments';
import { createQueryLog, type QueryLog } from './vscode/queryLog';
import { followWorkspaceFolders } from './vscode/targetSnapshot';

export interface Completion {
  readonly provider: vscode.InlineCompletionItemProvider;
  readonly onDidComplete: Event<CompletionOutcome>;
  readonly lastLatencyMs: () => number | undefined;
  readonly engine: CompletionEngine;
  readonly statistics: LocalStatistics;
  readonly queries: QueryLog;
  /** Has the editor ask at its cursor. */
  trigger(): Promise<void>;
}

/** Ghost text: the engine, and the editor's side of it. */
export function composeCompletion(
  shell: Shell,
  hosts: LiveCompletionHosts,
  planner: PromptPlanner & Pick<WorkspacePlanner, 'onIndexProgress'>,
): Completion {
  const { context, store, log, settings, snooze, ignored } = shell;
  const documents = store.add(trackOpenDocuments(planner, log));
  const statistics = keepStatistics(globalStateStore(context.globalState, log));
  const engine = store.add(
    createCompletionEngine({
      hosts,
      planner,
      clock: systemClock,
      log,
      settings: () => settings.current.completion,
      isSnoozed: () => snooze.until !== undefined,
      isIgnored: ignored.check,
      count: (key, event) => statistics.count(key, event),
    }),
  );
  const completed = new Emitter<CompletionOutcome>();
  const queries = createQueryLog();
  const refresh = store.add(
    refreshCompletions({
      onDidGrow: engine.onDidGrow,
      onDidChangeState: hosts.onDidChangeState,
      latest: queries.latest,
      trigger: () => registration.trigger(),
    }),
  );
  const provider = createInlineCompletionProvider({
    complete: (query, signal) => engine.complete(query, signal),
    isRefresh: (target) => refresh.isOwn(target),
    queried: (target) => {
      hosts.expectCompletion();
      documents.sync(target);
    },
    ended: (query) => {
      queries.note(query);
      completed.fire(query.outcome);
    },
    acceptedCommand,
    log,
  });
  const registration = store.add(registerCompletions(provider));
  store.add(
    vscode.commands.registerCommand(acceptedCommand, (item: CompletionItem) => engine.accepted(item)),
  );
  store.add(planner.onIndexProgress(({ phase }) => phase === 'ready' && engine.contextGrew()));
  followAttention(store, engine, documents);
  return {
    provider,
    onDidComplete: completed.event,
    lastLatencyMs: queries.lastLatencyMs,
    engine,
    statistics,
    queries,
    trigger: () => registration.trigger(),
  };
}

/** Tells the engine what the user looks at: reading ahead follows it. */
function followAttention(store: DisposableStore, engine: CompletionEngine, documents: OpenDocuments): void {
  engine.focusChanged(vscode.window.state.focused);
  store.add(vscode.window.onDidChangeWindowState(({ focused }) => engine.focusChanged(focused)));
  const moved = (target: TargetText, document: vscode.TextDocument): void => {
    documents.sync(document);
    engine.moved(target);
  };
  store.add(followWorkspaceFolders());
  store.add(watchCursor(moved));
}
