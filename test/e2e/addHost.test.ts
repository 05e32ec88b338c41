import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';
import { hostWizard, type HostWizard } from '../support/hostWizard';
import { settingsFor, useLiveEditor } from '../support/liveEditor';
import { BEARER, type NginxDoors } from '../support/network/nginx';
import { useNginx } from '../support/network/useNginx';
import { savedEndpoints } from '../support/savedEndpoints';

const patienceMs = 90_000;
const roles = { completion: { model: 'fillwright-demo:latest' } };

describe('Adding a host', () => {
  const live = useLiveEditor();
  let editor: Workbench;
  let wizard: HostWizard;

  before(async () => {
    useOneHost();
    editor = await live().open('src/cart.ts');
    wizard = hostWizard(editor);
    await editor.waitForStatus(/ready/);
  });
  beforeEach(useOneHost);
  after(async () => {
    await editor.close();
    live().server.writeSettings(settingsFor(live().recording.url));
  });
  afterEach(() => wizard.close());

  describe('behind nginx', () => {
    const nginx = useNginx(() => live().hostUrl);
    const doors = (): NginxDoors => nginx().doors;

    it('asks for a login, again where it is refused, and keeps the key out of the settings', async () => {
      const key = BEARER.replace('Bearer ', '');
      const url = doors().bearer;
      await wizard.connectTo(url);
      await wizard.step('login').waitFor();
      await wizard.line('Token').click();
      await editor.page.locator('.quick-input-widget input[type=password]').waitFor();
      await wizard.answer('a wrong key');
      await editor.page.getByPlaceholder('The host refused this login').waitFor();
      await wizard.line('Token').click();
      await editor.page.locator('.quick-input-widget input[type=password]').waitFor();
      await wizard.answer(key);
      await wizard.tryDemoModel();
      await wizard.saveFirst('guarded host');
      const secret = `127-0-0-1-${new URL(url).port}`;
      const headers = { Authorization: `Bearer \${secret:${secret}}` };
      assert.deepEqual(await savedHost('guarded host'), { name: 'guarded host', url, headers, roles });
      assert.ok(!settings().includes(key));
      // The editor's own store has it: nginx lets nobody in without.
      await editor.page.reload();
      await waitForTooltip(/ready\. .*guarded host/);
    });

    it('shows a certificate that is not trusted with its fingerprint, and pins it', async () => {
      const url = doors().https;
      const { fingerprint256 } = new X509Certificate(readFileSync(nginx().certificates.server.cert));
      await wizard.connectTo(url);
      await wizard.step("is this the host's certificate?").waitFor();
      await wizard.line('Issued by Fillwright Test CA').waitFor();
      await wizard.line(fingerprint256).waitFor();
      await wizard.line('Trust this one certificate').click();
      await wizard.tryDemoModel();
      await wizard.saveFirst('pinned host');
      assert.deepEqual(await savedHost('pinned host'), {
        name: 'pinned host',
        url,
        roles,
        tls: { fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() },
      });
    });

    it("writes the issuer's certificate to a file at the end, and none where the wizard is left", async () => {
      const url = doors().httpsChain;
      const trustIssuer = async (): Promise<void> => {
        await wizard.connectTo(url);
        await wizard.step("is this the host's certificate?").waitFor();
        await wizard.line('Trust its issuer, Fillwright Test CA').click();
        await wizard.step('model for completion').waitFor();
      };
      await trustIssuer();
      await wizard.close();
      assert.deepEqual(authorityFiles(), []);
      await trustIssuer();
      await wizard.tryDemoModel();
      assert.deepEqual(authorityFiles(), []);
      await wizard.saveFirst('host of an authority');
      const saved = await savedHost('host of an authority');
      const [file = '', ...others] = authorityFiles();
      assert.deepEqual(others, []);
      assert.deepEqual(saved, { name: 'host of an authority', url, roles, tls: { caFile: file } });
      assert.equal(new X509Certificate(readFileSync(file)).subject, 'O=Tests\nCN=Fillwright Test CA');
    });

    it("asks for a certificate of the user's where the host wants one", async () => {
      const url = doors().clientCertificate;
      await wizard.connectTo(url);
      await wizard.step("is this the host's certificate?").waitFor();
      await wizard.line('Trust this one certificate').click();
      await wizard.step('your certificate').waitFor();
      await wizard.line('Choose your certificate').click();
      const { cert, key } = nginx().certificates.client;
      await wizard.chooseFile('Your certificate', cert);
      await wizard.chooseFile('The key of your certificate', key);
      await wizard.tryDemoModel();
      await wizard.saveFirst('host that knows me');
      const { fingerprint256 } = new X509Certificate(readFileSync(nginx().certificates.server.cert));
      const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
      const tls = { fingerprint, certFile: cert, keyFile: key };
      assert.deepEqual(await savedHost('host that knows me'), {
        name: 'host that knows me',
        url,
        roles,
        tls,
      });
    });

    /** The files that the extension keeps certificates of authorities in. */
    function authorityFiles(): readonly string[] {
      const user = path.dirname(live().server.settingsFile);
      const folder = path.join(user, 'globalStorage', 'fillwright.fillwright', 'authorities');
      return existsSync(folder) ? readdirSync(folder).map((file) => path.join(folder, file)) : [];
    }
  });

  function useOneHost(): void {
    const endpoints = [{ name: 'workshop', url: live().recording.url }];
    live().server.writeSettings({ ...settingsFor(), 'fillwright.endpoints': endpoints });
  }

  function savedHost(name: string): Promise<unknown> {
    const find = (): unknown =>
      savedEndpoints(live().server.settingsFile).find((endpoint) => endpoint.name === name);
    return waitUntil(find, { timeoutMs: patienceMs, what: 'the host to be saved' });
  }

  async function waitForTooltip(words: RegExp): Promise<void> {
    const item = editor.page.locator('.statusbar-item[id*="fillwright.status"] a');
    const ask = async (): Promise<boolean> => words.test((await item.getAttribute('aria-label')) ?? '');
    await waitUntil(ask, { timeoutMs: patienceMs, what: `the tooltip ${String(words)}` });
  }

  function settings(): string {
    return readFileSync(live().server.settingsFile, 'utf8');
  }
});
