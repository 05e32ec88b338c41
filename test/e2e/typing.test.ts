import assert from 'node:assert/strict';
import { isReadAhead } from '../support/readAhead';
import { requestTrail } from '../support/hostRequests';
import { useLiveEditor } from '../support/liveEditor';
import { keysOf } from '../../bench/trace';
import { seededRandom } from '../../bench/random';
import { typeTimed } from '../../tools/browser-vscode/typeTimed';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';

const KEYS = 300;

const methods = `
  quantityOf(sku: string): number {
    let quantity = 0;
    for (const line of this.lines) {
      if (line.product.sku !== sku) {
        continue;
      }
      quantity = quantity + line.quantity;
    }
    return quantity;
  }

  isEmpty(): boolean {
    return this.lines.length === 0;
  }

  clear(): void {
    this.lines.splice(0, this.lines.length);
  }
`;

describe('Somebody who types for a minute', function () {
  this.timeout(600_000);
  const live = useLiveEditor();
  let editor: Workbench;

  before(async () => {
    editor = await live().open('src/cart.ts');
    await editor.waitForStatus(/ready/);
  });
  after(() => editor.close());

  it('sees ghost text again and again, and the host is rid of what was typed over', async () => {
    const keys = keysOf(methods, seededRandom(1)).slice(0, KEYS);
    const typed = keys.map(({ text }) => text).join('');
    // Behind the getter.
    await editor.goTo(14, 4);
    const { recording, hostUrl } = live();
    const before = recording.exchanges.length;
    const seenBefore = (await requestTrail({ url: hostUrl })).length;
    const begun = performance.timeOrigin + performance.now();
    await typeTimed(editor, keys);
    await waitUntil(() => recording.open('/api/generate').length === 0, {
      timeoutMs: 60_000,
      what: 'the last request to end',
    });

    const { changes } = await editor.timeline();
    const shown = changes.filter(({ atMs, text }) => atMs >= begun && text.trim() !== '');
    assert.ok(shown.length >= 10, `${shown.length} ghost texts`);

    const asked = recording.exchanges.slice(before).filter(({ route }) => route === '/api/generate');
    const completions = asked.filter(({ requestBody }) => !isReadAhead(requestBody));
    // How rarely is asserted on a clock that stands still; here a slow machine makes pauses of its own.
    assert.ok(completions.length > 0 && completions.length <= KEYS / 3, `${completions.length} requests`);
    assert.equal(new Set(completions.map(({ requestBody }) => requestBody)).size, completions.length);
    assert.deepEqual(
      asked.filter(({ state }) => state === 'failed'),
      [],
    );

    // What the extension left is what the host saw being left: no generation goes on for nobody.
    const left = asked.filter(({ state }) => state === 'aborted').length;
    const seen = await waitUntil(
      async () => {
        const trail = (await requestTrail({ url: hostUrl })).slice(seenBefore);
        return trail.every(({ finish }) => finish !== 'running' && finish !== 'waiting') && trail;
      },
      { timeoutMs: 60_000, what: 'the host to have nothing left to do' },
    );
    const aborted = seen.filter(({ finish }) => finish === 'aborted').length;
    assert.ok(aborted <= left, `${aborted} of ${left} requests were left in time for the host to see it`);

    await editor.press('Escape');
    await editor.save();
    assert.ok(
      live().read('src/cart.ts').includes(typed),
      'the file holds what was typed, and nothing in between',
    );
  });
});
