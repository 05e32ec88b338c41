import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { skipBecause } from '../../support/skip';
import { closeAll, openFile } from '../support/documents';
import { activatedExtension } from '../support/extension';
import { seenRequests } from '../support/host';

const KEYS_PER_SECOND = 50;
const SECONDS = 10;
const typed = 'const total = items.map((item) => item.price).filter(Boolean).length;\n';

describe('somebody typing fast', () => {
  afterEach(closeAll);

  it('breaks nothing, and asks the host one thing at a time', async function () {
    const { onDidComplete } = await activatedExtension();
    const { document } = await openFile('src/typing.ts', '‸');
    const faults: unknown[] = [];
    const subscription = onDidComplete((outcome) => {
      if (outcome.kind === 'none' && outcome.reason === 'fault') faults.push(outcome);
    });
    const keys: Thenable<unknown>[] = [];
    let atOnce = 0;
    for (let key = 0; key < KEYS_PER_SECOND * SECONDS; key++) {
      // Not awaited: a busy editor would slow the typist down.
      keys.push(vscode.commands.executeCommand('type', { text: typed[key % typed.length] }));
      if (key % KEYS_PER_SECOND === 0) atOnce = Math.max(atOnce, await unfinishedRequests(this));
      await delay(1_000 / KEYS_PER_SECOND);
    }
    await Promise.all(keys);
    subscription.dispose();
    assert.deepEqual(faults, []);
    // The one under way, and the one before it that the host has yet to notice was aborted.
    assert.ok(atOnce <= 2, `${atOnce} requests at once`);
    assert.ok(document.getText().includes(typed.slice(0, 40)), 'The keys did not arrive as typed.');
  });
});

async function unfinishedRequests(context: Mocha.Context): Promise<number> {
  const requests =
    (await seenRequests()) ?? skipBecause(context, 'only the embedded host tells what it was asked');
  return requests.filter(({ finish }) => finish === 'waiting' || finish === 'running').length;
}
