import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { beginSetup } from '../../../src/hosts/setup/setupState';
import { defaultEndpoint } from '../../../src/settings/settings';
import { askAddress } from '../../../src/vscode/wizard/addressStep';
import { waitUntil } from '../../../tools/waitUntil';
import { FakeDoors } from '../../support/fakeDoors';

describe('the question where a host is', () => {
  it('offers what answers on the machine that calls, and leads there without a word typed', async () => {
    const doors = new FakeDoors({ 'http://127.0.0.1:8000': {} });
    const asking = askAddress(beginSetup(defaultEndpoint), { ...wizard, ports: () => doors.ports() });
    let isOver = false;
    void asking.finally(() => (isOver = true));
    const accept = async (): Promise<boolean> => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isOver;
    };
    await waitUntil(accept, { timeoutMs: 30_000, what: 'a line to accept' });
    const answer = await asking;
    assert.ok(answer.kind === 'answer' && answer.value !== 'saved', answer.kind);
    assert.equal(answer.value.draft.endpoint.url, 'http://127.0.0.1:8000');
    assert.equal(answer.value.step.kind, 'model');
  });
});

/** What no address on this machine needs. */
const wizard = {
  control: unused,
  secretNames: () => [],
  endpointNames: () => [],
  keepAuthority: unused,
  secrets: {} as vscode.SecretStorage,
  goOn: unused,
  otherSide: {
    site: { machine: 'desk', remote: undefined, side: 'remote', hasOtherSide: false },
    run: unused,
  },
} as const;

function unused(): never {
  throw new Error('Nothing here asks for it.');
}
