import type { IgnoredTargets } from './vscode/ignoredTargets';
import type { ExtensionContext } from 'vscode';
import type { DisposableStore } from './common/disposable';
import type { Log } from './common/log';
import type { SecretSource } from './settings/headerSecrets';
import type { CallSite } from './vscode/callSite';
import type { LiveSettings } from './vscode/settingsReader';
import type { Snooze } from './vscode/snooze';

/** What all parts stand in. */
export interface Shell {
  readonly context: ExtensionContext;
  readonly store: DisposableStore;
  readonly log: Log;
  readonly settings: LiveSettings;
  readonly snooze: Snooze;
  readonly callSite: CallSite;
  readonly secrets: SecretSource;
  readonly ignored: IgnoredTargets;
}
