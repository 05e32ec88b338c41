import type { Workbench } from '../../tools/browser-vscode/workbench';
import { fromRoot } from '../../tools/root';

/** Takes a picture for the README where `FILLWRIGHT_SCREENSHOTS=1` asks for them; otherwise the pictures stay. */
export async function screenshotFor(editor: Workbench, name: string): Promise<void> {
  if (process.env.FILLWRIGHT_SCREENSHOTS !== '1') return;
  await editor.screenshot(fromRoot('media', 'readme', `${name}.png`));
}
