import path from 'node:path';
import type { Workbench } from '../../tools/browser-vscode/workbench';

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
      if (await widget.isVisible()) await widget.locator('input').press('Escape');
      await widget.waitFor({ state: 'hidden' });
    },
  };
}
