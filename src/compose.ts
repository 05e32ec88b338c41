import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from './common/disposable';
import type { Event } from './common/emitter';
import { lazily } from './common/lazily';
import { t, useTranslation } from './common/l10n';
import { topicLog, type Log } from './common/log';
import type { CompletionOutcome, NoCompletionReason } from './completion/outcome';
import { promptModel } from './completion/promptModel';
import { refusal } from './completion/trigger';
import { statisticsReport } from './completion/statisticsReport';
import { composeCompletion, type Completion } from './composeCompletion';
import { composeHosts } from './composeHosts';
import type { HostToolsShell } from './composeHostTools';
import type { Shell } from './composeShell';
import { rememberGiven, type GivenSecrets } from './settings/givenSecrets';
import type { PromptPlanner } from './context/promptPlanner';
import type { LiveCompletionHosts } from './hosts/completionHosts';
import { offerModels } from './hosts/modelOffer';
import { machineName } from './node/machineName';
import { createWorkerPlanner, type WorkspacePlanner } from './node/workerPlanner';
import type { TargetText } from './prompt/targetText';
import type { EndpointSettings } from './settings/settings';
import type { InferenceEngine } from './transport/engine';
import { composeAnswers, type Answers } from './composeAnswers';
import { secretNames, secretRedactor } from './settings/headerSecrets';
import { commandHandlers } from './vscode/actions';
import type { ModelSource } from './vscode/chooseModel';
import { hostCommandIds } from './vscode/commandIds';
import { handlersOnLoad, registerCommands, type HostHandlers } from './vscode/commands';
import { editorCallSite, runOnOtherSide } from './vscode/editorCallSite';
import { editorSecrets } from './vscode/editorSecrets';
import { createExplanationView, type ExplanationView } from './vscode/explanationView';
import { channelLog } from './vscode/logChannel';
import { createPromptView, type BuildPrompt } from './vscode/promptView';
import { showIndexStatus, type IndexStatus } from './vscode/indexStatus';
import { editorLanguageHints } from './vscode/languageHints';
import { feedWorkspace } from './vscode/workspaceFeed';
import { warnOfProblems } from './vscode/settingsNotice';
import { createHostsView } from './vscode/hostsView';
import { readSettings, type LiveSettings } from './vscode/settingsReader';
import { watchIgnored } from './vscode/ignoredTargets';
import { createSnooze } from './vscode/snooze';
import { createStatisticsView } from './vscode/statisticsView';
import { showStatus, type StatusItem } from './vscode/statusItem';
import { statusWords, type StatusFacts, type StatusWords } from './vscode/statusWords';

/** The running extension as others may look at it; the editor hands it out as the extension's exports. */
export interface Fillwright extends Disposable {
  readonly log: Log;
  readonly provider: vscode.InlineCompletionItemProvider;
  /** Fires with what each query came to. */
  readonly onDidComplete: Event<CompletionOutcome>;
  /** Chat and edits, loaded on the first call. */
  answers(): Promise<Answers>;
  status(): StatusWords;
  /** Before the end: resolves when all is kept that must not be lost with the window. */
  close(): Promise<void>;
}

/** Makes everything that lives as long as the extension. Disposing the result ends all of it. */
export function compose(context: vscode.ExtensionContext): Fillwright {
  useTranslation(vscode.l10n.t);
  const store = new DisposableStore();
  const settings = store.add(readSettings());
  const secrets = rememberGiven(editorSecrets(context.secrets));
  const { channel, log, clean } = openLog(store, settings, secrets);
  const callSite = editorCallSite(context.extension, machineName());
  const shell: Shell = {
    context,
    store,
    log,
    settings,
    secrets,
    snooze: store.add(createSnooze()),
    ignored: store.add(watchIgnored()),
    callSite,
  };

  const { hosts, engineFor, transports, chatHosts } = composeHosts(shell);
  const { planner, indexStatus } = composeContext(shell);
  const completion = composeCompletion(shell, hosts, planner);
  const status = composeStatus(shell, hosts, completion);
  const handlers = commandHandlers({
    snooze: shell.snooze,
    channel,
    statisticsView: store.add(createStatisticsView(() => statisticsReport(completion.statistics.rows))),
    explanationView: explanationView(shell, completion, () => status.facts()),
    promptView: store.add(
      createPromptView(promptBuilder(shell, hosts, planner), (prompt) =>
        completion.engine.cachedChars(prompt),
      ),
    ),
    indexStatus,
    models: modelSource(hosts, engineFor),
    secrets: context.secrets,
    secretNames: () => secretNames(settings.current),
    trigger: () => completion.trigger(),
    statusFacts: () => status.facts(),
    retryHost: () => hosts.retryNow(),
    runOnOtherSide: () => runOnOtherSide(context.extension.id, shell.callSite),
  });
  const { answers, handlers: answerCommands, close } = composeAnswers(shell, chatHosts, planner);
  const hostCommands = composeHostCommands({ ...shell, transports, hosts, redact: clean }, completion);
  store.add(registerCommands({ ...handlers, ...answerCommands, ...hostCommands }, log, callSite));
  store.add(warnOfProblems(settings, log));
  if (settings.current.completion.enabled) hosts.open();
  const { provider, onDidComplete } = completion;
  return {
    log,
    provider,
    onDidComplete,
    answers,
    status: () => statusWords(status.facts()),
    close,
    dispose: () => store.dispose(),
  };
}

function modelSource(
  hosts: LiveCompletionHosts,
  engineFor: (endpoint: EndpointSettings) => InferenceEngine,
): ModelSource {
  return {
    endpoint: () => hosts.endpoint,
    offers: async (endpoint, signal) =>
      offerModels(await hosts.listModels(signal), engineFor(endpoint), signal),
  };
}

/** The tree of hosts, and the tools that look after them, which are loaded on first use. */
function composeHostCommands(
  parts: Omit<HostToolsShell, 'hostsView' | 'restCompletion'>,
  { engine }: Completion,
): HostHandlers {
  const { store, hosts, callSite } = parts;
  const hostsView = store.add(
    createHostsView({
      endpoints: () => hosts.endpoints,
      onDidChange: hosts.onDidChangeEndpoints,
      callSite,
    }),
  );
  const tools = lazily(async () =>
    (await import('./composeHostTools')).composeHostTools({
      ...parts,
      hostsView,
      restCompletion: () => {
        engine.rest();
        hosts.leaveUnloaded();
      },
    }),
  );
  return handlersOnLoad(hostCommandIds, tools);
}

/** The status item. */
function composeStatus(shell: Shell, hosts: LiveCompletionHosts, completion: Completion): StatusItem {
  const { store, settings, snooze, callSite, ignored } = shell;
  return store.add(
    showStatus({
      settings,
      snooze,
      callSite,
      isIgnored: ignored.check,
      endpointState: () => hosts.state,
      endpointUrl: () => hosts.endpoint?.url,
      endpointStates: () => hosts.endpoints.map(({ state }) => state),
      lastLatencyMs: completion.lastLatencyMs,
      changes: [hosts.onDidChangeState, hosts.onDidChangeEndpoints, ignored.onDidChange],
      onDidComplete: completion.onDidComplete,
    }),
  );
}

/** The log, which no secret gets into, and what keeps them out. */
function openLog(
  store: DisposableStore,
  settings: LiveSettings,
  secrets: GivenSecrets,
): { channel: vscode.LogOutputChannel; log: Log; clean: (text: string) => string } {
  const channel = store.add(vscode.window.createOutputChannel('Fillwright', { log: true }));
  let redact = secretRedactor(settings.current);
  store.add(settings.onDidChange((changed) => (redact = secretRedactor(changed))));
  const clean = (text: string): string => secrets.redact(redact(text));
  return { channel, log: store.add(channelLog(channel, clean)), clean };
}

interface Context {
  readonly planner: WorkspacePlanner;
  readonly indexStatus: IndexStatus;
}

/** Its worker starts with the first prompt. */
function composeContext({ context, store, log }: Shell): Context {
  const workerFile = vscode.Uri.joinPath(context.extensionUri, 'dist', 'contextWorker.js').fsPath;
  const hints = store.add(editorLanguageHints());
  const words = vscode.l10n.bundle ?? {};
  const planner = store.add(createWorkerPlanner({ workerFile, words, log: topicLog(log, 'context'), hints }));
  store.add(feedWorkspace(planner, context));
  return { planner, indexStatus: store.add(showIndexStatus(planner)) };
}

function explanationView(
  { store, settings, snooze, ignored }: Shell,
  { queries }: Completion,
  statusFacts: () => StatusFacts,
): ExplanationView {
  const refusalNow = async (target: TargetText): Promise<NoCompletionReason | undefined> =>
    refusal({ target, trigger: 'automatic' }, settings.current.completion, snooze.until !== undefined) ??
    ((await ignored.check(target.uri)) ? 'ignored-file' : undefined);
  return store.add(createExplanationView({ queries, statusFacts, refusal: refusalNow }));
}

/** Suffix tokens of a prompt that is shown, not sent: as many as a fast host reads. */
const SHOWN_SUFFIX_TOKENS = 128;

function promptBuilder({ settings }: Shell, hosts: LiveCompletionHosts, planner: PromptPlanner): BuildPrompt {
  return async (target, signal) => {
    const session = await hosts.session(signal, target.uri);
    if (session === undefined) throw new Error(t('No model is ready; the status item tells why.'));
    const limits = {
      reserveTokens: settings.current.completion.maxTokens,
      suffixTokens: SHOWN_SUFFIX_TOKENS,
    };
    return planner.build({ target, model: promptModel(session), limits }, signal);
  };
}
