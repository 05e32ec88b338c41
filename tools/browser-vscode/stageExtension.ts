import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../root';

/** What an installed extension consists of, beside its code. */
const parts = ['package.json', 'package.nls.json', 'package.nls.zh-cn.json', 'l10n', 'media', 'syntaxes'];

/**
 * The unpacked extension as a folder of its own: its code, and links to its other parts. VS Code takes all files below
 * an extension's folder for the extension's own, and the repository holds that VS Code itself: its file icons would not
 * show. The code is no link: VS Code tells by a file's real place whose it is, and gives translations to no stranger.
 */
export function stageExtension(): string {
  const folder = fromRoot('out', 'extension');
  mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    const link = path.join(folder, part);
    rmSync(link, { force: true });
    symlinkSync(fromRoot(part), link);
  }
  const code = path.join(folder, 'dist');
  rmSync(code, { recursive: true, force: true });
  cpSync(fromRoot('dist'), code, { recursive: true, filter: (file) => !file.endsWith('.vsix') });
  return folder;
}
