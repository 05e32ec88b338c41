import assert from 'node:assert/strict';
import type { RepositoryIndex } from '../../../../src/context/index/repositoryIndex';
import { openTestIndex, repositoryFixture } from '../../../support/testWorkspace';

interface Repository {
  /** Importing file, specifier, targets. */
  readonly imports: readonly (readonly [file: string, specifier: string, ...targets: string[]])[];
  /** File, name with its qualifier, where it is defined; nothing where the file's imports don't say. */
  readonly names: readonly (readonly [file: string, name: string, ...places: string[]])[];
}

const JAVA_SHOP = 'app/src/main/java/com/example/shop';
const JAVA_MONEY = 'core/src/main/java/com/example/money';

const repositories: Readonly<Record<string, Repository>> = {
  typescript: {
    imports: [
      ['src/cart/cart.ts', '@shop/money', 'packages/money/src/index.ts'],
      ['src/cart/cart.ts', '@shop/money/rates/daily', 'packages/money/src/rates/daily.ts'],
      ['src/cart/cart.ts', '@app/catalog', 'src/catalog/index.ts'],
      ['src/cart/cart.ts', '../labels.js', 'src/labels.ts'],
      ['src/cart/cart.ts', '#clock', 'src/support/clock.ts'],
      ['src/cart/cart.ts', '../legacy', 'src/legacy.js'],
      ['src/legacy.js', './helper', 'src/helper.js'],
    ],
    names: [
      ['src/cart/cart.ts', 'sum', 'packages/money/src/amount.ts:9'],
      ['src/cart/cart.ts', 'Amount', 'packages/money/src/amount.ts:4'],
      ['src/cart/cart.ts', 'BASE_CURRENCY', 'packages/money/src/currency.ts:6'],
      ['src/cart/cart.ts', 'rounding.toWholeCents', 'packages/money/src/rounding.ts:1'],
      ['src/cart/cart.ts', 'DailyRates', 'packages/money/src/rates/daily.ts:1'],
      ['src/cart/cart.ts', 'DailyRates.rateOf', 'packages/money/src/rates/daily.ts:3'],
      ['src/cart/cart.ts', 'Product', 'src/catalog/item.ts:2'],
      ['src/cart/cart.ts', 'labels.titleOf', 'src/labels.ts:1'],
      ['src/cart/cart.ts', 'legacy.open', 'src/legacy.js:3'],
      ['src/cart/cart.ts', 'Cart.name', 'src/catalog/item.ts:3'],
      ['src/cart/cart.ts', 'unheardOf'],
      ['src/cart/circular.ts', 'lost'],
    ],
  },
  python: {
    imports: [
      ['src/shop/__init__.py', '.cart', 'src/shop/cart.py'],
      ['src/shop/cart.py', 'shop.money', 'src/shop/money.py'],
      ['src/shop/cart.py', 'shop', 'src/shop/__init__.py', 'src/shop/stock.py'],
      ['src/shop/cart.py', 'json'],
      ['tests/test_cart.py', 'shop', 'src/shop/__init__.py'],
    ],
    names: [
      ['src/shop/cart.py', 'plus', 'src/shop/money.py:11'],
      ['src/shop/cart.py', 'money.ZERO', 'src/shop/money.py:3'],
      ['src/shop/cart.py', 'stock.Container', 'src/shop/stock.py:1'],
      ['tests/test_cart.py', 'Cart', 'src/shop/cart.py:9'],
      ['tests/test_cart.py', 'Container'],
      ['tests/test_cart.py', 'cash.ZERO', 'src/shop/money.py:3'],
      ['src/shop/__init__.py', 'Container', 'src/shop/stock.py:1'],
    ],
  },
  go: {
    imports: [
      ['cart/cart.go', 'example.com/shop/internal/money', 'internal/money/money.go'],
      ['cart/cart.go', 'fmt'],
    ],
    names: [
      ['cart/cart.go', 'cash.Add', 'internal/money/money.go:5'],
      ['cart/cart.go', 'describe', 'cart/describe.go:5'],
      ['cart/describe.go', 'Cart.Total', 'cart/cart.go:32'],
    ],
  },
  rust: {
    imports: [
      ['shop/src/lib.rs', 'mod stock', 'shop/src/stock/mod.rs'],
      ['shop/src/lib.rs', 'money_tools::amount', 'money-tools/src/amount.rs'],
      ['shop/src/cart.rs', 'super::stock::shelf', 'shop/src/stock/shelf.rs'],
      ['shop/src/cart.rs', 'crate::stock', 'shop/src/stock/mod.rs'],
      ['shop/src/stock/shelf.rs', 'super', 'shop/src/stock/mod.rs'],
    ],
    names: [
      ['shop/src/cart.rs', 'add', 'money-tools/src/amount.rs:2'],
      ['shop/src/cart.rs', 'stock.count', 'shop/src/stock/mod.rs:3'],
      ['shop/src/cart.rs', 'Shelf', 'shop/src/stock/shelf.rs:2'],
      ['shop/src/lib.rs', 'DailyRates', 'money-tools/src/lib.rs:2'],
      ['shop/src/lib.rs', 'Cart.total', 'shop/src/cart.rs:18'],
    ],
  },
  java: {
    imports: [
      [`${JAVA_SHOP}/Cart.java`, 'com.example.money.Amount', `${JAVA_MONEY}/Amount.java`],
      [`${JAVA_SHOP}/Cart.java`, 'com.example.money.Amount.Rounding', `${JAVA_MONEY}/Amount.java`],
      [
        `${JAVA_SHOP}/Cart.java`,
        'com.example.money',
        `${JAVA_MONEY}/Amount.java`,
        `${JAVA_MONEY}/Rates.java`,
      ],
      [`${JAVA_SHOP}/Cart.java`, 'java.util.List'],
    ],
    names: [
      [`${JAVA_SHOP}/Cart.java`, 'Amount', `${JAVA_MONEY}/Amount.java:4`],
      [`${JAVA_SHOP}/Cart.java`, 'Amount.ZERO', `${JAVA_MONEY}/Amount.java:5`],
      [`${JAVA_SHOP}/Cart.java`, 'Rates', `${JAVA_MONEY}/Rates.java:3`],
      [`${JAVA_SHOP}/Cart.java`, 'Rounding', `${JAVA_MONEY}/Amount.java:7`],
      [`${JAVA_SHOP}/Cart.java`, 'fixed', `${JAVA_MONEY}/Rates.java:6`],
      [`${JAVA_SHOP}/Cart.java`, 'Basket', `${JAVA_SHOP}/Basket.java:3`],
      [`${JAVA_SHOP}/Cart.java`, 'Cart.clear', `${JAVA_SHOP}/Basket.java:4`],
    ],
  },
  cpp: {
    imports: [
      ['src/cart.cpp', '"shop/cart.h"', 'include/shop/cart.h'],
      ['include/shop/cart.h', '"base.h"', 'include/shop/base.h'],
      ['include/shop/cart.h', '<money.h>', 'deps/money/api/money.h'],
    ],
    names: [
      ['src/cart.cpp', 'Amount', 'deps/money/api/money.h:1'],
      ['src/cart.cpp', 'Base', 'include/shop/base.h:1'],
      ['src/cart.cpp', 'SHOP_LIMIT', 'include/shop/cart.h:5'],
    ],
  },
  csharp: {
    imports: [
      ['Shop/Cart.cs', 'Example.Money', 'Money/Amount.cs'],
      ['Shop/Cart.cs', 'Example.Money.Amount', 'Money/Amount.cs'],
      ['Shop/Cart.cs', 'System'],
    ],
    names: [
      ['Shop/Cart.cs', 'Rounding', 'Money/Amount.cs:8'],
      ['Shop/Cart.cs', 'Cash', 'Money/Amount.cs:3'],
      ['Shop/Cart.cs', 'Cart.Clear', 'Shop/Basket.cs:5'],
      ['Shop/Cart.cs', 'IPriced', 'Shop/Basket.cs:8'],
    ],
  },
  php: {
    imports: [
      ['src/Cart.php', 'Example\\Shop\\Money\\Amount', 'src/Money/Amount.php'],
      ['src/Cart.php', '/helpers.php', 'src/helpers.php'],
    ],
    names: [
      ['src/Cart.php', 'DailyRates', 'src/Money/Rates.php:9'],
      ['src/Cart.php', 'Basket', 'src/Basket.php:5'],
      ['src/Cart.php', 'describe', 'src/helpers.php:3'],
    ],
  },
  ruby: {
    imports: [
      ['lib/shop.rb', 'shop/cart', 'lib/shop/cart.rb'],
      ['lib/shop.rb', './shop/money', 'lib/shop/money.rb'],
      ['lib/shop/cart.rb', 'json'],
    ],
    names: [['lib/shop.rb', 'Cart', 'lib/shop/cart.rb:5']],
  },
  bash: {
    imports: [['build.sh', 'lib/log.sh', 'lib/log.sh']],
    names: [['build.sh', 'log', 'lib/log.sh:2']],
  },
  kotlin: {
    imports: [['shop/Cart.kt', 'shop.money.Amount', 'shop/money/Amount.kt']],
    names: [['shop/Cart.kt', 'Amount', 'shop/money/Amount.kt:3']],
  },
};

describe('import resolution', () => {
  for (const [language, { imports, names }] of Object.entries(repositories)) {
    describe(language, () => {
      let index: RepositoryIndex;
      before(async () => (index = await openTestIndex(repositoryFixture(language))));
      after(() => index.dispose());

      for (const [file, specifier, ...targets] of imports) {
        it(`leads from ${specifier} in ${file} to ${targets.join(', ') || 'no file'}`, () => {
          const found = index.importsOf(file).find((one) => one.specifier === specifier);
          assert.deepEqual([...(found?.targets ?? ['no such import'])].sort(), targets);
        });
      }

      for (const [file, ...targets] of imports.map(([file, , ...targets]) => [file, ...targets] as const)) {
        for (const target of targets) {
          it(`knows ${file} as an importer of ${target}`, () => {
            assert.ok(index.importersOf(target).includes(file));
          });
        }
      }

      for (const [file, name, ...places] of names) {
        it(`finds ${name} of ${file} at ${places.join(', ') || 'no place'}`, () => {
          const [last = '', qualifier] = name.split('.').reverse();
          const found = index.resolve(file, last, qualifier);
          assert.deepEqual(
            found.map(({ path, nameLine }) => `${path}:${nameLine}`),
            places,
          );
        });
      }
    });
  }
});
