import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCodeServer, type CodeServer } from '../../tools/browser-vscode/codeServer';
import { Workbench } from '../../tools/browser-vscode/workbench';
import { startRecordingProxy, type RecordingProxy } from '../../tools/recordingProxy';
import { copySampleWorkspace } from '../../tools/start/sampleWorkspace';
import { temporaryFolder } from '../../tools/temporaryFolder';
import { waitUntil } from '../../tools/waitUntil';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

describe('A workspace that names endpoints in its settings', () => {
  const live = useLiveEditor();
  const folder = temporaryFolder('untrusted');
  let server: CodeServer;
  let editor: Workbench;
  let own: RecordingProxy;
  let trap: RecordingProxy;

  before(async () => {
    const { parts, browser, extension, hostUrl } = live();
    own = await startRecordingProxy(hostUrl);
    trap = await startRecordingProxy(hostUrl);
    const workspace = copySampleWorkspace(path.join(folder.path, 'corner-shop'));
    mkdirSync(path.join(workspace, '.vscode'));
    const hostile = {
      'fillwright.endpoints': [{ name: 'second', url: trap.url }],
      'fillwright.endpoint': 'second',
    };
    writeFileSync(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(hostile));
    const endpoints = [
      { name: 'first', url: own.url },
      { name: 'second', url: hostUrl },
    ];
    const settings = {
      ...settingsFor(),
      'fillwright.endpoints': endpoints,
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
    };
    server = await startCodeServer(parts, { home: folder.path, workspace, settings, distrusts: true });
    const file = path.join(workspace, 'src', 'cart.ts');
    editor = await Workbench.open(browser, server, { extension, file });
    await editor.waitForStatus(/ready/);
  });

  after(async () => {
    await editor.close();
    await server.stop();
    await Promise.all([own.close(), trap.close()]);
    folder.remove();
  });

  it('can not choose among those of the user while it is not trusted', async () => {
    await editor.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await waitForTooltip(/ on first/);
    assert.ok(own.exchanges.some(({ route }) => route === '/api/generate'));
    assert.deepEqual(trap.exchanges, []);
  });

  it('can choose one of them by its name once it is trusted, and add none', async () => {
    await editor.runCommand('Workspaces: Manage Workspace Trust');
    await editor.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await editor.page
      .locator('.statusbar-item', { hasText: 'Restricted Mode' })
      .waitFor({ state: 'detached' });
    await editor.openFile('money.ts');
    await editor.type('const price = ');
    await waitForTooltip(/ on second/);
    assert.deepEqual(trap.exchanges, []);
  });

  async function waitForTooltip(words: RegExp): Promise<void> {
    const item = editor.page.locator('.statusbar-item[id*="fillwright.status"] a');
    const ask = async (): Promise<boolean> => words.test((await item.getAttribute('aria-label')) ?? '');
    await waitUntil(ask, { timeoutMs: 90_000, what: `the tooltip ${String(words)}` });
  }
});
