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

describe('The texts that people read', () => {
  const { texts, unreadable } = usedTexts();

  it('are literals, so that they can be found', () => {
    assert.ok(texts.size > 100, String(texts.size));
    assert.deepEqual(unreadable, []);
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
