import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { acceptGhostText, completionsAt, isAccepted, outcomesOf } from '../support/completion';
import { closeAll, eventually, openText } from '../support/documents';
import { activatedExtension, withSetting } from '../support/extension';
import { says, withFaultyHost } from '../support/faultyHost';
import { testEndpoint } from '../support/host';
import { queueClass } from '../support/texts';

describe('the commands', () => {
  afterEach(closeAll);

  it('turn completion off and on again', async () => {
    const fillwright = await activatedExtension();
    await vscode.commands.executeCommand('fillwright.toggle');
    assert.match(fillwright.status().text, /Fillwright: off$/);
    await vscode.commands.executeCommand('fillwright.toggle');
    assert.doesNotMatch(fillwright.status().text, /off$/);
  });

  it('ask again at the same place where the host was not ready', async () => {
    const { document } = await openText('const ‸\n');
    const slow = (): Promise<void> => delay(500);
    await withFaultyHost(
      says('most = 1;'),
      async () => {
        const outcomes = await outcomesOf(() => acceptGhostText(document));
        assert.equal(outcomes[0], 'no-model');
        assert.equal(document.getText(), 'const most = 1;\n');
      },
      slow,
    );
  });

  it('ask once the host is ready, without another key', async () => {
    const { document } = await openText('let ‸\n');
    const slow = (): Promise<void> => delay(500);
    await withFaultyHost(
      says('least = 2;'),
      async () => {
        const outcomes = await outcomesOf(async (soFar) => {
          await vscode.commands.executeCommand('fillwright.trigger');
          await eventually(() => soFar[0]);
          await eventually(async () => ((await isAccepted(document)) ? true : undefined));
        });
        assert.deepEqual(outcomes.slice(0, 2), ['no-model', 'host']);
        assert.equal(document.getText(), 'let least = 2;\n');
      },
      slow,
    );
  });

  it("let the user choose among the host's models, and write the choice into the user settings", async () => {
    await withSetting('endpoints', [{ name: 'mine', url: testEndpoint() }], async () => {
      const choosing = vscode.commands.executeCommand('fillwright.chooseModel');
      const [written] = await eventually(async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return writtenEndpoints()?.some(({ roles }) => roles !== undefined) ? writtenEndpoints() : undefined;
      });
      await choosing;
      assert.equal(written?.name, 'mine');
      assert.ok(written.roles?.completion?.model);
    });
  });

  it('say why there is no completion at the cursor, step by step', async () => {
    await activatedExtension();
    const opened = await openText(queueClass);
    await completionsAt(opened);
    await vscode.commands.executeCommand('fillwright.explainNoCompletion');
    const text = await eventually(explanation);
    assert.match(text, /^# Why is there no completion here\?\n\n\*\*.+\*\*\n\n.+/);
    assert.match(text, /step by step\n\n.*line \d+, column \d+\. It took \d+ ms/);
    assert.match(text, /^- \d+ ms: .+/m);
  });

  it('say that completion is off for the language', async () => {
    await activatedExtension();
    await withSetting('completion.languages', { '*': false }, async () => {
      await openText(queueClass);
      await vscode.commands.executeCommand('fillwright.explainNoCompletion');
      await eventually(() => /switched off for the language/.exec(explanation() ?? '') ?? undefined);
    });
  });

  it('open the menu and do what is picked first in it', async () => {
    const fillwright = await activatedExtension();
    await openText(queueClass);
    await vscode.commands.executeCommand('fillwright.snooze', 60);
    const opened = vscode.commands.executeCommand('fillwright.menu');
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return /snoozed/.test(fillwright.status().text) ? undefined : true;
    });
    await opened;
  });
});

function explanation(): string | undefined {
  const shown = vscode.window.visibleTextEditors.map(({ document }) => document);
  return shown.find(({ uri }) => uri.scheme === 'fillwright-explanation')?.getText();
}

interface WrittenEndpoint {
  readonly name?: string;
  readonly roles?: { readonly completion?: { readonly model?: string } };
}

function writtenEndpoints(): readonly WrittenEndpoint[] | undefined {
  const config = vscode.workspace.getConfiguration('fillwright');
  return config.inspect<readonly WrittenEndpoint[]>('endpoints')?.globalValue;
}
