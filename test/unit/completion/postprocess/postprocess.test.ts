import assert from 'node:assert/strict';
import { cutAtLoneCloser } from '../../../../src/completion/postprocess/cutAtLoneCloser';
import { cutAtSuffix } from '../../../../src/completion/postprocess/cutAtSuffix';
import { dropCutLine } from '../../../../src/completion/postprocess/dropCutLine';
import { dropLicence } from '../../../../src/completion/postprocess/dropLicence';
import { dropLoneSurrogates } from '../../../../src/completion/postprocess/dropLoneSurrogates';
import { dropNoise } from '../../../../src/completion/postprocess/dropNoise';
import { dropRepeatedLines } from '../../../../src/completion/postprocess/dropRepeatedLines';
import { indentationFitter } from '../../../../src/completion/postprocess/fitIndentation';
import { fitLine } from '../../../../src/completion/postprocess/fitLine';
import { postprocess } from '../../../../src/completion/postprocess/postprocess';
import type { DraftContext, PostprocessRule } from '../../../../src/completion/postprocess/rule';
import { target } from '../../../support/markedText';

/** Name, document with the cursor, text, what is left of it. */
type Case = readonly [name: string, at: string, text: string, expected: string];

function context(at: string, facts: Partial<DraftContext> = {}): DraftContext {
  return { origin: target(at), trigger: 'automatic', cutShort: false, ...facts };
}

function table(rule: PostprocessRule, cases: readonly Case[], facts: Partial<DraftContext> = {}): void {
  for (const [name, at, text, expected] of cases) {
    it(name, () => assert.equal(rule(text, context(at, facts)), expected));
  }
}

describe('dropCutLine', () => {
  table(
    dropCutLine,
    [
      ['drops the last line of a text cut short', '‸', 'a();\nb(', 'a();'],
      ['keeps the only line', '‸', 'a(', 'a('],
      ['keeps the only line behind a blank one', '{‸', '\n  a(', '\n  a('],
    ],
    { cutShort: true },
  );
  table(dropCutLine, [['keeps a text that ended by itself', '‸', 'a();\nb();', 'a();\nb();']]);
});

describe('dropLoneSurrogates', () => {
  table(dropLoneSurrogates, [
    ['drops half an emoji at the end', '‸', 'ok \uD83D', 'ok '],
    ['drops half an emoji at the start', '‸', '\uDE00 ok', ' ok'],
    ['keeps a whole one', '‸', 'ok 😀', 'ok 😀'],
  ]);
});

describe('dropRepeatedLines', () => {
  table(dropRepeatedLines, [
    ['drops the line above said again', 'const total = sum(a);\n‸', 'const total = sum(a);', ''],
    ['drops it when part of it is typed', 'const total = sum(a);\nconst ‸', 'total = sum(a);', ''],
    [
      'drops two lines from further above',
      'first.line();\nsecond.line();\nx();\n‸',
      'first.line();\nsecond.line();',
      '',
    ],
    [
      'cuts where the repetition begins',
      'first.line();\nsecond.line();\nx();\n‸',
      'new();\nfirst.line();\nsecond.line();',
      'new();',
    ],
    ['keeps a similar line', 'const total = sum(a);\n‸', 'const total = sum(b);', 'const total = sum(b);'],
    ['keeps short lines', '  }\n‸', '  }', '  }'],
    [
      'keeps one line from further above',
      'first.line();\nsecond.line();\n‸',
      'first.line();',
      'first.line();',
    ],
  ]);
});

describe('dropLicence', () => {
  table(dropLicence, [
    ['drops a licence header', '‸', '// Copyright 2020 Somebody\n// All rights reserved.\nimport x', ''],
    ['keeps what stands before it', '‸', 'a();\n/*\n * Licensed under the Apache License', 'a();'],
    ['keeps code that names a licence', 'x = ‸', 'copyright(year)', 'copyright(year)'],
  ]);
});

describe('dropNoise', () => {
  table(dropNoise, [
    ['drops white space', 'a‸', ' \n\t', ''],
    ['drops a lonely comment', 'a();\n‸', '// TODO', ''],
    ['keeps a comment that leads to code', '‸', '// add\nreturn a + b;', '// add\nreturn a + b;'],
    ['keeps a comment being written', '// ‸', 'adds two numbers', 'adds two numbers'],
    ['keeps a C directive', '‸', '#include <a.h>', '#include <a.h>'],
  ]);
  table(dropNoise, [['keeps a comment that was asked for', '‸', '// why', '// why']], { trigger: 'invoked' });
});

describe('cutAtSuffix', () => {
  table(cutAtSuffix, [
    ['cuts a line that stands below', '‸\nfoo.bar();\n', 'a();\nfoo.bar();', 'a();'],
    ['cuts several lines that stand below', 'f(){\n  ‸\n  return x;\n}\n', 'a();\n  return x;\n}', 'a();'],
    [
      'keeps a line that stands further below',
      '‸\nx();\nfoo.bar();\n',
      'a();\nfoo.bar();',
      'a();\nfoo.bar();',
    ],
    [
      'keeps a closing line indented otherwise',
      '{\n  ‸\n}\n',
      'if (a) {\n    b;\n  }',
      'if (a) {\n    b;\n  }',
    ],
  ]);
});

describe('cutAtLoneCloser', () => {
  table(cutAtLoneCloser, [
    ['cuts before a bracket nothing has opened', 'a = ‸', 'b);', 'b'],
    ['keeps the bracket that closes the line', 'a = f(‸', 'b);', 'b);'],
    ['keeps the brace that closes the body', 'function f() {\n  ‸', 'a;\n}', 'a;\n}'],
    ['cuts the second brace', 'function f() {\n  ‸', 'a;\n}\n}', 'a;\n}\n'],
    ['does not count strings', 'a = ‸', '")" + b', '")" + b'],
  ]);
});

describe('indentationFitter', () => {
  const tabs = 'function f() {\n\tif (a) {\n\t\tb();\n\t}\n\t‸\n}\n';
  const spaces = 'function f() {\n  if (a) {\n    b();\n  }\n  ‸\n}\n';
  const cases: readonly Case[] = [
    [
      'writes tabs where the document has tabs',
      tabs,
      'if (c) {\n        d();\n    }',
      'if (c) {\n\t\td();\n\t}',
    ],
    [
      'writes spaces where the document has spaces',
      spaces,
      'if (c) {\n\t\td();\n\t}',
      'if (c) {\n    d();\n  }',
    ],
    ['leaves the first line alone', tabs, '    a', '    a'],
    ['leaves a document without indentation alone', 'a\n‸', 'b\n\tc', 'b\n\tc'],
  ];
  for (const [name, at, text, expected] of cases) {
    it(name, () => assert.equal(indentationFitter(target(at))(text), expected));
  }
});

describe('fitLine', () => {
  const cases: readonly Case[] = [
    ['nothing behind', 'a = ‸\n', 'b;', 'b;'],
    ['the whole rest said again', 'foo(‸);\n', 'a);', 'a'],
    ['part of the rest said again', 'foo(‸);\n', 'a)', 'a'],
    ['a closer of its own is kept', 'foo(‸)\n', 'bar()', 'bar()'],
    ['its own closer and the one behind', 'foo(‸)\n', 'bar())', 'bar()'],
    ['an auto-closed quote', "x = f('‸')\n", "name')", 'name'],
    ['a word that begins behind', 'a = ‸ value;\n', 'other + value;', 'other +'],
    ['closers replaced by a text that goes on', 'foo(‸)\n', 'a) {\n  b();\n}', 'a) {\n  b();\n}|1'],
    ['a bracket replaced within the line', 'foo(‸)\n', 'a).bar', 'a).bar|1'],
    ['the end of a chain said again', 'foo(‸);\n', 'a).then(b);', 'a).then(b'],
    ['only the first line before other text', 'a = ‸ + c;\n', 'b\nd();', 'b'],
    ['nothing but what is there', 'foo(‸);\n', ');', ''],
    ['trailing white space behind', 'a = ‸  \n', 'b;', 'b;'],
    ['the rest said again with a closer behind it', 'x = ‸"q\n', '"q"', ''],
    ['the rest said twice', 'a = ‸value;\n', 'value;value;', ''],
  ];
  for (const [name, at, text, expected] of cases) {
    it(name, () => {
      const fitted = fitLine(text, target(at));
      const replaced = fitted !== undefined && fitted.replaceAfter > 0 ? `|${fitted.replaceAfter}` : '';
      assert.equal(`${fitted?.text ?? ''}${replaced}`, expected);
    });
  }
});

describe('postprocess', () => {
  table(
    (text, context) => postprocess(text, context).text,
    [
      ['leaves good code alone', 'function f() {\n  ‸\n}\n', 'return 1;', 'return 1;'],
      ['drops white space at the end', 'a = ‸', 'b;  \n\n', 'b;'],
      ['gives nothing once a rule leaves nothing', 'const total = sum(a);\n‸', 'const total = sum(a);\n', ''],
    ],
  );
});
