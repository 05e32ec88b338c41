import { cpSync, existsSync } from 'node:fs';
import { fromRoot } from '../root';

/** Copies the sample workspace, so that trying things out leaves the repository clean. An existing copy is kept. */
export function copySampleWorkspace(target: string): string {
  if (!existsSync(target)) {
    cpSync(fromRoot('tools', 'start', 'sample-workspace'), target, { recursive: true });
  }
  return target;
}
