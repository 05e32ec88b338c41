import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { Disposable } from '../common/disposable';
import type { LiveCompletionHosts } from '../hosts/completionHosts';
import type { KeyValueStore } from '../hosts/keyValueStore';
import { openSetting } from './settingsNotice';
import { sharedModelAdvice } from './statusWords';

const KEY = 'shared model advice given';

/** Says once, ever, what to do where a chat answer keeps completion waiting. The status item says it each time. */
export function adviseOnSharedModel(
  hosts: Pick<LiveCompletionHosts, 'onDidChangeState'>,
  store: KeyValueStore,
): Disposable {
  return hosts.onDidChangeState((state) => {
    if (state.kind !== 'busy' || store.read(KEY) === true) return;
    store.write(KEY, true);
    const message = t(
      'Fillwright: chat and completion share {0} on {1}, and completion waits. {2}',
      state.model,
      state.endpoint,
      sharedModelAdvice(state.endpoint),
    );
    void vscode.window.showInformationMessage(message, t('Open Settings')).then((choice) => {
      if (choice !== undefined) void openSetting('fillwright.endpoints');
    });
  });
}
