import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { watchWays } from '../../../src/vscode/editorWays';

describe('the ways to hosts that VS Code decides on', () => {
  let changes: number;
  let secretsChanged: vscode.EventEmitter<vscode.SecretStorageChangeEvent>;
  let watch: { dispose(): void };

  beforeEach(() => {
    changes = 0;
    secretsChanged = new vscode.EventEmitter();
    const secrets = { onDidChange: secretsChanged.event } as unknown as vscode.SecretStorage;
    watch = watchWays(secrets, () => (changes += 1));
  });

  afterEach(() => {
    watch.dispose();
    secretsChanged.dispose();
  });

  it('are told to have changed with a proxy, and with no other setting', async () => {
    await update('editor', 'fontSize', 15);
    assert.equal(changes, 0);
    await update('http', 'noProxy', ['gpu-box']);
    assert.notEqual(changes, 0);
  });

  it('are told to have changed with a secret, be it stored in another window', () => {
    secretsChanged.fire({ key: 'header.token' });
    assert.equal(changes, 1);
  });

  async function update(section: string, key: string, value: unknown): Promise<void> {
    const config = vscode.workspace.getConfiguration(section);
    await config.update(key, value, vscode.ConfigurationTarget.Global);
    const before = changes;
    await config.update(key, undefined, vscode.ConfigurationTarget.Global);
    changes = before;
  }
});
