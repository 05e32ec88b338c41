import assert from 'node:assert/strict';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';
import { FakePullHost } from '../support/fakePullHost';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const patienceMs = 90_000;
const DEMO = 'fillwright-demo:latest';

describe('Pulling a model onto a host of the tree', () => {
  const live = useLiveEditor();
  let editor: Workbench;
  let host: FakePullHost;

  before(async () => {
    host = await FakePullHost.start(live().hostUrl);
    const endpoints = [{ name: 'workshop', url: host.url }];
    live().server.writeSettings({ ...settingsFor(), 'fillwright.endpoints': endpoints });
    editor = await live().open('src/cart.ts');
    await editor.waitForStatus(/ready/);
    await editor.page.locator('.activitybar a.action-label[aria-label^="Fillwright"]').click();
    await endpointItem().waitFor();
  });
  beforeEach(() => {
    host.deletePulled();
    host.bytesPerSecond = 10e6;
    host.pulls.length = 0;
  });
  after(async () => {
    await editor.close();
    await host.stop();
    live().server.writeSettings(settingsFor(live().recording.url));
  });

  it('pauses where it is cancelled, and goes on from there', async () => {
    await pullDemo();
    await notification(
      /Pulling fillwright-demo:latest: 0\.\d+ of 4\.1 GB · [\d.]+ MB\/s · \d+ (s|min) left/,
    ).waitFor();
    await pressIn(/Pulling/, 'Cancel');
    const paused = /fillwright-demo:latest: Paused at 0\.\d+ of 4\.1 GB; the host keeps what has come/;
    await notification(paused).waitFor();
    const [first] = host.pulls;
    await waitUntil(() => first?.wasLeft, { timeoutMs: patienceMs, what: 'the download to end' });
    host.bytesPerSecond = 1e9;
    await pressIn(paused, 'Go On');
    await notification(/Pulling fillwright-demo:latest: [1-3]\.\d of 4\.1 GB/).waitFor();
    await notification(/Pulling|Paused/).waitFor({ state: 'detached' });
    const [, second, ...more] = host.pulls;
    assert.ok(first && first.reached > 0 && second?.beganAt === first.reached, JSON.stringify(host.pulls));
    assert.equal(second.wasLeft, false);
    assert.deepEqual(more, []);
  });

  it('asks for nothing more where it is cancelled and left at that', async () => {
    await pullDemo();
    await notification(/Pulling .*MB\/s/).waitFor();
    await pressIn(/Pulling/, 'Cancel');
    await notification(/Paused at/).waitFor();
    await editor.runCommand('Notifications: Clear All Notifications');
    await notification(/Paused at/).waitFor({ state: 'detached' });
    const [only, ...more] = host.pulls;
    await waitUntil(() => only?.wasLeft, { timeoutMs: patienceMs, what: 'the download to end' });
    assert.deepEqual(more, []);
    await editor.waitForStatus(/ready/);
  });

  /** From the button of the host's line to a pull under way. */
  async function pullDemo(): Promise<void> {
    const widget = editor.page.locator('.quick-input-widget');
    await endpointItem().hover();
    await endpointItem().getByRole('button', { name: 'Pull a Model' }).click();
    await widget.locator('.quick-input-title', { hasText: 'Pull a model onto workshop' }).waitFor();
    await widget.locator('input').fill(DEMO);
    await editor.press('Enter');
    await openNotifications();
  }

  function endpointItem(): ReturnType<Workbench['page']['locator']> {
    return editor.page.locator('.monaco-list-row[aria-label^="Host workshop"]').first();
  }

  function notification(words: RegExp): ReturnType<Workbench['page']['locator']> {
    return editor.page.locator('.notification-list-item-message', { hasText: words });
  }

  /** Presses a button of the only notification, whose end closes the list, and opens the list for what comes next. */
  async function pressIn(words: RegExp, name: string): Promise<void> {
    const centre = editor.page.locator('.notifications-center');
    // By the keyboard: the list is drawn anew with every count, which a click may miss.
    await centre.getByRole('button', { name, exact: true }).press('Enter');
    await notification(words).waitFor({ state: 'hidden' });
    await openNotifications();
  }

  /** Toasts do not show in a window that a program drives. */
  async function openNotifications(): Promise<void> {
    const centre = editor.page.locator('.notifications-center.visible');
    if (!(await centre.isVisible())) await editor.page.locator('[id="status.notifications"] a').click();
    await centre.waitFor();
  }
});
