import assert from 'node:assert/strict';
import type { CompletionQuery } from '../../../src/completion/query';
import { refusal } from '../../../src/completion/trigger';
import { defaultSettings, type CompletionSettings } from '../../../src/settings/settings';
import { target } from '../../support/markedText';

interface Case {
  readonly name: string;
  readonly marked?: string;
  readonly query?: Partial<CompletionQuery>;
  readonly path?: string;
  readonly languageId?: string;
  readonly settings?: Partial<CompletionSettings>;
  readonly snoozed?: boolean;
  readonly expected: string | undefined;
}

const invoked = { trigger: 'invoked' } as const;
const cases: readonly Case[] = [
  { name: 'lets an ordinary place pass', expected: undefined },
  { name: 'says nothing when off', settings: { enabled: false }, expected: 'off' },
  { name: 'answers when off but asked', settings: { enabled: false }, query: invoked, expected: undefined },
  { name: 'says nothing while snoozed', snoozed: true, expected: 'snoozed' },
  { name: 'answers while snoozed but asked', snoozed: true, query: invoked, expected: undefined },
  { name: 'is off in plain text', languageId: 'plaintext', expected: 'language-off' },
  {
    name: 'stays off in plain text when asked',
    languageId: 'plaintext',
    query: invoked,
    expected: 'language-off',
  },
  {
    name: 'is off where all languages are',
    settings: { languages: { '*': false } },
    expected: 'language-off',
  },
  {
    name: 'is on where one language is',
    settings: { languages: { '*': false, typescript: true } },
    expected: undefined,
  },
  { name: 'keeps secrets even when asked', path: 'a/.env', query: invoked, expected: 'secret-file' },
  { name: 'leaves the middle of a word alone', marked: 'con‸sole', expected: 'not-here' },
  { name: 'leaves the beginning of a word alone', marked: 'f(‸größe)', expected: 'not-here' },
  { name: 'completes in a word when asked', marked: 'con‸sole', query: invoked, expected: undefined },
  { name: 'leaves several cursors alone', query: { beside: 'further-cursors' }, expected: 'further-cursors' },
  { name: 'leaves a selection alone', query: { beside: 'selection' }, expected: 'selection' },
  {
    name: 'completes at several cursors when asked',
    query: { ...invoked, beside: 'further-cursors' },
    expected: undefined,
  },
  {
    name: 'completes over a selection when asked',
    query: { ...invoked, beside: 'selection' },
    expected: undefined,
  },
  { name: 'completes before a bracket', marked: 'f(‸)', expected: undefined },
];

describe('refusal', () => {
  for (const { name, marked = 'a = ‸\n', query, path, languageId, settings, snoozed, expected } of cases) {
    it(name, () => {
      const facts = { ...(path !== undefined && { path }), ...(languageId !== undefined && { languageId }) };
      const full: CompletionQuery = { target: target(marked, facts), trigger: 'automatic', ...query };
      assert.equal(refusal(full, { ...defaultSettings.completion, ...settings }, snoozed ?? false), expected);
    });
  }
});
