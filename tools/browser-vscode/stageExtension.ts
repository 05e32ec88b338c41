import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../root';

/** What an installed extension consists of. */
const parts = [
  ...['package.json', 'package.nls.json', 'package.nls.zh-cn.json', 'l10n'],
  ...['dist', 'media', 'syntaxes'],
];

/**
 * The unpacked extension as a folder of links to its parts. VS Code takes all files below an extension's folder for
 * the extension's own, and the repository holds that VS Code itself: its file icons would not show.
 */
export function stageExtension(): string {
  const folder = fromRoot('out', 'extension');
  mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    const link = path.join(folder, part);
    rmSync(link, { force: true });
    symlinkSync(fromRoot(part), link);
  }
  return folder;
}
