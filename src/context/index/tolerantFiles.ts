import type { Log } from '../../common/log';
import type { WorkspaceFiles } from './workspaceFiles';

/** A disk on which what can't be read is not there: one bad file or folder must not stop the index. */
export function tolerantFiles(files: WorkspaceFiles, log: Log): WorkspaceFiles {
  const orAbsent = async <T>(path: string, answer: Promise<T | undefined>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (thrown) {
      log.warn(`${path} can't be read and is left out: ${String(thrown)}`);
      return undefined;
    }
  };
  return {
    list: (directory) => orAbsent(directory, files.list(directory)),
    stats: async (paths) =>
      (await orAbsent(paths[0] ?? '', files.stats(paths))) ?? paths.map(() => undefined),
    read: (path) => orAbsent(path, files.read(path)),
    realPath: (path) => orAbsent(path, files.realPath(path)),
  };
}
