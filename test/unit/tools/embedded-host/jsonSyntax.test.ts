import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findJsonValue } from '../../../../tools/embedded-host/jsonSyntax';

describe('findJsonValue', () => {
  const broken: readonly (readonly [string, string])[] = [
    ['{', 'unexpected EOF'],
    ['{"a":', 'unexpected EOF'],
    ['"a', 'unexpected EOF'],
    ['<html>', `invalid character '<' looking for beginning of value`],
    ['{a:1}', `invalid character 'a' looking for beginning of object key string`],
    [`{'a':1}`, `invalid character '\\'' looking for beginning of object key string`],
    ['{"a" "b"}', `invalid character '"' after object key`],
    ['{"a":1 2}', `invalid character '2' after object key:value pair`],
    ['[1 2]', `invalid character '2' after array element`],
    ['{"a":tru}', `invalid character '}' in literal true (expecting 'e')`],
    ['{"a":01}', `invalid character '1' after object key:value pair`],
    ['[1.]', `invalid character ']' after decimal point in numeric literal`],
    ['[1e]', `invalid character ']' in exponent of numeric literal`],
    ['["\n"]', `invalid character '\\n' in string literal`],
    ['["\\x"]', `invalid character 'x' in string escape code`],
    ['["\\u12g4"]', `invalid character 'g' in \\u hexadecimal character escape`],
    ['{é}', `invalid character 'Ã' looking for beginning of object key string`],
  ];
  for (const [text, problem] of broken) {
    it(`says of ${JSON.stringify(text)}: ${problem}`, () => {
      assert.deepEqual(findJsonValue(Buffer.from(text)), { problem });
    });
  }

  it('finds the end of every JSON value, in bytes', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const bytes = Buffer.from(json.trim());
        assert.deepEqual(findJsonValue(Buffer.concat([bytes, Buffer.from(' x')])), { end: bytes.length });
      }),
    );
  });

  it('takes exactly the texts that JSON.parse takes', () => {
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const noise = fc.string({
      unit: fc.constantFrom(...Array.from('{}[]",:\\-+.eE0129tfnrulasn \n')),
      maxLength: 12,
    });
    fc.assert(
      fc.property(noise, (text) => {
        const found = findJsonValue(Buffer.from(text));
        assert.equal('end' in found && text.slice(found.end).trim() === '', parses(text));
      }),
      { numRuns: 2000 },
    );
  });
});
