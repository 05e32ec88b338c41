import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { languageOf } from '../../../../src/context/index/languages';
import type { ParsedDefinition } from '../../../../src/context/parsing/parsedSource';
import { createTestParser, repositoryFixture } from '../../../support/testWorkspace';

/** `kind Container.name first-signatureEnd-last`, `!` for what other files can't name. */
function described(definition: ParsedDefinition): string {
  const { kind, container, name, startLine, signatureEndLine, endLine, exported } = definition;
  const full = container === '' ? name : `${container}.${name}`;
  return `${kind} ${full} ${startLine}-${signatureEndLine}-${endLine}${exported ? '' : ' !'}`;
}

const expected: Readonly<Record<string, readonly string[]>> = {
  'typescript/src/cart/cart.ts': [
    'class Cart 8-8-22',
    'field Cart.lines 9-9-9',
    'method Cart.count 11-11-13',
    'method Cart.total 15-15-19',
    'method Cart.title 21-21-21',
    'interface Countable 24-24-26 !',
    'field Countable.count 25-25-25 !',
    'type Checkout 28-28-28',
    'method Checkout.pay 28-28-28',
    'field Checkout.cart 28-28-28',
    "module 'shop' 30-30-32",
    "function 'shop'.open 31-31-31",
  ],
  'typescript/packages/money/src/currency.ts': [
    'enum Currency 1-1-4',
    'enumMember Currency.Euro 2-2-2',
    'enumMember Currency.Krona 3-3-3',
    'constant BASE_CURRENCY 6-6-6',
  ],
  'typescript/packages/money/src/rates/daily.ts': [
    'class DailyRates 1-1-6',
    'constructor DailyRates.constructor 2-2-2',
    'field DailyRates.day 2-2-2',
    'method DailyRates.rateOf 3-3-5',
  ],
  'typescript/src/legacy.js': [
    'function open 3-3-5 !',
    'function Stack 7-7-7 !',
    'method Stack.push 8-8-10',
    'function close 12-12-12',
    'method shut 13-13-13',
  ],
  'python/src/shop/cart.py': [
    'class Cart 9-9-20',
    'field Cart.limit 12-12-12',
    'constructor Cart.__init__ 14-14-16',
    'field Cart.owner 15-15-15',
    'field Cart._lines 16-16-16 !',
    'method Cart.total 18-19-20',
    'function fallback 26-26-27',
  ],
  'go/cart/cart.go': [
    'class Cart 11-11-15',
    'field Cart.Owner 12-12-12',
    'field Cart.lines 13-13-13 !',
    'interface Pricer 18-18-20',
    'method Pricer.Price 19-19-19',
    'type Codes 21-21-21',
    'constant Limit 25-25-25',
    'constant small 26-26-26 !',
    'variable Default 29-29-29',
    'variable other 29-29-29 !',
    'method Cart.Total 32-32-35',
    'function New 37-37-39',
  ],
  'rust/shop/src/cart.rs': [
    'class Cart 7-7-10',
    'field Cart.owner 8-8-8',
    'field Cart.lines 9-9-9 !',
    'interface Priced 12-12-15',
    'constant Priced.BASE 13-13-13',
    'method Priced.price 14-14-14',
    'implementation Cart 17-17-22 !',
    'method Cart.total 18-18-21',
    'implementation Cart 24-24-29 !',
    'constant Cart.BASE 25-25-25',
    'method Cart.price 26-26-28',
    'enum State 31-31-34 !',
    'enumMember State.Open 32-32-32',
    'enumMember State.Paid 33-33-33',
    'function shelve 36-36-36 !',
  ],
  'java/app/src/main/java/com/example/shop/Cart.java': [
    'class Cart 10-10-26',
    'field Cart.lines 11-11-11 !',
    'field Cart.spare 11-11-11 !',
    'field Cart.rates 12-12-12',
    'constructor Cart.Cart 14-14-16',
    'method Cart.total 18-19-21',
    'class Cart.Line 23-23-25',
    'field Cart.Line.count 24-24-24',
  ],
  'cpp/include/shop/cart.h': [
    'macro SHOP_LIMIT 5-5-5',
    'macro SHOP_MAX 6-6-6',
    'enum shop.State 10-10-10',
    'enumMember shop.State.Open 10-10-10',
    'enumMember shop.State.Paid 10-10-10',
    'class shop.Cart 13-13-21',
    'method shop.Cart.Cart 15-15-15',
    'method shop.Cart.total 16-16-16',
    'method shop.Cart.~Cart 17-17-17',
    'field shop.Cart.limit_ 20-20-20',
    'function shop.largest 23-24-26',
    'type shop.Lines 28-28-28',
    'type point_t 32-34-34',
    'field point_t.x 33-33-33',
    'function shop_open 36-36-36',
  ],
  'csharp/Shop/Cart.cs': [
    'class Cart 8-10-25',
    'field Cart.total 11-11-11 !',
    'field Cart.Owner 12-12-12',
    'constructor Cart.Cart 14-15-17',
    'method Cart.Total 19-20-22',
    'field Cart.Changed 24-24-24',
    'type Sold 27-27-27',
    'class Line 29-29-29',
  ],
  'php/src/Cart.php': [
    'constant LIMIT 9-9-9',
    'class Cart 12-13-25',
    'constant Cart.MOST 14-14-14',
    'field Cart.lines 15-15-15 !',
    'constructor Cart.__construct 17-18-19',
    'field Cart.rates 17-17-17',
    'method Cart.total 21-22-24',
    'interface Priced 27-28-30',
    'method Priced.total 29-29-29',
    'enum State 32-33-35',
    'enumMember State.Open 34-34-34',
  ],
  'ruby/lib/shop/cart.rb': [
    'module Shop 3-3-22',
    'class Shop.Cart 5-5-21',
    'field Shop.Cart.owner 7-7-7',
    'field Shop.Cart.lines 7-7-7',
    'constant Shop.Cart.LIMIT 8-8-8',
    'method Shop.Cart.initialize 10-10-12',
    'method Shop.Cart.empty 14-14-16',
    'method Shop.Cart.total 18-18-20',
    'function helper 24-24-26',
  ],
  'bash/build.sh': [
    'variable TARGET 3-3-3',
    'variable LIMIT 4-4-4',
    'function build 6-6-8',
    'function clean 10-10-12',
  ],
  'kotlin/shop/Cart.kt': [
    'class Cart 6-6-13',
    'variable Cart.lines 7-7-7',
    'method Cart.total 9-9-12',
    'function open 15-15-15',
  ],
};

describe('parsing', () => {
  const parser = createTestParser();
  for (const [file, definitions] of Object.entries(expected)) {
    it(`finds the definitions of ${file}`, async () => {
      const text = readFileSync(path.join(repositoryFixture('.'), file), 'utf8');
      const source = await parser.parse(file, languageOf(file) ?? '', text);
      assert.deepEqual(source.definitions.map(described).sort(), [...definitions].sort());
    });

    it(`finds the same lines in ${file} with CRLF`, async () => {
      const text = readFileSync(path.join(repositoryFixture('.'), file), 'utf8').replaceAll('\n', '\r\n');
      const source = await parser.parse(file, languageOf(file) ?? '', text);
      assert.deepEqual(source.definitions.map(described).sort(), [...definitions].sort());
    });

    it(`survives ${file} cut off anywhere`, async () => {
      const text = readFileSync(path.join(repositoryFixture('.'), file), 'utf8');
      for (let length = 0; length < text.length; length += 23) {
        const source = await parser.parse(file, languageOf(file) ?? '', text.slice(0, length));
        for (const { startLine, signatureEndLine, endLine } of source.definitions) {
          assert.ok(startLine <= signatureEndLine && signatureEndLine <= endLine);
        }
      }
    });
  }

  it('takes supertypes from class headers', async () => {
    const source = await parser.parse(
      'a.ts',
      'typescript',
      'class A extends b.B<string> implements C, D<E, F> {}',
    );
    assert.deepEqual(source.definitions[0]?.supertypes.slice(0, 2), ['B', 'C']);
  });

  it('leaves comments and strings out of the identifiers', async () => {
    const source = await parser.parse(
      'a.ts',
      'typescript',
      "const used = 'quoted'; // remarked\n/* aside */ call(used);",
    );
    assert.deepEqual([...source.identifiers].sort(), ['call', 'const', 'used']);
  });

  it('sees past inline modules of Rust', async () => {
    const text =
      'use super::a;\nmod tests {\n  use super::*;\n  use super::super::b::C;\n  use crate::d;\n}\n';
    const source = await parser.parse('a.rs', 'rust', text);
    assert.deepEqual(
      source.imports.map(({ specifier }) => specifier),
      ['super', 'self', 'super::b', 'crate'],
    );
  });

  const defaults: readonly (readonly [text: string, definitions: string[], handedOn: string[]])[] = [
    ['export default function (): { a: number };', ['default'], []],
    ['export default { a() {} };', ['a', 'default'], []],
    ['export default class {}', ['default'], []],
    ['const a = 1; export default a;', ['a'], ['a>default']],
    ['class A {}\nexports = module.exports = A;', ['A'], ['A>default']],
    ['function f() {}\nmodule.exports = { f, g() {} };', ['f', 'g'], ['f>f']],
    ['exports.h = function () {};', ['h'], []],
  ];
  for (const [text, definitions, handedOn] of defaults) {
    it(`sees what is exported by ${text.replace(/\s+/g, ' ')}`, async () => {
      const source = await parser.parse('a.ts', 'typescript', text);
      assert.deepEqual(source.definitions.map(({ name }) => name).sort(), definitions);
      const names = source.imports.flatMap((one) => one.names.map(({ name, local }) => `${name}>${local}`));
      assert.deepEqual(names, handedOn);
    });
  }

  it('looks into macros of Rust that wrap items', async () => {
    const text = [
      'cfg_client! {',
      '    mod dispatch;',
      '    pub(crate) struct Callback<T> {',
      '        inner: T,',
      '    }',
      '    pub fn send() {',
      '        fn inner() {}',
      '    }',
      '}',
      'fn after() { vec! { 1 }; }',
    ].join('\n');
    const source = await parser.parse('a.rs', 'rust', text);
    assert.deepEqual(source.definitions.map(described), [
      'class Callback 3-3-5',
      'function send 6-6-8',
      'function after 10-10-10 !',
    ]);
    assert.deepEqual(
      source.imports.map(({ specifier }) => specifier),
      ['mod dispatch'],
    );
  });

  it('finds where a doc comment begins', async () => {
    const source = await parser.parse(
      'a.ts',
      'typescript',
      'let a;\n\n/**\n * Says what.\n */\nexport function f() {}\n',
    );
    const found = source.definitions.find(({ name }) => name === 'f');
    assert.deepEqual([found?.docStartLine, found?.startLine], [3, 6]);
  });
});
