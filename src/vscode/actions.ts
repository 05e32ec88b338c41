import * as vscode from 'vscode';
import { assertNever } from '../common/assertNever';
import { chooseModel, type ModelSource } from './chooseModel';
import type { CommandId } from './commandIds';
import type { PlainHandlers } from './commands';
import type { ExplanationView } from './explanationView';
import type { IndexStatus } from './indexStatus';
import type { MenuAction } from './menuEntries';
import type { PromptView } from './promptView';
import { openSetting } from './settingsNotice';
import type { Snooze } from './snooze';
import { storeSecret } from './storeSecret';
import { showMenu, showSnoozeMenu } from './statusMenu';
import type { StatisticsView } from './statisticsView';
import type { StatusFacts } from './statusWords';
import { turnCompletion, turnLanguage } from './switches';

export interface ActionParts {
  readonly snooze: Snooze;
  readonly models: ModelSource;
  readonly promptView: PromptView;
  readonly explanationView: ExplanationView;
  readonly statisticsView: StatisticsView;
  readonly indexStatus: Pick<IndexStatus, 'stop' | 'resume'>;
  readonly channel: vscode.LogOutputChannel;
  readonly secrets: vscode.SecretStorage;
  /** The secrets that headers name. */
  secretNames(): readonly string[];
  /** Asks for a completion at the editor's cursor. */
  trigger(): Promise<void>;
  statusFacts(): StatusFacts;
  retryHost(): void;
  runOnOtherSide(): Promise<void>;
}

/** What each command does. */
export function commandHandlers(parts: ActionParts): PlainHandlers {
  const run = (action: MenuAction): Promise<void> => runAction(action, parts);
  return {
    'fillwright.trigger': () => parts.trigger(),
    'fillwright.toggle': () => turnCompletion(!parts.statusFacts().enabled),
    'fillwright.snooze': async (minutes) => {
      if (typeof minutes === 'number' && minutes > 0) parts.snooze.start(minutes);
      else await showSnoozeMenu(parts.statusFacts(), run);
    },
    'fillwright.chooseModel': () => chooseModel(parts.models),
    'fillwright.explainNoCompletion': () => parts.explanationView.show(),
    'fillwright.showPrompt': () => parts.promptView.show(),
    'fillwright.showLog': () => parts.channel.show(),
    'fillwright.statistics': () => parts.statisticsView.show(),
    'fillwright.stopIndexing': () => parts.indexStatus.stop(),
    'fillwright.resumeIndexing': () => parts.indexStatus.resume(),
    'fillwright.menu': () => showMenu(parts.statusFacts(), parts.secretNames(), run),
  };
}

async function runCommand(id: CommandId): Promise<void> {
  await vscode.commands.executeCommand(id);
}

async function runAction(action: MenuAction, parts: ActionParts): Promise<void> {
  switch (action.kind) {
    case 'turn':
      return turnCompletion(action.on);
    case 'turn-language':
      return turnLanguage(action.languageId, action.on);
    case 'snooze':
      return parts.snooze.start(action.minutes);
    case 'end-snooze':
      return parts.snooze.end();
    case 'retry':
      return parts.retryHost();
    case 'choose-model':
      return chooseModel(parts.models);
    case 'store-secret':
      if (await storeSecret(action.name, parts.secrets)) parts.retryHost();
      return;
    case 'diagnose':
      return runCommand('fillwright.diagnose');
    case 'add-host':
      return runCommand('fillwright.addHost');
    case 'other-side':
      return parts.runOnOtherSide();
    case 'explain':
      return parts.explanationView.show();
    case 'show-log':
      return parts.channel.show();
    case 'open-settings':
      return openSetting('fillwright');
    default:
      return assertNever(action);
  }
}
