import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { acceptedCommand } from '../../../src/vscode/commandIds';
import { completionsAt } from '../support/completion';
import { closeAll, openText } from '../support/documents';
import { activatedExtension } from '../support/extension';
import { seenRequests } from '../support/host';
import { queueClass } from '../support/texts';

// Files run in the order of their names: nothing after this one may need the extension.
describe('unloading the extension', () => {
  after(closeAll);

  it('takes its commands away and lets go of the host, and twice is harmless', async () => {
    const fillwright = await activatedExtension();
    await openText(queueClass);
    fillwright.dispose();
    fillwright.dispose();
    assert.ok(!(await vscode.commands.getCommands()).includes(acceptedCommand));
    const before = (await seenRequests())?.length;
    assert.deepEqual(await completionsAt(await openText(queueClass)), []);
    assert.equal((await seenRequests())?.length, before);
  });
});
