// `npm start`: VS Code with the extension, a host and something to try it on. With `--check` it tries it by itself.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { firstLookSettings } from '../browser-vscode/userSettings';
import { buildExtension } from '../buildExtension';
import { fromRoot } from '../root';
import { parseStartArguments, type StartArguments } from './arguments';
import { runBrowserVscode } from './browser';
import { check } from './check';
import { chooseHost, type ChosenHost } from './chooseHost';
import { findDesktopVscode, runDesktopVscode } from './desktop';
import { copySampleWorkspace } from './sampleWorkspace';

const progress = (message: string): void => console.error(message);

async function main(): Promise<void> {
  const args = parseStartArguments(process.argv.slice(2));
  if (args.check) return reportCheck(args);
  const { host, home } = await prepare();
  try {
    await open(host, args, home);
  } finally {
    await host.stop();
  }
}

/** What both ways need: the built extension, a host and a folder of our own. */
async function prepare(): Promise<{ readonly host: ChosenHost; readonly home: string }> {
  const home = fromRoot('out', 'start');
  mkdirSync(home, { recursive: true });
  progress('Building the extension …');
  await buildExtension();
  const host = await chooseHost(path.join(home, 'host.log'), progress);
  progress(`Host: ${host.description}`);
  return { host, home };
}

async function open(host: ChosenHost, args: StartArguments, home: string): Promise<void> {
  const workspace = copySampleWorkspace(path.join(home, 'corner-shop'));
  const settings = {
    ...firstLookSettings,
    'fillwright.endpoints': [{ name: 'demo', url: host.url }],
  };
  const file = path.join(workspace, 'README.md');
  const desktop = args.browser ? undefined : findDesktopVscode();
  if (desktop === undefined) {
    await runBrowserVscode({ home: path.join(home, 'browser'), workspace, file, settings, progress });
    return;
  }
  progress(`Opening ${desktop}. Close its window, or press Ctrl+C here, to end.`);
  await runDesktopVscode({
    command: desktop,
    home: path.join(home, 'desktop'),
    workspace,
    file,
    settings,
  });
}

/** The verdict is the last line of stdout; everything else goes to stderr. */
async function reportCheck({ screenshot = fromRoot('out', 'check.png') }: StartArguments): Promise<void> {
  try {
    const { host } = await prepare();
    mkdirSync(path.dirname(screenshot), { recursive: true });
    const result = await check({ host, progress, screenshot });
    await host.stop();
    progress(`Ready after ${result.startMs} ms; ghost text ${result.ghostTextMs} ms after the last key.`);
    progress(`What it looked like: ${path.relative(process.cwd(), screenshot)}`);
    console.log(JSON.stringify(result));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(JSON.stringify({ ok: false, reason }));
    process.exitCode = 1;
  }
}

main().then(
  () => process.exit(),
  (thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exit(1);
  },
);
