import assert from 'node:assert/strict';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { generatedText } from '../../tools/recordingProxy';
import { squeeze } from '../../tools/squeeze';
import { waitUntil } from '../../tools/waitUntil';
import { useLiveEditor } from '../support/liveEditor';

const patienceMs = 60_000;

describe('Completion in the editor', () => {
  const live = useLiveEditor();
  let editor: Workbench;

  before(async function () {
    editor = await live().open('src/cart.ts');
    await editor.waitForStatus(/ready/);
  });
  after(() => editor.close());
  afterEach(() => live().recording.hold(false));

  it('shows what the host sent as ghost text', async () => {
    await editor.goTo(18, 1);
    await editor.type('    if (product === undefined) {');
    const shown = await editor.waitForGhostText();
    const sent = live().recording.exchanges.map((exchange) => squeeze(generatedText(exchange)));
    assert.ok(
      sent.some((text) => text.includes(squeeze(shown))),
      `'${shown}' is in none of: ${sent.join(' | ')}`,
    );
  });

  it('puts the ghost text into the file when Tab is pressed', async () => {
    await editor.openFile('money.ts');
    await editor.goTo(22, 1);
    await editor.type('  for (const value of values) {');
    const shown = await editor.waitForGhostText();
    await editor.press('Tab');
    await waitUntil(async () => (await editor.ghostText()) !== shown, {
      timeoutMs: patienceMs,
      what: 'the ghost text to be accepted',
    });
    await editor.save();
    assert.ok(
      squeeze(live().read('src/money.ts')).includes(squeeze(`for (const value of values) {${shown}`)),
    );
  });

  it('takes the ghost text away when Escape is pressed, and leaves the file alone', async () => {
    await editor.openFile('sales.py');
    const linesBefore = live().read('reports/sales.py').split('\n');
    await editor.goTo(27, 1);
    await editor.type('    if not sales:');
    await editor.waitForGhostText();
    await editor.press('Escape');
    await editor.waitForNoGhostText();
    await editor.save();
    const linesAfter = live().read('reports/sales.py').split('\n');
    assert.deepEqual(linesAfter, linesBefore.with(26, '    if not sales:'));
  });

  it('aborts the request that typing has overtaken, and shows nothing of it', async () => {
    const { recording } = live();
    await editor.openFile('orderQueue.ts');
    await editor.goTo(14, 1);
    recording.hold(true);
    await editor.type('    return');
    const waiting = { timeoutMs: patienceMs, what: 'a request that waits for its answer' };
    const overtaken = await waitUntil(() => recording.open('/api/generate').at(-1), waiting);
    await editor.type(' this.items.len');
    const aborted = { timeoutMs: patienceMs, what: 'the overtaken request to be aborted' };
    await waitUntil(() => overtaken.state === 'aborted', aborted);
    assert.equal((await editor.ghostText()).trim(), '');
    recording.hold(false);
    const shown = await editor.waitForGhostText();
    const newest = recording.exchanges.filter((exchange) => generatedText(exchange) !== '').at(-1);
    assert.ok(newest !== undefined && newest !== overtaken);
    assert.ok(
      newest.requestBody.includes('return this.items.len'),
      'The newest prompt lacks what was typed.',
    );
    assert.ok(squeeze(generatedText(newest)).includes(squeeze(shown)));
  });
});
