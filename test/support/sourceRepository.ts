import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openRepository, type ToolRepository } from '../../tools/prompt/repository';

/** A repository on the disk, indexed whole. */
export interface SourceRepository extends ToolRepository {
  readonly root: string;
  remove(): void;
}

export async function sourceRepository(files: Readonly<Record<string, string>>): Promise<SourceRepository> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'fillwright-repository-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const repository = await openRepository(root);
  return {
    ...repository,
    root,
    remove: () => {
      repository.index.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
