import * as vscode from 'vscode';
import { disposable, DisposableStore, type Disposable } from '../common/disposable';
import { t } from '../common/l10n';
import type { Log } from '../common/log';
import { textOfForeign } from '../chat/languageModel/foreignMessages';
import { requestFor } from '../chat/languageModel/foreignRequest';
import { mendedArguments } from '../chat/languageModel/mendedArguments';
import { offeredModels, type ModelOfferedToEditor } from '../chat/languageModel/offeredModels';
import { withoutThought } from '../chat/languageModel/settledText';
import type { ChatHosts } from '../hosts/chatHosts';
import type { Settings } from '../settings/settings';
import type { ToolCall } from '../transport/chatEngine';
import { TransportError } from '../transport/errors';
import type { CallSite } from './callSite';
import type { ChatTokens } from './chatTokens';
import { failureInWords } from './failureWords';
import { linkedSignal } from './linkedSignal';

/** As package.json contributes it. */
export const LANGUAGE_MODEL_VENDOR = 'fillwright';

export interface LanguageModelParts {
  readonly hosts: ChatHosts;
  readonly settings: () => Settings;
  readonly tokens: ChatTokens;
  readonly log: Log;
  readonly callSite: CallSite;
}

/** Offers the chat models of all endpoints to VS Code's own chat. Editors made from VS Code may lack it. */
export function registerLanguageModels(parts: LanguageModelParts): Disposable {
  const { lm } = vscode as { lm?: Partial<typeof vscode.lm> };
  if (typeof lm?.registerLanguageModelChatProvider !== 'function') {
    parts.log.info('This editor has no chat of its own that models could be offered to.');
    return disposable(() => undefined);
  }
  const store = new DisposableStore();
  const provider = store.add(createLanguageModelProvider(parts));
  store.add(lm.registerLanguageModelChatProvider(LANGUAGE_MODEL_VENDOR, provider));
  return store;
}

type Provider = vscode.LanguageModelChatProvider<ModelOfferedToEditor> & Disposable;

export function createLanguageModelProvider(parts: LanguageModelParts): Provider {
  const { hosts, settings, tokens, log, callSite } = parts;
  const changed = new vscode.EventEmitter<void>();
  let told = '';
  const offer = (): readonly ModelOfferedToEditor[] => offeredModels(hosts.endpoints, settings());
  // Asking for the models makes the hosts tell of changes: only news of the list itself is passed on.
  const subscription = hosts.onDidChange(() => {
    if (told !== '' && told !== JSON.stringify(offer())) changed.fire();
  });
  return {
    onDidChangeLanguageModelChatInformation: changed.event,
    provideLanguageModelChatInformation: async () => {
      if (hosts.endpoints.some(({ state }) => state === 'unknown')) await hosts.refresh();
      const models = offer();
      told = JSON.stringify(models);
      return [...models];
    },
    provideLanguageModelChatResponse: async (...asked) => {
      const [model, messages, options, progress, token] = asked;
      const { signal, unlink } = linkedSignal(token);
      try {
        await answer({ model, messages, options, progress, signal }, parts);
      } catch (thrown) {
        if (signal.aborted) return;
        if (thrown instanceof TransportError) log.warn(thrown.message);
        throw failureInWords(thrown, callSite);
      } finally {
        unlink();
      }
    },
    provideTokenCount: async ({ digest }, text) => {
      const counted = typeof text === 'string' ? text : textOfForeign(text.content);
      return (await tokens.count([counted], digest)).counts[0] ?? 0;
    },
    dispose: () => {
      subscription.dispose();
      changed.dispose();
    },
  };
}

interface Asked {
  readonly model: ModelOfferedToEditor;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly progress: vscode.Progress<vscode.LanguageModelResponsePart>;
  readonly signal: AbortSignal;
}

async function answer(
  { model, messages, options, progress, signal }: Asked,
  { hosts, tokens }: LanguageModelParts,
): Promise<void> {
  const session = await hosts.open(model.pick, signal);
  tokens.learn(model.digest, () => session.vocabulary(AbortSignal.timeout(VOCABULARY_MS)));
  const request = requestFor(session.model, {
    messages,
    tools: options.tools ?? [],
    mustCall: options.toolMode === vscode.LanguageModelChatToolMode.Required,
    sampling: options.modelOptions,
    maxTokens: model.maxOutputTokens,
  });
  let isEmpty = true;
  let hasCalled = false;
  const events = session.chat(request, signal, () => undefined);
  for await (const event of withoutThought(events, session.model.thinking)) {
    if (event.kind === 'done') continue;
    isEmpty = false;
    hasCalled ||= event.kind === 'tool-call';
    progress.report(
      event.kind === 'text' ? new vscode.LanguageModelTextPart(event.text) : toolCallPart(event.call),
    );
  }
  if (isEmpty)
    throw new Error(t('{0} gave an empty answer. Ask again, or choose another model.', model.name));
  if (request.mustCall && !hasCalled)
    throw new Error(
      t('{0} called no tool, though it had to. Ask again, or choose another model.', model.name),
    );
}

/** Vocabularies have some megabytes. */
const VOCABULARY_MS = 60_000;

function toolCallPart(call: ToolCall): vscode.LanguageModelToolCallPart {
  const given = call.malformed === undefined ? call.arguments : mendedArguments(call.malformed);
  if (given === undefined)
    throw new Error(
      t(
        'The model called the tool {0} with what is no JSON object: {1}',
        call.name,
        call.malformed?.slice(0, 200) ?? '',
      ),
    );
  // An id of its own: hosts number the calls of each answer from the start.
  return new vscode.LanguageModelToolCallPart(crypto.randomUUID(), call.name, { ...given });
}
