import path from 'node:path';
import { startCodeServer, type CodeServer } from '../../tools/browser-vscode/codeServer';
import { Workbench } from '../../tools/browser-vscode/workbench';
import { copySampleWorkspace } from '../../tools/start/sampleWorkspace';
import { temporaryFolder } from '../../tools/temporaryFolder';
import { ChatPanel } from '../support/chatPanel';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

describe('Fillwright in a VS Code in Chinese', () => {
  const live = useLiveEditor();
  const folder = temporaryFolder('chinese');
  let server: CodeServer;
  let editor: Workbench;

  before(async () => {
    const { parts, browser, recording, extension } = live();
    const workspace = copySampleWorkspace(path.join(folder.path, 'corner-shop'));
    const settings = settingsFor(recording.url);
    server = await startCodeServer(parts, { home: folder.path, workspace, language: 'zh-cn', settings });
    const file = path.join(workspace, 'src', 'cart.ts');
    editor = await Workbench.open(browser, server, { extension, file });
  });
  after(async () => {
    await editor.close();
    await server.stop();
    folder.remove();
  });

  it('tells in the status bar that the host is ready', async () => {
    await editor.waitForStatus(/^Fillwright：就绪$/);
  });

  it('has its commands in the palette by their Chinese titles', async () => {
    await editor.runCommand('Fillwright: 打开聊天');
    await (await ChatPanel.restored(editor)).frame.getByRole('heading', { name: '新对话' }).waitFor();
  });
});
