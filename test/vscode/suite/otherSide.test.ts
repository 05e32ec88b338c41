import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { systemClock } from '../../../src/common/clock';
import type { DiagnosisPorts } from '../../../src/hosts/diagnosis/ports';
import { attemptAgain } from '../../../src/hosts/setup/attempt';
import { addressTried, beginSetup } from '../../../src/hosts/setup/setupState';
import { createNetworkProbes } from '../../../src/node/networkProbes';
import { defaultEndpoint } from '../../../src/settings/settings';
import type { CallSite, OtherSide } from '../../../src/vscode/callSite';
import { createDiagnosisView } from '../../../src/vscode/diagnosisView';
import { editorCallSite, runOnOtherSide } from '../../../src/vscode/editorCallSite';
import { askAddress } from '../../../src/vscode/wizard/addressStep';
import { freePort } from '../../../tools/freePort';
import { waitUntil } from '../../../tools/waitUntil';
import { FakeDoors } from '../../support/fakeDoors';
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

describe('a host that is not reached from the machine the extension runs on', () => {
  const caller = 'server7, the remote machine';
  let url: string;
  let moves: number;
  let otherSide: OtherSide;
  let ports: DiagnosisPorts;

  beforeEach(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
    moves = 0;
    otherSide = {
      site,
      run: () => {
        moves += 1;
        return Promise.resolve();
      },
    };
    ports = {
      ...new FakeDoors({}).ports(),
      network: createNetworkProbes(noSecrets),
      clock: systemClock,
      caller,
    };
  });

  it('is diagnosed with an offer to run on the other machine', async () => {
    const [message, ...more] = await diagnosed('Run Fillwright on Your Own Machine');
    assert.deepEqual(more, []);
    assert.equal(message?.text, `local is not reached from ${caller}. Is it on the other machine?`);
    assert.deepEqual(message.buttons, ['Run Fillwright on Your Own Machine']);
    assert.equal(moves, 1);
  });

  it('is diagnosed without where there is no other machine, or nobody wants it', async () => {
    await diagnosed(undefined);
    otherSide = { ...otherSide, site: { ...site, hasOtherSide: false } };
    assert.deepEqual(await diagnosed('Run Fillwright on Your Own Machine'), []);
    assert.equal(moves, 0);
  });

  it('is not added, and the wizard leads to the other machine', async () => {
    const endpoint = { ...defaultEndpoint, url };
    const attempt = await attemptAgain(endpoint, ports, new AbortController().signal);
    const state = addressTried(beginSetup(endpoint), '', attempt);
    const asking = askAddress(state, { ...wizard, ports: () => ports, otherSide });
    // The first line says what failed.
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    assert.deepEqual(await asking, { kind: 'cancelled' });
    assert.equal(moves, 1);
  });

  async function diagnosed(pressed: string | undefined): Promise<readonly ShownMessage[]> {
    const view = createDiagnosisView({
      endpoints: () => [{ ...defaultEndpoint, url }],
      ports: () => ports,
      redactor: () => Promise.resolve((text) => text),
      version: '1.2.3',
      otherSide,
    });
    try {
      return await shownMessages(pressed, async () => {
        await view.show();
        const page = await vscode.workspace.openTextDocument(PAGE);
        const isAdvised = (): boolean =>
          page.getText().includes('run Fillwright on your own machine instead');
        if (otherSide.site.hasOtherSide)
          await waitUntil(isAdvised, { timeoutMs: 30_000, what: 'the advice' });
      });
    } finally {
      view.dispose();
    }
  }
});

const PAGE = vscode.Uri.from({ scheme: 'fillwright-diagnosis', path: 'Diagnosis of local.md' });
const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };

/** What no address needs. */
const wizard = {
  control: unused,
  secretNames: () => [],
  endpointNames: () => [],
  keepAuthority: unused,
  secrets: {} as vscode.SecretStorage,
  goOn: unused,
};

function unused(): never {
  throw new Error('Nothing here asks for it.');
}

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
