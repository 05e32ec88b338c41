import assert from 'node:assert/strict';
import { continueAt } from '../../../src/completion/continuation';
import { target } from '../../support/markedText';

interface Case {
  readonly name: string;
  readonly origin: string;
  readonly text: string;
  readonly now: string;
  /** The rest, or how the two stand to each other. */
  readonly expected: string;
}

const cases: readonly Case[] = [
  { name: 'nothing typed', origin: 'a‸', text: 'bc', now: 'a‸', expected: '=bc' },
  { name: 'typed along', origin: 'a‸', text: 'bc', now: 'ab‸', expected: '=c' },
  { name: 'typed to its end', origin: 'a‸', text: 'bc', now: 'abc‸', expected: '=' },
  { name: 'typed beyond its end', origin: 'a‸', text: 'bc', now: 'abcd‸', expected: 'outruns' },
  { name: 'typed something else', origin: 'a‸', text: 'bc', now: 'ax‸', expected: 'departs' },
  { name: 'deleted to before it', origin: 'ab‸', text: 'c', now: 'a‸', expected: 'ahead' },
  { name: 'text above changed', origin: '1\na‸', text: 'bc', now: '2\nab‸', expected: 'departs' },
  { name: 'text below changed', origin: 'a‸\n1', text: 'bc', now: 'ab‸\n2', expected: 'departs' },
  { name: 'CRLF typed where the text has LF', origin: 'a‸', text: '\nb', now: 'a\r\n‸', expected: '=b' },
  { name: 'a bracket auto-closed', origin: 'f‸', text: '(x)', now: 'f(‸)', expected: '=x)' },
  { name: 'a quote auto-closed', origin: 'f(‸)', text: '"x"', now: 'f("‸")', expected: '=x"' },
  {
    name: 'an auto-closed bracket typed over',
    origin: 'f(‸)',
    text: 'x) + 1',
    now: 'f(x)‸',
    expected: '= + 1',
  },
  { name: 'Enter between brackets', origin: 'f {‸}', text: '\n  x\n', now: 'f {\n  ‸\n}', expected: '=x\n' },
  { name: 'other text appeared behind', origin: 'f‸', text: '(x)', now: 'f(‸y', expected: 'departs' },
  {
    name: 'Enter with the indentation the text has',
    origin: 'a‸',
    text: '\n  b',
    now: 'a\n  ‸',
    expected: '=b',
  },
  {
    name: 'Enter, indented, before a blank line',
    origin: '  a‸',
    text: '\n\n  b',
    now: '  a\n  ‸',
    expected: '=\n  b',
  },
  {
    name: 'Enter, indented deeper than the text',
    origin: '  a‸',
    text: '\n}',
    now: '  a\n  ‸',
    expected: 'departs',
  },
  {
    name: 'Enter, the text has only the line end yet',
    origin: 'a‸',
    text: '\n',
    now: 'a\n  ‸',
    expected: 'outruns',
  },
];

describe('continueAt', () => {
  for (const { name, origin, text, now, expected } of cases) {
    it(name, () => {
      const found = continueAt(target(origin), text, target(now));
      assert.equal(found.kind === 'follows' ? `=${found.rest}` : found.kind, expected);
    });
  }

  it('knows documents apart', () => {
    assert.equal(continueAt(target('a‸'), 'b', target('a‸', { uri: 'file:///other.ts' })).kind, 'departs');
  });
});
