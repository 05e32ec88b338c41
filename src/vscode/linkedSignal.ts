import type { CancellationToken } from 'vscode';
import { abortError } from '../common/abort';

/** A signal that aborts when the editor cancels. `unlink` lets go of the token once the work is over. */
export function linkedSignal(token: CancellationToken): { signal: AbortSignal; unlink: () => void } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const link = token.onCancellationRequested(() => controller.abort(abortError()));
  return { signal: controller.signal, unlink: () => void link.dispose() };
}
