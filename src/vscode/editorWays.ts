import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';

/** Settings of VS Code's own that decide how a host is reached, and whether its certificate is believed. */
const WAYS = [
  'http.proxy',
  'http.noProxy',
  'http.proxySupport',
  'http.proxyStrictSSL',
  'http.systemCertificates',
];

/** Tells when VS Code reaches hosts in another way than before, or has another secret for them, from any window. */
export function watchWays(secrets: vscode.SecretStorage, onChange: () => void): Disposable {
  const store = new DisposableStore();
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (WAYS.some((way) => event.affectsConfiguration(way))) onChange();
    }),
  );
  store.add(secrets.onDidChange(() => onChange()));
  return store;
}
