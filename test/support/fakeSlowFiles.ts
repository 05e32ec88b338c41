import type { WorkspaceFiles } from '../../src/context/index/workspaceFiles';
import { nodeWorkspaceFiles } from '../../src/node/workspaceFiles';

/** A disk whose reads wait, while `isStuck`, until it is let go: a share on a network that has gone away for a while. */
export class FakeSlowFiles implements WorkspaceFiles {
  isStuck = false;
  /** Reads begun while it was stuck. */
  waiting = 0;
  private letGo: (() => void)[] = [];

  list(directory: string): ReturnType<WorkspaceFiles['list']> {
    return nodeWorkspaceFiles.list(directory);
  }

  stats(paths: readonly string[]): ReturnType<WorkspaceFiles['stats']> {
    return nodeWorkspaceFiles.stats(paths);
  }

  realPath(path: string): Promise<string | undefined> {
    return nodeWorkspaceFiles.realPath(path);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    if (this.isStuck) {
      this.waiting += 1;
      await new Promise<void>((resolve) => this.letGo.push(resolve));
    }
    return nodeWorkspaceFiles.read(path);
  }

  release(): void {
    this.isStuck = false;
    for (const wake of this.letGo.splice(0)) wake();
  }
}
