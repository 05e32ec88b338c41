import assert from 'node:assert/strict';
import { inEnglish, t, useTranslation } from '../../../src/common/l10n';

describe('Texts for people', () => {
  afterEach(() => useTranslation(inEnglish));

  it('are English where no translation was set, with their values filled in', () => {
    assert.equal(t('{0} of {1} tokens', 5, 'many'), '5 of many tokens');
  });

  it('keep a place that has no value, and braces that are no place', () => {
    assert.equal(t('{0} and {1} in ${secret:NAME} {}', 'one'), 'one and {1} in ${secret:NAME} {}');
  });

  it('come in the language that was set', () => {
    useTranslation((text, ...values) => `${text.toUpperCase()} ${values.join()}`);
    assert.equal(t('ready', 1), 'READY 1');
  });
});
