import type * as vscode from 'vscode';
import { systemClock } from './common/clock';
import type { DisposableStore } from './common/disposable';
import { topicLog, type Log } from './common/log';
import { createChatHosts, type ChatHosts } from './hosts/chatHosts';
import type { LiveCompletionHosts } from './hosts/completionHosts';
import { engineEndpoint } from './hosts/engineEndpoint';
import type { RightsOfWay } from './hosts/rightOfWay';
import type { EndpointTransports } from './node/endpointTransports';
import type { SecretSource } from './settings/headerSecrets';
import type { EndpointSettings } from './settings/settings';
import type { InferenceEngine } from './transport/engine';
import { createOllamaChatEngine } from './transport/ollamaChatEngine';
import { createOpenAiChatEngine } from './transport/openAiChatEngine';
import { globalStateStore } from './vscode/globalStateStore';
import type { LiveSettings } from './vscode/settingsReader';

export interface ChatHostsParts {
  readonly context: vscode.ExtensionContext;
  readonly store: DisposableStore;
  readonly log: Log;
  readonly settings: LiveSettings;
  readonly secrets: SecretSource;
  readonly transports: EndpointTransports;
  readonly completionHosts: LiveCompletionHosts;
  readonly rights: RightsOfWay;
  readonly engineFor: (endpoint: EndpointSettings) => InferenceEngine;
}

/** The endpoints as chat uses them, beside completion. */
export function composeChatHosts(parts: ChatHostsParts): ChatHosts {
  const { context, store, log, settings, secrets, completionHosts } = parts;
  const hosts = createChatHosts(settings.current, {
    enginesFor: (endpoint) => {
      const create = endpoint.engine === 'openai' ? createOpenAiChatEngine : createOllamaChatEngine;
      const ports = { http: parts.transports.for(endpoint), clock: systemClock };
      return {
        inference: parts.engineFor(endpoint),
        chat: create(engineEndpoint(endpoint, secrets), ports),
      };
    },
    store: globalStateStore(context.globalState, log),
    log: topicLog(log, 'chat'),
    rights: parts.rights,
    live: completionHosts,
    completionWindow: async (signal) => {
      try {
        return await completionHosts.session(signal);
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        return undefined; // Completion stands still; its own state tells why.
      }
    },
  });
  store.add(hosts);
  store.add(settings.onDidChange((changed) => hosts.configure(changed)));
  return hosts;
}
