import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { installVsix, startCodeServer, type CodeServer } from '../../tools/browser-vscode/codeServer';
import { Workbench } from '../../tools/browser-vscode/workbench';
import { generatedText, startRecordingProxy, type RecordingProxy } from '../../tools/recordingProxy';
import { largestOwnBytes, packageBytes } from '../../tools/packageSize';
import { fromRoot } from '../../tools/root';
import { runProcess } from '../../tools/runProcess';
import { squeeze } from '../../tools/squeeze';
import { copySampleWorkspace } from '../../tools/start/sampleWorkspace';
import { temporaryFolder } from '../../tools/temporaryFolder';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

describe('The packaged extension', () => {
  const live = useLiveEditor();
  const folder = temporaryFolder('installed');
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  const vsix = fromRoot('dist', `fillwright-${version}.vsix`);
  let recording: RecordingProxy | undefined;
  let server: CodeServer | undefined;

  after(async () => {
    await server?.stop();
    await recording?.close();
    folder.remove();
  });

  it('is made by npm run package, and is at most 1 MB beside the grammars', async () => {
    const packed = await runProcess(process.execPath, [fromRoot('tools', 'run.mjs'), 'package'], {
      cwd: fromRoot(),
      output: 'collect',
    });
    assert.equal(packed.exitCode, 0, packed.output);
    const { own } = packageBytes(vsix);
    assert.ok(own > 0 && own <= largestOwnBytes, `${own} bytes`);
  });

  it('completes in an empty VS Code that knows nothing but the address of a host', async () => {
    const { parts, browser, hostUrl } = live();
    const workspace = copySampleWorkspace(path.join(folder.path, 'corner-shop'));
    recording = await startRecordingProxy(hostUrl);
    await installVsix(parts, folder.path, vsix);
    const settings = settingsFor(recording.url);
    server = await startCodeServer(parts, { home: folder.path, workspace, settings });
    const editor = await Workbench.open(browser, server, { file: path.join(workspace, 'stock', 'store.go') });
    await editor.waitForStatus(/ready/);
    await editor.goTo(18, 1);
    await editor.type('\tif err ');
    const shown = await editor.waitForGhostText();
    const sent = recording.exchanges.map((exchange) => squeeze(generatedText(exchange)));
    assert.ok(sent.some((text) => text.includes(squeeze(shown))));
    await editor.close();
  });
});
