import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';
import { hostWizard, type HostWizard } from '../support/hostWizard';
import { settingsFor, useLiveEditor } from '../support/liveEditor';
import { savedEndpoints } from '../support/savedEndpoints';
import { screenshotFor } from '../support/screenshot';

const patienceMs = 90_000;
const DEMO = 'Model fillwright-demo:latest';

describe('Hosts in the editor', () => {
  const live = useLiveEditor();
  let editor: Workbench;
  let wizard: HostWizard;

  before(async function () {
    useOneHost();
    editor = await live().open('src/cart.ts');
    wizard = hostWizard(editor);
    await editor.waitForStatus(/ready/);
  });
  after(async () => {
    await editor.close();
    live().server.writeSettings(settingsFor(live().recording.url));
  });

  it('diagnoses the host line by line, from the address to the speed', async () => {
    await editor.runCommand('Fillwright: Diagnose a Host');
    const text = await reportWith(/tokens\/s/);
    assert.match(text, /All is well\./);
    assert.match(text, /Called from: .*127\.0\.0\.1/);
    assert.match(text, /✓\s+Model fills a hole in code/);
    assert.doesNotMatch(text, /✗/);
    await screenshotFor(editor, 'diagnosis');
  });

  it('adds a host from its address to a measured trial, and saves nothing before the end', async () => {
    const before = settings();
    await editor.runCommand('View: Close All Editors');
    await editor.page.locator('.tab').first().waitFor({ state: 'detached' });
    await wizard.connectTo(live().hostUrl);
    await wizard.tryDemoModel();
    await editor.page.waitForFunction(
      `document.querySelector('.quick-input-widget').getAnimations().every(({ playState }) => playState === 'finished') &&
        getComputedStyle(document.querySelector('.quick-input-widget')).opacity === '1'`,
    );
    await screenshotFor(editor, 'add-host');
    assert.equal(settings(), before);
    await wizard.saveFirst('demo host');
    const isSaved = (): boolean =>
      savedEndpoints(live().server.settingsFile).some(({ name }) => name === 'demo host');
    await waitUntil(isSaved, { timeoutMs: patienceMs, what: 'the host to be saved' });
    const [first] = savedEndpoints(live().server.settingsFile);
    assert.deepEqual(first, {
      name: 'demo host',
      url: live().hostUrl,
      roles: { completion: { model: 'fillwright-demo:latest' } },
    });
    await editor.waitForStatus(/ready/);
  });

  it('goes back from the models to the address', async () => {
    await wizard.connectTo(live().hostUrl);
    await wizard.step('model for completion').waitFor();
    await wizard.goBack();
    await wizard.step('where is it').waitFor();
    await editor.press('Escape');
  });

  it('says what is wrong with an address where nothing answers', async () => {
    await wizard.connectTo('http://127.0.0.1:9');
    await wizard.line('nothing listens there').waitFor();
    await editor.press('Escape');
  });

  it('shows the hosts with their models, loads and unloads them, and tells all of one', async () => {
    useOneHost();
    await editor.page.reload();
    await editor.waitForStatus(/ready/);
    await editor.page.locator('.activitybar a.action-label[aria-label^="Fillwright"]').click();
    await treeItem('Host workshop', /ready/).waitFor();
    assert.equal(await editor.page.locator('.monaco-list-row[aria-label^="Host "]').count(), 1);
    await widenSideBar();
    await actOn(treeItem(DEMO), 'Unload a Model');
    await treeItem(DEMO, /^(?!.*loaded)/).waitFor();
    await actOn(treeItem(DEMO), 'Load a Model');
    await treeItem(DEMO, /loaded with 2,048 tokens, on the CPU, .* left, 25/).waitFor();
    await treeItem(DEMO).click();
    await reportWith(/Quantisation/);
    await screenshotFor(editor, 'hosts-view');
  });

  it('asks before it deletes a model, by key', async () => {
    const dialog = editor.page.locator('.monaco-dialog-box');
    await editor.page.locator('.monaco-list', { has: treeItem(DEMO) }).focus();
    await editor.press('Delete');
    await dialog.getByText('Delete fillwright-demo:latest from workshop?').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await treeItem(DEMO).waitFor();
  });

  it('shows by itself that completion has loaded a model', async () => {
    await actOn(treeItem(DEMO), 'Unload a Model');
    await treeItem(DEMO, /^(?!.*loaded)/).waitFor();
    await editor.openFile('money.ts');
    await editor.type('const total = ');
    await treeItem(DEMO, /loaded with 2,048 tokens/).waitFor();
  });

  it('says in the tree why a host is not reached, and which machine called', async () => {
    useHosts(workshop(), { name: 'gone', url: 'http://127.0.0.1:9' });
    await editor.page.reload();
    await editor.waitForStatus(/ready/);
    const said =
      /Nothing answers at http:\/\/127\.0\.0\.1:9 .*The request was made from .*, the remote machine/;
    await editor.page.locator('.monaco-list-row', { hasText: said }).waitFor();
    useOneHost();
  });

  function useOneHost(): void {
    useHosts(workshop());
  }

  function workshop(): object {
    return { name: 'workshop', url: live().recording.url };
  }

  function useHosts(...endpoints: readonly object[]): void {
    live().server.writeSettings({ ...settingsFor(), 'fillwright.endpoints': endpoints });
  }

  /** What a preview shows, whichever of the page's frames it is in. */
  function reportWith(text: RegExp): Promise<string> {
    const ask = async (): Promise<string | undefined> => {
      const frames = editor.page.frames();
      const bodies = await Promise.all(frames.map((frame) => frame.innerText('body').catch(() => '')));
      return bodies.find((body) => text.test(body) && !body.includes('is running'));
    };
    return waitUntil(ask, { timeoutMs: patienceMs, what: `a report with ${String(text)}` });
  }

  async function widenSideBar(): Promise<void> {
    const box = await editor.page.locator('.part.sidebar').boundingBox();
    const edge = (box?.x ?? 0) + (box?.width ?? 0);
    await editor.page.mouse.move(edge, 600);
    await editor.page.mouse.down();
    await editor.page.mouse.move(edge + 170, 600, { steps: 5 });
    await editor.page.mouse.up();
    await editor.page.mouse.move(900, 600);
  }

  /** Presses a button that a line of the tree shows under the mouse. */
  async function actOn(line: ReturnType<typeof treeItem>, title: string): Promise<void> {
    await line.hover();
    await line.getByRole('button', { name: title }).click();
  }

  function treeItem(label: string, more = /./): ReturnType<Workbench['page']['locator']> {
    const named = editor.page.locator(`.monaco-list-row[aria-label^="${label}"]`);
    return named.and(editor.page.getByLabel(more)).first();
  }

  function settings(): string {
    return readFileSync(live().server.settingsFile, 'utf8');
  }
});
