import assert from 'node:assert/strict';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { startRecordingProxy, type RecordingProxy } from '../../tools/recordingProxy';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

describe('The status bar item', () => {
  const live = useLiveEditor();
  let editor: Workbench;
  let host: RecordingProxy;

  before(async function () {
    host = await startRecordingProxy(live().hostUrl);
    live().server.writeSettings(settingsFor(host.url));
    editor = await live().open('src/product.ts');
  });
  after(async () => {
    await editor.close();
    await host.close();
    live().server.writeSettings(settingsFor(live().recording.url));
  });

  it('says in words that the host is ready', async () => {
    await editor.waitForStatus(/^Fillwright: ready$/);
    assert.ok(host.exchanges.length > 0, 'The host was not asked.');
  });

  it('says in words that the host is unreachable, and finds it again by itself', async () => {
    await host.close();
    await editor.goTo(16, 1);
    await editor.type('const first = ');
    await editor.waitForStatus(/^Fillwright: (host )?(unreachable|not reachable)/);
    host = await startRecordingProxy(live().hostUrl, Number(new URL(host.url).port));
    await editor.waitForStatus(/^Fillwright: ready$/);
  });

  it('says in words that completion is off', async () => {
    await editor.runCommand('Fillwright: Turn Completion On or Off');
    await editor.waitForStatus(/off/);
    await editor.runCommand('Fillwright: Turn Completion On or Off');
    await editor.waitForStatus(/^Fillwright: ready$/);
  });
});
