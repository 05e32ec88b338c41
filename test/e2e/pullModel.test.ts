import assert from 'node:assert/strict';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';
import { FakePullHost } from '../support/fakePullHost';
import { hostWizard, type HostWizard } from '../support/hostWizard';
import { settingsFor, useLiveEditor } from '../support/liveEditor';
import { savedEndpoints } from '../support/savedEndpoints';

const patienceMs = 90_000;
const DEMO = 'fillwright-demo:latest';

describe('Pulling a model while a host is added', () => {
  const live = useLiveEditor();
  let editor: Workbench;
  let wizard: HostWizard;
  let host: FakePullHost;

  before(async () => {
    live().server.writeSettings(settingsFor(live().recording.url));
    host = await FakePullHost.start(live().hostUrl);
    editor = await live().open('src/cart.ts');
    wizard = hostWizard(editor);
    await editor.waitForStatus(/ready/);
  });
  beforeEach(() => {
    host.deletePulled();
    host.bytesPerSecond = 10e6;
    host.pulls.length = 0;
  });
  afterEach(() => wizard.close());
  after(async () => {
    await editor.close();
    await host.stop();
    live().server.writeSettings(settingsFor(live().recording.url));
  });

  it('tells bytes, speed and time left, pauses, goes on from there and completes with the model', async () => {
    await pullDemo();
    const [first] = host.pulls;
    await progress(/^0\.\d+ of 4\.1 GB · [\d.]+ MB\/s · \d+ (s|min) left$/);
    await wizard.step(`pulling ${DEMO} · `).waitFor();
    await wizard.line('Pause').click();
    await wizard.step('pull a model onto it').waitFor();
    await wizard.line(`Go on pulling ${DEMO}`).waitFor();
    await wizard.line(/Paused at 0\.\d+ of 4\.1 GB; the host keeps what has come/).waitFor();
    await waitUntil(() => first?.wasLeft, { timeoutMs: patienceMs, what: 'the download to end' });

    host.bytesPerSecond = 1e9;
    await editor.press('Enter');
    await progress(/^[1-3]\.\d of 4\.1 GB · /);
    await wizard.step('model for chat').waitFor();
    const [, second] = host.pulls;
    assert.ok(first && first.reached > 0 && second?.beganAt === first.reached, JSON.stringify(host.pulls));

    await wizard.line('No chat').click();
    await wizard.step('all is well').waitFor();
    await wizard.line(/reads [\d.,]+ tokens\/s, writes [\d.,]+ tokens\/s/).waitFor();
    await wizard.line(/the first token [\d.,]+ ms after a key/).waitFor();
    await wizard.line(/[\d,]+ new tokens fit into 300 ms per key|slower than 300 ms even/).waitFor();
    await wizard.saveFirst('pulled host');
    const saved = await waitUntil(
      () => savedEndpoints(live().server.settingsFile).find(({ name }) => name === 'pulled host'),
      {
        timeoutMs: patienceMs,
        what: 'the host to be saved',
      },
    );
    assert.deepEqual(saved, { name: 'pulled host', url: host.url, roles: { completion: { model: DEMO } } });
  });

  it('goes on in the background when it is left, and leads back to the wizard when the model is there', async () => {
    await pullDemo();
    await progress(/MB\/s/);
    await editor.press('Escape');
    await wizard.step('pulling').waitFor({ state: 'hidden' });
    await openNotifications();
    await notification(/Pulling .*: 0\.\d+ of 4\.1 GB · [\d.]+ MB\/s · \d+ (s|min) left/).waitFor();
    assert.equal(host.pulls[0]?.wasLeft, false);
    host.bytesPerSecond = 4e9;
    await notification(/the model is there/).waitFor();
    await editor.page.getByRole('button', { name: 'Go On Adding the Host' }).press('Enter');
    await wizard.step('model for chat').waitFor();
    assert.equal(host.pulls.length, 1);
  });

  it('measures the host with a model that it has, and tells what other sizes would need and give', async () => {
    await chooseWhatToPull();
    await wizard.line(/16,384 tokens \+ 0\.6 GiB = 23\.0 GiB/).waitFor();
    await wizard.line(`Measure the host with ${DEMO}`).click();
    await wizard.step('trying it').waitFor();
    await wizard.step('pull a model onto it').waitFor();
    await wizard
      .line(/Measured: fillwright-demo:latest on the CPU reads [\d.,]+ tokens\/s and writes/)
      .waitFor();
    for (const size of ['1.3B', '6.7B', '33B']) {
      const reading = `reads [\\d.,]+ tokens/s = [\\d.,]+ × 25M ÷ ${size}`;
      await wizard
        .line(new RegExp(`a line in [\\d.]+ (s|min): ${reading}, writes [\\d.,]+ = [\\d.,]+ × 27 MB ÷ `))
        .waitFor();
    }
    assert.equal(await wizard.line('Measure the host').count(), 0);
  });

  async function chooseWhatToPull(): Promise<void> {
    await wizard.connectTo(host.url);
    await wizard.step('model for completion').waitFor();
    await wizard.line('Pull another model').click();
    await wizard.step('pull a model onto it').waitFor();
  }

  /** From the command to a pull under way. */
  async function pullDemo(): Promise<void> {
    await chooseWhatToPull();
    await editor.type(DEMO);
    await wizard.line(`Pull ${DEMO}`).click();
    await wizard.step(`pulling ${DEMO}`).waitFor();
  }

  function progress(words: RegExp): Promise<void> {
    return editor.page.locator('.quick-input-widget').getByPlaceholder(words).waitFor();
  }

  function notification(words: RegExp): ReturnType<Workbench['page']['locator']> {
    return editor.page.locator('.notification-list-item-message', { hasText: words });
  }

  /** Toasts do not show in a window that a program drives. */
  async function openNotifications(): Promise<void> {
    const centre = editor.page.locator('.notifications-center.visible');
    if (!(await centre.isVisible())) await editor.page.locator('[id="status.notifications"] a').click();
    await centre.waitFor();
  }
});
