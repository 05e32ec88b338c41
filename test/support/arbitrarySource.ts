import fc from 'fast-check';
import { deepseekCoder } from '../../src/model/deepseekFamilies';
import { qwen25Coder } from '../../src/model/otherFamilies';

const words = [
  'const',
  'value',
  'return',
  'HTTPServer',
  'x',
  '(',
  ') {',
  '=> {',
  '+=',
  '"text"',
  '0x1F',
  '// why',
];
const oddities = ['\u{1F600}', '日本語', 'naïve', '\u2028', '\t\t', '\uD83D', '‹', '}'];
const specials = [...deepseekCoder.specialTokens, ...qwen25Coder.specialTokens];

const word = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: fc.constantFrom(...oddities) },
  { weight: 1, arbitrary: fc.constantFrom(...specials) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);

const shortLine = fc
  .tuple(fc.nat({ max: 12 }), fc.array(word, { maxLength: 10 }))
  .map(([indent, parts]) => ' '.repeat(indent) + parts.join(' '));
const longLine = fc
  .tuple(word, fc.integer({ min: 100, max: 600 }))
  .map(([part, times]) => part.repeat(times));
const line = fc.oneof({ weight: 60, arbitrary: shortLine }, { weight: 1, arbitrary: longLine });

/** Text as a source file may hold it and worse: long lines, special tokens, lone surrogates, CRLF. */
export function arbitrarySource(maxLines: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(line, { maxLength: maxLines, size: 'max' }), fc.constantFrom('\n', '\r\n'))
    .map(([lines, eol]) => lines.join(eol));
}
