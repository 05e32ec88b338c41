import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { KeyValueStore } from '../hosts/keyValueStore';

/** Asks for an instruction in a box with the earlier ones below. */
export interface InstructionInput {
  /** Undefined when the user thinks better of it. */
  ask(title: string): Promise<string | undefined>;
}

const KEY = 'edit.instructions';
const MOST_KEPT = 20;

export function createInstructionInput(store: KeyValueStore): InstructionInput {
  return {
    ask: async (title) => {
      const earlier = keptIn(store);
      const instruction = await askWithHistory(title, earlier);
      if (instruction !== undefined)
        store.write(
          KEY,
          [instruction, ...earlier.filter((each) => each !== instruction)].slice(0, MOST_KEPT),
        );
      return instruction;
    },
  };
}

function keptIn(store: KeyValueStore): readonly string[] {
  const kept = store.read(KEY);
  return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
}

function askWithHistory(title: string, earlier: readonly string[]): Promise<string | undefined> {
  const box = vscode.window.createQuickPick();
  box.title = title;
  box.placeholder = t('What should change? Enter to start');
  const offer = (typed: string): void => {
    const items = earlier.filter((each) => each !== typed).map((label) => ({ label }));
    box.items = typed.trim() === '' ? items : [{ label: typed, alwaysShow: true }, ...items];
  };
  offer('');
  return new Promise((resolve) => {
    box.onDidChangeValue(offer);
    box.onDidAccept(() => {
      const chosen = box.activeItems[0]?.label ?? box.value;
      resolve(chosen.trim() === '' ? undefined : chosen.trim());
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}
