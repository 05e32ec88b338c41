import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import chinese from '../../../l10n/bundle.l10n.zh-cn.json';
import manifest from '../../../package.json';
import manifestEnglish from '../../../package.nls.json';
import manifestChinese from '../../../package.nls.zh-cn.json';
import { fromRoot } from '../../../tools/root';
import { placesOf, usedTexts } from './usedTexts';

const bundle: Readonly<Record<string, string>> = chinese;
const english: Readonly<Record<string, string>> = manifestEnglish;
const translated: Readonly<Record<string, string>> = manifestChinese;

/** Files whose English is not for people. */
const englishOnPurpose: Readonly<Record<string, readonly string[]>> = {
  'it is for the model': [
    'chat/attachments/diffAttachment.ts',
    'chat/attachments/embeddingPrompts.ts',
    'chat/attachments/piecesThatFit.ts',
    'chat/attachments/resolveAttachments.ts',
    'chat/chatMessages.ts',
    'chat/commitMessage.ts',
    'chat/compaction.ts',
    'chat/edits/editPrompt.ts',
    'chat/languageModel/foreignRequest.ts',
    'chat/modelAdvice.ts',
    'chat/prompts/promptFiles.ts',
    'chat/titles.ts',
    'vscode/editCommands.ts',
    'vscode/problemWords.ts',
  ],
  'it is for the log': [
    'completion/outcome.ts',
    'context/index/indexBlocks.ts',
    'context/index/indexFormat.ts',
    'context/search/vectorFormat.ts',
    'context/stickyPlan.ts',
    'node/workerLink.ts',
    'transport/errors.ts',
  ],
  'it is a fault of the program or of its build': [
    'chat/edits/alignmentRows.ts',
    'common/abort.ts',
    'common/assertNever.ts',
    'node/grammarFiles.ts',
    'webview/panelContext.ts',
  ],
  'it is code, markup, a key or a list of words': [
    'chat/edits/lineLikeness.ts',
    'chat/fileChanges.ts',
    'context/index/languages.ts',
    'context/parsing/languages/rust.ts',
    'context/parsing/languages/rustMacroItems.ts',
    'context/search/searchTerms.ts',
    'hosts/diagnosis/knownHole.ts',
    'hosts/settleWindow.ts',
    'model/infillProbe.ts',
    'node/networkProbes.ts',
    'transport/ollamaClient.ts',
    'vscode/chatPageHtml.ts',
    'vscode/sharedModelNotice.ts',
    'webview/code/codeBlock.ts',
    'webview/markdown/render.ts',
  ],
  'it is a name': ['model/deepseekFamilies.ts', 'model/otherFamilies.ts'],
};

describe('The texts that people read', () => {
  const { texts, unreadable, plain, early } = usedTexts();

  it('are literals, so that they can be found', () => {
    assert.ok(texts.size > 100, String(texts.size));
    assert.deepEqual(unreadable, []);
  });

  it('are all said in the language of the editor', () => {
    const excepted = new Set(Object.values(englishOnPurpose).flat());
    assert.deepEqual(
      Object.entries(plain).filter(([file]) => !excepted.has(file)),
      [],
    );
    assert.deepEqual(
      [...excepted].filter((file) => !(file in plain)),
      [],
      'these need no exception any more',
    );
  });

  it('are not said before the language is known', () => {
    assert.deepEqual(early, []);
  });

  it('all have a Simplified Chinese translation, and there is none too many', () => {
    assert.deepEqual(
      {
        missing: [...texts].filter((text) => !(text in bundle)),
        unused: Object.keys(bundle).filter((text) => !texts.has(text)),
      },
      { missing: [], unused: [] },
    );
  });

  it('keep the places of their values in translation', () => {
    const wrong = Object.entries(bundle).filter(
      ([text, translation]) => placesOf(text).join() !== placesOf(translation).join(),
    );
    assert.deepEqual(wrong, []);
  });

  it('are translated into Chinese, not copied', () => {
    // Words that are the same in any language.
    const same = new Set(['DeepThink', '{0}/s', 'DeepThink: {0}', '{0} GB', 'Fillwright', 'Fillwright: {0}']);
    const hasWords = (text: string): boolean => /[a-z]/i.test(text.replace(/\{\d\}/g, ''));
    const copied = Object.entries(bundle).filter(
      ([text, translation]) => hasWords(text) && !same.has(text) && !/\p{Script=Han}/u.test(translation),
    );
    assert.deepEqual(copied, []);
  });
});

describe('The texts of the manifest', () => {
  const text = readFileSync(fromRoot('package.json'), 'utf8');
  const keys = [...text.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key ?? '');

  it('stand in files of their own, in English and in Simplified Chinese', () => {
    assert.equal(manifest.l10n, './l10n');
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(english).sort());
    assert.deepEqual(Object.keys(translated).sort(), Object.keys(english).sort());
  });

  it('are translated into Chinese', () => {
    const copied = Object.entries(translated).filter(
      ([, translation]) => !/\p{Script=Han}/u.test(translation),
    );
    assert.deepEqual(copied, []);
  });
});
