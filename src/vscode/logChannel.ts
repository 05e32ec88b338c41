import type { LogOutputChannel } from 'vscode';
import { disposable, type Disposable } from '../common/disposable';
import type { Log } from '../common/log';

/**
 * Writes to the editor's log channel, which adds time and level and lets the user choose the level. `clean` takes out
 * what must not be read by whoever the log is shown to. Dispose of it before the channel: a closed one throws.
 */
export function channelLog(channel: LogOutputChannel, clean: (text: string) => string): Log & Disposable {
  let isOpen = true;
  const writeAt =
    (level: 'trace' | 'debug' | 'info' | 'warn') =>
    (message: string): void => {
      if (isOpen) channel[level](clean(message));
    };
  const close = disposable(() => (isOpen = false));
  return {
    trace: writeAt('trace'),
    debug: writeAt('debug'),
    info: writeAt('info'),
    warn: writeAt('warn'),
    error: (message, cause) => {
      if (isOpen) channel.error(clean(cause === undefined ? message : `${message}\n${stackOf(cause)}`));
    },
    dispose: () => close.dispose(),
  };
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
