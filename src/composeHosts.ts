import * as vscode from 'vscode';
import { systemClock } from './common/clock';
import { topicLog } from './common/log';
import { composeChatHosts } from './composeChatHosts';
import type { Shell } from './composeShell';
import type { ChatHosts } from './hosts/chatHosts';
import { createCompletionHosts, type LiveCompletionHosts } from './hosts/completionHosts';
import { endpointEngine } from './hosts/endpointEngine';
import { rightsOfWay, type RightsOfWay } from './hosts/rightOfWay';
import { createWakeWatch } from './hosts/wakeWatch';
import { createEndpointTransports, type EndpointTransports } from './node/endpointTransports';
import { networkAddresses } from './node/networkAddresses';
import type { EndpointSettings } from './settings/settings';
import type { InferenceEngine } from './transport/engine';
import { siteLog } from './vscode/callSite';
import { sparesAgents } from './vscode/editorProxy';
import { watchWays } from './vscode/editorWays';
import { globalStateStore } from './vscode/globalStateStore';
import { adviseOnSharedModel } from './vscode/sharedModelNotice';

export interface Hosts {
  readonly transports: EndpointTransports;
  readonly hosts: LiveCompletionHosts;
  readonly engineFor: (endpoint: EndpointSettings) => InferenceEngine;
  /** For all that asks the same models as completion. */
  readonly rights: RightsOfWay;
  readonly chatHosts: ChatHosts;
}

/** The configured endpoints, as completion and chat use them. */
export function composeHosts(shell: Shell): Hosts {
  const { context, store, log, settings, callSite, secrets } = shell;
  const { version } = context.extension.packageJSON as { version: string };
  const transports = store.add(createEndpointTransports(version, secrets, sparesAgents));
  const engineFor = (endpoint: EndpointSettings): InferenceEngine =>
    endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, secrets);
  const rights = rightsOfWay(systemClock);
  const ports = {
    engineFor,
    rights,
    store: globalStateStore(context.globalState, log),
    clock: systemClock,
    log: siteLog(topicLog(log, 'hosts'), callSite),
    random: Math.random,
    hasWoken: createWakeWatch({ clock: systemClock, wallClock: () => Date.now(), network: networkAddresses }),
  };
  const hosts = store.add(createCompletionHosts(settings.current, ports));
  store.add(settings.onDidChange((changed) => hosts.configure(changed)));
  store.add(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) hosts.wake();
    }),
  );
  store.add(watchWays(context.secrets, () => hosts.reconnect()));
  store.add(adviseOnSharedModel(hosts, ports.store));
  const chatHosts = composeChatHosts({ ...shell, transports, engineFor, rights, completionHosts: hosts });
  return { transports, hosts, engineFor, rights, chatHosts };
}
