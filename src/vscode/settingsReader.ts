import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import { Emitter, type Event } from '../common/emitter';
import { parseSettings, type RawSettings, type SettingProblem } from '../settings/parseSettings';
import { defaultSettings, type Settings } from '../settings/settings';
import { settingKeys } from './settingKeys';

/** The user's settings, always valid and up to date. */
export interface LiveSettings extends Disposable {
  readonly current: Settings;
  readonly problems: readonly SettingProblem[];
  /** Fires after a change of any Fillwright setting, mended ones as well as spoilt ones. */
  readonly onDidChange: Event<Settings>;
}

export function readSettings(): LiveSettings {
  const store = new DisposableStore();
  const changed = new Emitter<Settings>();
  let parsed = parseSettings(rawSettings(), defaultSettings);
  const reload = (): void => {
    // Where a value is wrong, the one before stays in force.
    parsed = parseSettings(rawSettings(), parsed.settings);
    changed.fire(parsed.settings);
  };
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('fillwright')) reload();
    }),
  );
  return {
    get current() {
      return parsed.settings;
    },
    get problems() {
      return parsed.problems;
    },
    onDidChange: changed.event,
    dispose: () => store.dispose(),
  };
}

/** What the user wrote: a setting left alone is absent, so that a default can be told from a choice. */
function rawSettings(): RawSettings {
  const config = vscode.workspace.getConfiguration();
  // Asked for each setting on its own, VS Code would put all scopes together as often: that takes long at start.
  const found = config.inspect<unknown>('fillwright');
  const scopes = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
  const written = settingKeys.filter((key) => scopes.some((scope) => valueAt(scope, key) !== undefined));
  return Object.fromEntries(written.map((key) => [key, config.get<unknown>(`fillwright.${key}`)]));
}

/** `key` with dots between its parts. */
function valueAt(scope: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (at, part) =>
        typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined,
      scope,
    );
}
