import * as vscode from 'vscode';
import type { PanelCommand, PanelEvent } from '../chat/protocol';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { Log } from '../common/log';
import { chatPageHtml } from './chatPageHtml';

/** The chat as one page sees it. */
export interface ChatConnection extends Disposable {
  receive(command: PanelCommand): void;
  /** From now on this is the page that was used last. */
  use(): void;
}

/** Called once per page; `emit` tells the page. The first one waits until the chat itself is loaded. */
export type ConnectChat = (emit: (event: PanelEvent) => void) => Promise<ChatConnection>;

export interface ChatPageParts {
  readonly extensionUri: vscode.Uri;
  readonly connect: ConnectChat;
  readonly log: Log;
}

/** A page in a webview, connected to the chat until disposed. */
export interface ChatPage extends Disposable {
  /** Runs as if the page had sent it, once the page is there. */
  command(command: PanelCommand): void;
  /** Resolves when this is the page that what comes from elsewhere goes to. */
  use(): Promise<void>;
  /** The editor has thrown the page away; it begins anew when it is shown again. */
  hidden(): void;
}

const NONCE_BYTES = 18;

export function openChatPage(
  webview: vscode.Webview,
  { extensionUri, connect, log }: ChatPageParts,
): ChatPage {
  const store = new DisposableStore();
  const connecting = connect((event) => void webview.postMessage(event)).then((made) => store.add(made));
  connecting.catch((cause: unknown) => log.error('The chat does not load', cause));
  const receive = (message: PanelCommand): void => {
    void connecting.then(
      (connection) => connection.receive(message),
      () => undefined,
    );
  };
  let isReady = false;
  let waiting: PanelCommand[] = [];
  const command = (next: PanelCommand): void => {
    if (isReady) receive(next);
    else waiting.push(next);
  };
  store.add(
    webview.onDidReceiveMessage((message: PanelCommand) => {
      receive(message);
      if (message.type !== 'ready') return;
      isReady = true;
      waiting.forEach(receive);
      waiting = [];
    }),
  );
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [folder] };
  const address = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  webview.html = chatPageHtml({
    script: address('panel.js'),
    style: address('style.css'),
    source: webview.cspSource,
    nonce: createNonce(),
    language: vscode.env.language,
    words: vscode.l10n.bundle ?? {},
  });
  const use = (): Promise<void> =>
    connecting.then(
      (connection) => connection.use(),
      () => undefined,
    );
  return { command, use, hidden: () => (isReady = false), dispose: () => store.dispose() };
}

function createNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString('base64');
}
