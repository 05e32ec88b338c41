import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completionAt, completionsAt } from '../support/completion';
import { closeAll, eventually, openFile, openText } from '../support/documents';
import { queueClass } from '../support/texts';
import { activatedExtension, withSetting } from '../support/extension';
import { testEndpoint } from '../support/host';

describe('settings', () => {
  afterEach(closeAll);

  it('switch completion off and on without a reload', async () => {
    const fillwright = await activatedExtension();
    await completionAt(await openFile('src/settingsOne.ts', queueClass));
    await withSetting('completion.enabled', false, async () => {
      await untilStatus(/Fillwright: off$/);
    });
    await untilStatus(/Fillwright: ready$/);
    assert.equal(fillwright.status().level, 'normal');
  });

  it('switch completion off for one language', async () => {
    await openFile('src/settingsTwo.ts', queueClass);
    await withSetting('completion.languages', { typescript: false }, async () => {
      await untilStatus(/off for typescript$/);
      assert.deepEqual(await completionsAt(await openText(queueClass)), []);
      await completionAt(await openText(queueClass.replace(/<T>|: [\w[\]]+/g, ''), 'javascript'));
    });
  });

  it('keep the last good value where a value is wrong, and name both', async () => {
    await withSetting('completion.maxTokens', 'many', async () => {
      const { tooltip } = await untilStatus(/settings problem$/);
      assert.match(
        tooltip.join('\n'),
        /fillwright\.completion\.maxTokens is "many"; it must be a whole number/,
      );
      await completionAt(await openFile('src/settingsThree.ts', queueClass));
    });
    await untilStatus(/Fillwright: ready$/);
  });

  it('name a host that is down, and find back to one that works', async () => {
    await withSetting('endpoints', [{ name: 'gone', url: 'http://127.0.0.1:9' }], async () => {
      await completionsAt(await openText(queueClass));
      const { tooltip, level } = await untilStatus(/host unreachable$/);
      assert.equal(level, 'error');
      assert.match(tooltip.join('\n'), /http:\/\/127\.0\.0\.1:9/);
      assert.deepEqual(await completionsAt(await openText(queueClass)), []);
    });
    await completionAt(await openText(queueClass));
    await untilStatus(/Fillwright: ready$/);
  });

  it('name a model that the host does not have', async () => {
    const endpoint = { url: testEndpoint(), roles: { completion: { model: 'nobody-has-this:1b' } } };
    await withSetting('endpoints', [endpoint], async () => {
      await completionsAt(await openText(queueClass));
      await untilStatus(/model missing$/);
    });
    await completionAt(await openText(queueClass));
  });
});

describe('the snooze', () => {
  afterEach(closeAll);

  it('keeps quiet until it ends, but answers who asks', async () => {
    await vscode.commands.executeCommand('fillwright.snooze', 60);
    await untilStatus(/snoozed until \d\d:\d\d$/);
    await completionAt(await openText(queueClass));
    await vscode.commands.executeCommand('fillwright.snooze', 0.001);
    await untilStatus(/Fillwright: ready$/);
  });
});

async function untilStatus(
  text: RegExp,
): Promise<{ readonly level: string; readonly tooltip: readonly string[] }> {
  const fillwright = await activatedExtension();
  return eventually(() => (text.test(fillwright.status().text) ? fillwright.status() : undefined));
}
