import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';
import { hostWizard, type HostWizard } from '../support/hostWizard';
import { settingsFor, useLiveEditor } from '../support/liveEditor';
import { BASIC_LOGIN, OWN_HEADER } from '../support/network/nginx';
import { startTwoFacedDoor } from '../support/network/twoFacedDoor';
import { useNginx } from '../support/network/useNginx';
import { savedEndpoints } from '../support/savedEndpoints';

const patienceMs = 90_000;
const roles = { completion: { model: 'fillwright-demo:latest' } };

describe('The steps of adding a host, forward and back', () => {
  const live = useLiveEditor();
  const nginx = useNginx(() => live().hostUrl);
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

  it('lead back from the password to the user, from the user to the kinds of login, from there to the address', async () => {
    const url = nginx().doors.basic;
    await wizard.connectTo(url);
    await wizard.line('User and password').click();
    await wizard.answerTo('The user name', 'eve');
    await passwordField('The password of eve').waitFor();
    await wizard.goBack();
    await textField('The user name').waitFor();
    assert.equal(await editor.page.locator('.quick-input-widget input').inputValue(), 'eve');
    await wizard.goBack();
    await wizard.line('User and password').waitFor();
    await wizard.goBack();
    await wizard.step('where is it').waitFor();
    await wizard.line(`Connect to ${url}`).click();
    await wizard.line('User and password').click();
    await wizard.answerTo('The user name', BASIC_LOGIN.user);
    await wizard.answerTo(`The password of ${BASIC_LOGIN.user}`, BASIC_LOGIN.password);
    await wizard.tryDemoModel();
    await wizard.saveFirst('host of ada');
    const headers = { Authorization: `Basic \${secret:${secretOf(url)}}` };
    assert.deepEqual(await savedHost('host of ada'), { name: 'host of ada', url, headers, roles });
    assert.ok(!settings().includes(BASIC_LOGIN.password));
  });

  it('take a header of another name, and tell a name that is none', async () => {
    const url = nginx().doors.ownHeader;
    await wizard.connectTo(url);
    await wizard.line('A header of another name').click();
    await wizard.answerTo('The name of the header', 'X Api Key:');
    await editor.page
      .locator('.quick-input-message', { hasText: 'A header is a name such as X-Api-Key' })
      .waitFor();
    await wizard.answer(OWN_HEADER.name);
    await wizard.answerTo(`The value of ${OWN_HEADER.name}`, OWN_HEADER.value);
    await wizard.tryDemoModel();
    await wizard.saveFirst('host with a header');
    const headers = { [OWN_HEADER.name]: `\${secret:${secretOf(url)}}` };
    assert.deepEqual(await savedHost('host with a header'), {
      name: 'host with a header',
      url,
      headers,
      roles,
    });
    assert.ok(!settings().includes(OWN_HEADER.value));
  });

  it("take the issuer's certificate from a file, and tell where that is the wrong one", async () => {
    const { doors, certificates } = nginx();
    const chooseAuthority = async (file: string): Promise<void> => {
      await wizard.step("is this the host's certificate?").waitFor();
      await wizard.line("Choose the issuer's file").click();
      await wizard.chooseFile("The issuer's certificate", file);
    };
    await wizard.connectTo(doors.https);
    await chooseAuthority(certificates.client.cert);
    await wizard.line('That does not make it trusted').waitFor();
    await chooseAuthority(certificates.ca);
    await wizard.tryDemoModel();
    await wizard.saveFirst('host of an issuer');
    assert.deepEqual(await savedHost('host of an issuer'), {
      name: 'host of an issuer',
      url: doors.https,
      roles,
      tls: { caFile: certificates.ca },
    });
  });

  it('ask which host is meant where an address has two meanings, and lead back to that', async () => {
    const { doors, certificates } = nginx();
    const door = await startTwoFacedDoor(doors.https, live().hostUrl);
    const secure = `https://${door.address}`;
    await wizard.connectTo(door.address);
    await wizard.step('which of them?').waitFor();
    await wizard.line(`http://${door.address}`).click();
    await wizard.step('model for completion').waitFor();
    await wizard.goBack();
    await wizard.step('which of them?').waitFor();
    await wizard.line('not encrypted: whoever is on the way can read your code').waitFor();
    await wizard.line(secure).click();
    await wizard.step("is this the host's certificate?").waitFor();
    await wizard.line('Trust this one certificate').click();
    await wizard.tryDemoModel();
    await wizard.saveFirst('the encrypted one');
    const { fingerprint256 } = new X509Certificate(readFileSync(certificates.server.cert));
    assert.deepEqual(await savedHost('the encrypted one'), {
      name: 'the encrypted one',
      url: secure,
      roles,
      tls: { fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() },
    });
    await door.stop();
  });

  function useOneHost(): void {
    const endpoints = [{ name: 'workshop', url: live().recording.url }];
    live().server.writeSettings({ ...settingsFor(), 'fillwright.endpoints': endpoints });
  }

  function textField(prompt: string): ReturnType<Workbench['page']['locator']> {
    return editor.page.locator('.quick-input-widget', { hasText: prompt }).locator('input');
  }

  function passwordField(prompt: string): ReturnType<Workbench['page']['locator']> {
    return textField(prompt).and(editor.page.locator('input[type=password]'));
  }

  function savedHost(name: string): Promise<unknown> {
    const find = (): unknown =>
      savedEndpoints(live().server.settingsFile).find((endpoint) => endpoint.name === name);
    return waitUntil(find, { timeoutMs: patienceMs, what: 'the host to be saved' });
  }

  function secretOf(url: string): string {
    return `127-0-0-1-${new URL(url).port}`;
  }

  function settings(): string {
    return readFileSync(live().server.settingsFile, 'utf8');
  }
});
