import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { modelFamilies } from '../../../src/model/families';
import { INSPECTOR_RULE } from '../../../src/prompt/inspectPrompt';
import { fromRoot } from '../../../tools/root';

interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
}

const grammar = JSON.parse(readFileSync(fromRoot('syntaxes', 'fim-prompt.tmLanguage.json'), 'utf8')) as {
  readonly repository: Readonly<Record<string, Rule>>;
};

function pattern(rule: string, part: keyof Rule): RegExp {
  const source = grammar.repository[rule]?.[part];
  assert.ok(source, `${rule}.${part}`);
  return new RegExp(source, 'm');
}

describe("the prompt's grammar", () => {
  for (const { label, specialTokens, tokens } of modelFamilies) {
    it(`marks every special token of ${label}`, () => {
      const special = pattern('special-token', 'match');
      assert.deepEqual(
        specialTokens.filter((token) => special.exec(token)?.[0] !== token),
        [],
      );
    });

    it(`sets prefix and suffix of ${label} off`, () => {
      assert.match(tokens.prefix, pattern('target-prefix', 'begin'));
      assert.match(tokens.suffix, pattern('target-suffix', 'begin'));
    });
  }

  const paths = ['#src/model/a b.ts', '# src/a.py', '+++++ src/x.rs'];
  for (const line of paths) {
    it(`takes '${line}' for a path line`, () => {
      assert.equal(pattern('path-line', 'match').exec(line)?.[0], line);
    });
  }

  it('takes what stands behind a file token for a path', () => {
    assert.equal(pattern('path-line', 'match').exec('<|file_sep|>src/a.ts\ncode')?.[0], 'src/a.ts');
  });

  for (const line of ['#!/bin/sh', '## A heading', '#include <stdio>', '# say why']) {
    it(`takes '${line}' for code`, () => {
      assert.doesNotMatch(line, pattern('path-line', 'match'));
    });
  }

  it('ends the table at its rule', () => {
    assert.match(INSPECTOR_RULE, pattern('table', 'end'));
  });
});
