import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createEstimatingCounter, estimateTokens } from '../../../src/prompt/estimateTokens';
import { createTokenCounter } from '../../../src/prompt/tokenizer';
import { fromRoot } from '../../../tools/root';
import { demoVocabulary } from '../../support/demoVocabulary';

describe('estimateTokens', () => {
  it('is never below the true count of a source file, and not far above it', async () => {
    const exact = createTokenCounter(await demoVocabulary());
    assert.ok(exact);
    const folder = fromRoot('src', 'completion');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const ratio = estimateTokens(text) / exact.count(text);
      assert.ok(ratio >= 1 && ratio < 1.7, `${file}: ${ratio}`);
    }
  });

  it('grows with the text and is nothing for nothing', () => {
    assert.equal(estimateTokens(''), 0);
    assert.ok(estimateTokens('a b') < estimateTokens('a b c d e f'));
  });

  it('counts what is not ASCII by its bytes', () => {
    assert.ok(estimateTokens('日本語') >= 9);
    assert.ok(estimateTokens('\u{1F600}') >= 4);
  });
});

describe('createEstimatingCounter', () => {
  it('says that its counts are not exact', () => {
    assert.equal(createEstimatingCounter().exact, false);
  });
});
