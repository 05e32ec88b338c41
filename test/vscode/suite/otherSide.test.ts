import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { CallSite } from '../../../src/vscode/callSite';
import { editorCallSite, runOnOtherSide } from '../../../src/vscode/editorCallSite';
import { skipBecause } from '../../support/skip';
import { shownMessages, type ShownMessage } from '../support/shownMessages';

const ID = 'fillwright.fillwright';
const site: CallSite = { machine: 'server7', remote: 'ssh-remote', side: 'remote', hasOtherSide: true };

describe('running on the other machine', () => {
  afterEach(() => write(undefined));

  const ways = [
    { side: 'remote', kind: 'ui' },
    { side: 'own', kind: 'workspace' },
  ] as const;
  for (const { side, kind } of ways) {
    it(`makes the extension one of kind "${kind}" where it runs on the ${side} side, and offers to reload`, async () => {
      const [message, ...more] = await moved({ ...site, side });
      assert.deepEqual(more, []);
      assert.deepEqual(written(), { [ID]: [kind] });
      assert.match(message?.text ?? '', /once the window is loaded again/);
      assert.deepEqual(message?.buttons, ['Reload Window']);
    });
  }

  it('leaves what the user has settled for other extensions, and can be taken back', async () => {
    await write({ 'someone.else': ['workspace'] });
    await moved(site);
    assert.deepEqual(written(), { 'someone.else': ['workspace'], [ID]: ['ui'] });
    await moved({ ...site, side: 'own' });
    assert.deepEqual(written(), { 'someone.else': ['workspace'], [ID]: ['workspace'] });
  });
});

describe('the machine that the extension runs on', () => {
  it('is the one behind the browser here, and there is no other', function () {
    if (vscode.env.uiKind !== vscode.UIKind.Web) skipBecause(this, 'this editor runs on a desktop');
    const extension = vscode.extensions.getExtension<unknown>(ID);
    assert.ok(extension);
    const { machine, remote, side, hasOtherSide } = editorCallSite(extension, hostname());
    assert.deepEqual([machine, remote, side], [hostname(), vscode.env.remoteName, 'remote']);
    assert.equal(hasOtherSide, false);
  });
});

function moved(from: CallSite): Promise<readonly ShownMessage[]> {
  return shownMessages(undefined, () => runOnOtherSide(ID, from));
}

function written(): unknown {
  return vscode.workspace.getConfiguration('remote').inspect('extensionKind')?.globalValue;
}

async function write(value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('remote')
    .update('extensionKind', value, vscode.ConfigurationTarget.Global);
}
