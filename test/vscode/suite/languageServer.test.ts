import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { completionsAt } from '../support/completion';
import { closeAll, eventually, openFile, workspaceFile } from '../support/documents';
import { queueClass } from '../support/texts';

/** Nothing here is named like anything in the files that are completed, nor imported by them. */
const distantFile = 'distant/rooms/parts.ts';
const distantCode = `
export function soakLentils(handfuls: number): void {}

export function assembleOddParts(drawer: string): string[] {
  return [drawer];
}
`;
/** What the server is asked about: its name is declared nowhere. */
const askedAbout = 'fixtureOfTheServer';
const UNTIL_PLANNED_ANEW_MS = 4_000;
const asking = queueClass.replace('push(item)', `push(${askedAbout}(item))`);

describe('a language server', () => {
  const registered: vscode.Disposable[] = [];
  before(async () => {
    await vscode.workspace.fs.writeFile(workspaceFile(distantFile), new TextEncoder().encode(distantCode));
  });
  after(async () => {
    await vscode.workspace.fs.delete(workspaceFile('distant'), { recursive: true });
  });
  afterEach(async () => {
    for (const one of registered.splice(0)) one.dispose();
    await closeAll();
  });

  const questions = [
    {
      about: 'definition',
      register: (selector: vscode.DocumentSelector, at: (asked: string) => vscode.Location | undefined) =>
        vscode.languages.registerDefinitionProvider(selector, {
          provideDefinition: (document, position) => at(wordAt(document, position)),
        }),
    },
    {
      about: 'typeDefinition',
      register: (selector: vscode.DocumentSelector, at: (asked: string) => vscode.Location | undefined) =>
        vscode.languages.registerTypeDefinitionProvider(selector, {
          provideTypeDefinition: (document, position) => at(wordAt(document, position)),
        }),
    },
  ];
  for (const { about, register } of questions) {
    it(`that knows the ${about} of a symbol near the cursor brings it into the prompt, which its name would not`, async () => {
      const without = await promptFor(`src/${about}Unasked.ts`);
      assert.doesNotMatch(without, /assembleOddParts/);
      const line = distantCode.split('\n').findIndex((one) => one.includes('assembleOddParts'));
      const place = new vscode.Location(workspaceFile(distantFile), new vscode.Position(line, 16));
      registered.push(
        register({ scheme: 'file', pattern: `**/${about}Asked.ts` }, (asked) =>
          asked === askedAbout ? place : undefined,
        ),
      );
      const prompt = await eventually(async () => {
        const shown = await promptFor(`src/${about}Asked.ts`);
        if (shown.includes('assembleOddParts')) return shown;
        // What came late comes with the next plan, and nothing is planned anew while somebody asks all the time.
        await delay(UNTIL_PLANNED_ANEW_MS);
        return undefined;
      });
      assert.ok(prompt.includes(distantFile));
      assert.match(prompt, /named by the language server: assembleOddParts/);
    });
  }
});

async function promptFor(file: string): Promise<string> {
  await completionsAt(await openFile(file, asking));
  await vscode.commands.executeCommand('fillwright.showPrompt');
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.languageId === 'fillwright-prompt',
  );
  assert.ok(shown, 'the prompt is shown');
  return shown.document.getText();
}

function wordAt(document: vscode.TextDocument, position: vscode.Position): string {
  const range = document.getWordRangeAtPosition(position);
  return range === undefined ? '' : document.getText(range);
}
