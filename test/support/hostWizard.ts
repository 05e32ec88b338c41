import path from 'node:path';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';

const patienceMs = 90_000;

type Locator = ReturnType<Workbench['page']['locator']>;

/** The steps of "Add a Host…" as they show on the page. */
export interface HostWizard {
  /** The title of the step in front, with this text. */
  step(title: string): Locator;
  /** The first line of the list with this text. */
  line(text: string | RegExp): Locator;
  /** From the command to the answer of an address. */
  connectTo(address: string): Promise<void>;
  /** Answers the text that a step asks for. */
  answer(text: string): Promise<void>;
  /** Answers the text that is asked for in these words, once they show. */
  answerTo(prompt: string, text: string): Promise<void>;
  /** Presses the button that leads back. */
  goBack(): Promise<void>;
  /** Chooses a file in the dialog with this title. */
  chooseFile(title: string, file: string): Promise<void>;
  /** From the models to a trial of the demo model that went well. */
  tryDemoModel(): Promise<void>;
  /** From a trial to the end. */
  saveFirst(name: string): Promise<void>;
  /** Leaves it, at whatever step it is. */
  close(): Promise<void>;
}

export function hostWizard(editor: Workbench): HostWizard {
  const widget = editor.page.locator('.quick-input-widget');
  const step = (title: string): Locator => widget.locator('.quick-input-title', { hasText: title });
  const line = (text: string | RegExp): Locator =>
    editor.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const answer = async (text: string): Promise<void> => {
    await widget.locator('input').fill(text);
    await editor.press('Enter');
  };
  return {
    step,
    line,
    answer,
    answerTo: async (prompt, text) => {
      await widget.locator('.quick-input-message', { hasText: prompt }).waitFor();
      await answer(text);
    },
    goBack: () => widget.locator('.quick-input-left-action-bar .action-label').click(),
    connectTo: async (address) => {
      await editor.runCommand('Fillwright: Add a Host…');
      await step('where is it').waitFor();
      await editor.type(address);
      // Whole: Enter takes what the list holds, which follows the typing.
      await line(`Connect to ${address}`).waitFor();
      await editor.press('Enter');
    },
    chooseFile: async (title, file) => {
      await step(title).waitFor();
      // The dialog writes its first folder into the field together with the first lines, over whatever stands there.
      await line(/./).waitFor();
      await waitUntil(async () => (await widget.locator('input').inputValue()).startsWith('/'), {
        timeoutMs: patienceMs,
        what: 'the first folder of the dialog',
      });
      await widget.locator('input').fill(file);
      // Not by Enter: where the list is late, that takes the way up to the folder above.
      await line(path.basename(file)).click();
    },
    tryDemoModel: async () => {
      await step('model for completion').waitFor();
      await line('fillwright-demo').click();
      await step('model for chat').waitFor();
      await line('No chat').click();
      await step('trying it').waitFor();
      await step('all is well').waitFor();
      await line('Speed').waitFor();
    },
    saveFirst: async (name) => {
      await line('Save as the first choice').click();
      await step('name').waitFor();
      await answer(name);
    },
    close: async () => {
      // From a file dialog Escape leads back to the step before.
      const isGone = async (): Promise<boolean> => {
        if (!(await widget.isVisible())) return true;
        await editor.press('Escape');
        return false;
      };
      await waitUntil(isGone, { timeoutMs: patienceMs, what: 'the wizard to close' });
    },
  };
}
