import type { ExtensionContext } from 'vscode';
import { compose, type Fillwright } from './compose';

let running: Fillwright | undefined;

/** The editor's entry: builds, registers, and hands back what other code may look at. */
export function activate(context: ExtensionContext): Fillwright {
  const startedAt = performance.now();
  const fillwright = compose(context);
  context.subscriptions.push(fillwright);
  running = fillwright;
  fillwright.log.info(`activated in ${Math.round(performance.now() - startedAt)} ms`);
  return fillwright;
}

/** The editor waits a few seconds for it before it ends the extension host. */
export function deactivate(): Promise<void> | undefined {
  return running?.close();
}
