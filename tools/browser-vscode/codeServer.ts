import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../freePort';
import { startProcessGroup } from '../processGroup';
import { runProcess } from '../runProcess';
import { waitUntil } from '../waitUntil';
import type { BrowserVscode } from './install';
import { noteEmptyLanguagePack } from './languagePack';

export interface CodeServerOptions {
  /** Holds everything this VS Code writes: settings, extensions, home folder, log. */
  readonly home: string;
  /** The folder that opens as the workspace. */
  readonly workspace: string;
  /** The user's settings.json. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Reaches the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Any free port when absent or busy. */
  readonly port?: number;
  /** VS Code's language, such as `zh-cn`; English when absent. Words of VS Code itself stay English in any. */
  readonly language?: string;
  /** Takes the workspace for untrusted until the user trusts it. */
  readonly distrusts?: true;
}

export interface CodeServer {
  readonly url: string;
  /** The address that opens the workspace; `payload` is what VS Code takes from its own address. */
  address(payload: readonly PayloadEntry[]): string;
  /** A file on this machine, as the payload names it. */
  remoteUri(file: string): string;
  writeSettings(settings: Readonly<Record<string, unknown>>): void;
  /** Drops what windows left unsaved, which the next window would bring back. */
  forgetUnsaved(): void;
  /** The user's settings.json. */
  readonly settingsFile: string;
  /** Id of the group of processes that the server and the extension host belong to. */
  readonly processGroup: number;
  /** Settles when the server ends, asked or not. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

export type PayloadEntry = readonly [
  key: 'extensionDevelopmentPath' | 'extensionTestsPath' | 'openFile' | 'gotoLineMode',
  value: string,
];

/** A server on a busy machine needs a while for its first answer. */
const startTimeoutMs = 120_000;
const stopGraceMs = 8_000;

/** Starts VS Code's server on the loopback address, without login, and waits until it answers. */
export async function startCodeServer(parts: BrowserVscode, options: CodeServerOptions): Promise<CodeServer> {
  const port = await freePort(options.port);
  const url = `http://127.0.0.1:${port}`;
  const folders = prepareFolders(options);
  if (options.language !== undefined) noteEmptyLanguagePack(folders.userData, options.language);
  const logFile = path.join(options.home, 'server.log');
  const group = startProcessGroup(
    parts.node,
    [
      parts.codeServer,
      ...commonArguments(folders),
      '--bind-addr',
      `127.0.0.1:${port}`,
      ...(options.distrusts === true ? [] : ['--disable-workspace-trust']),
      // Without it VS Code ignores the payload of its address, which loads the extension under development.
      '--vscode-option',
      'enable-smoke-test-driver',
      ...(options.language === undefined ? [] : ['--locale', options.language]),
      options.workspace,
    ],
    { cwd: options.home, env: serverEnvironment(folders.home, options.env ?? {}), logFile },
  );
  let exitCode: number | undefined;
  void group.ended.then((code) => (exitCode = code));
  await waitUntil(
    () => {
      if (exitCode === undefined) return answers(`${url}/healthz`);
      throw new Error(
        `VS Code's server ended at once (exit code ${exitCode}):\n${readFileSync(logFile, 'utf8')}`,
      );
    },
    { timeoutMs: startTimeoutMs, what: `VS Code's server at ${url}` },
  );
  const remoteUri = (file: string): string => `vscode-remote://127.0.0.1:${port}${file}`;
  return {
    url,
    remoteUri,
    address: (payload) => {
      const query = new URLSearchParams({ folder: options.workspace });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `${url}/?${query.toString()}`;
    },
    settingsFile: folders.settings,
    writeSettings: (settings) => writeJson(folders.settings, settings),
    forgetUnsaved: () => rmSync(folders.backups, { recursive: true, force: true }),
    processGroup: group.child.pid ?? 0,
    ended: group.ended,
    stop: () => group.stop(stopGraceMs),
  };
}

/** Installs a VSIX into the VS Code whose server will be started with the same `home`. */
export async function installVsix(parts: BrowserVscode, home: string, vsix: string): Promise<void> {
  const folders = prepareFolders({ home, settings: {} });
  const { exitCode, output } = await runProcess(
    parts.node,
    [parts.codeServer, ...commonArguments(folders), '--install-extension', vsix, '--force'],
    { cwd: home, env: serverEnvironment(folders.home, {}), output: 'collect' },
  );
  if (exitCode !== 0) throw new Error(`VS Code refused ${vsix}:\n${output}`);
}

interface Folders {
  readonly home: string;
  readonly userData: string;
  readonly extensions: string;
  readonly config: string;
  readonly settings: string;
  readonly backups: string;
}

function prepareFolders(options: Pick<CodeServerOptions, 'home' | 'settings'>): Folders {
  const inside = (...names: string[]): string => path.join(options.home, ...names);
  const folders: Folders = {
    home: inside('home'),
    userData: inside('user-data'),
    extensions: inside('extensions'),
    config: inside('code-server.yaml'),
    settings: inside('user-data', 'User', 'settings.json'),
    backups: inside('user-data', 'User', 'Backups'),
  };
  for (const folder of [folders.home, path.dirname(folders.settings), folders.extensions]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(folders.config, 'auth: none\ncert: false\n');
  writeJson(folders.settings, options.settings);
  return folders;
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

function commonArguments(folders: Folders): readonly string[] {
  return [
    ...['--config', folders.config, '--auth', 'none'],
    ...['--user-data-dir', folders.userData, '--extensions-dir', folders.extensions],
    ...['--disable-telemetry', '--disable-update-check'],
    ...['--disable-getting-started-override', '--ignore-last-opened'],
  ];
}

/** Our environment without what belongs to another VS Code or to npm, and with folders of its own. */
function serverEnvironment(home: string, extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|npm_|NODE_OPTIONS$|ELECTRON_)/i.test(name),
  );
  return {
    ...Object.fromEntries(own),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    // No gallery: nothing is looked up in a network that may not be there.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false; // Not listening yet.
  }
}
