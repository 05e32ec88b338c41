import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atExit } from './atExit';

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** A new folder that is gone at the latest when this process ends. */
export function temporaryFolder(name: string): TemporaryFolder {
  // The real path, because editors and hosts resolve links and then report another one.
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), `fillwright-${name}-`));
  // Processes that are about to end may still write into it.
  const removeNow = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const keep = atExit(removeNow);
  return {
    path: folder,
    remove: () => {
      keep();
      removeNow();
    },
  };
}
