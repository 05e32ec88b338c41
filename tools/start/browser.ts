import { createServer } from 'node:http';
import { startCodeServer } from '../browser-vscode/codeServer';
import { browserVscodeUnsupported, installBrowserVscode } from '../browser-vscode/install';
import { stageExtension } from '../browser-vscode/stageExtension';
import { freePort } from '../freePort';

export interface BrowserOptions {
  readonly home: string;
  readonly workspace: string;
  readonly file: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly progress: (message: string) => void;
}

/** The same ports at every start where they are free: a browser keeps VS Code's state by address. */
const serverPort = 8_480;
const entryPort = 8_481;

/** Serves VS Code to any browser on this machine until the server ends. */
export async function runBrowserVscode(options: BrowserOptions): Promise<void> {
  const unsupported = browserVscodeUnsupported();
  if (unsupported !== undefined) {
    throw new Error(`${unsupported} Install VS Code with its command 'code' on the PATH, and start again.`);
  }
  const parts = await installBrowserVscode(options.progress);
  options.progress('Starting VS Code …');
  const server = await startCodeServer(parts, { ...options, port: serverPort });
  const address = server.address([
    ['extensionDevelopmentPath', server.remoteUri(stageExtension())],
    ['openFile', server.remoteUri(options.file)],
  ]);
  console.log(`\nVS Code with Fillwright:  ${await shortAddress(address)}\nCtrl+C ends it.`);
  const exitCode = await server.ended;
  throw new Error(`VS Code's server ended (exit code ${exitCode}); its log is ${options.home}/server.log.`);
}

/** An address that fits in a line and leads to the long one. */
async function shortAddress(target: string): Promise<string> {
  const port = await freePort(entryPort);
  const server = createServer((_, answer) => {
    answer.writeHead(302, { location: target }).end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${port}/`;
}
