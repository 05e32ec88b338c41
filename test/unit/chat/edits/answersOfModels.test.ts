import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitLines } from '../../../../src/chat/edits/hunks';
import { proposeEdit } from '../../../../src/chat/edits/proposeEdit';

interface Case {
  readonly it: string;
  readonly document: string;
  readonly language: string;
  readonly block: string;
  /** The document afterwards, or the code of why not. */
  readonly gives: string;
}

function proposed(document: string, block: string, language: string): string {
  const proposal = proposeEdit({ lines: splitLines(block), language }, { lines: splitLines(document) });
  return proposal.kind === 'refused' ? proposal.refusal.code : proposal.lines.join('\n');
}

const store = `import json
import os

from typing import Any


class Store:
    """Keeps values on disk."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[str, Any] = {}

    def load(self) -> None:
        with open(self.path) as file:
            self.values = json.load(file)

    def save(self) -> None:
        with open(self.path, "w") as file:
            json.dump(self.values, file)

    def get(self, key: str) -> Any:
        return self.values[key]


def main() -> None:
    store = Store(os.environ["STORE"])
    store.load()
    print(store.get("name"))
`;

const server = `import express from 'express';
import { readUsers } from './users';

const app = express();
app.use(express.json());

app.get('/users', async (request, response) => {
  response.json(await readUsers());
});

app.get('/users/:id', async (request, response) => {
  const users = await readUsers();
  response.json(users.find(({ id }) => id === request.params.id));
});

export function start(port: number): void {
  app.listen(port);
}
`;

const cart = `package app;

import java.util.ArrayList;
import java.util.List;

public class Cart {
    private final List<Line> lines = new ArrayList<>();

    public void add(Line line) {
        lines.add(line);
    }

    public void remove(String sku) {
        lines.removeIf(line -> line.sku().equals(sku));
    }

    public double total() {
        double sum = 0;
        for (Line line : lines) {
            sum += line.price();
        }
        return sum;
    }
}
`;

const cache = `impl Cache {
    pub fn get(&self, key: &str) -> Option<u32> {
        self.map.get(key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gets() {
        assert_eq!(Cache::new(1).get("a"), Some(1));
    }
}
`;

const style = `.card {
  padding: 8px;
}

.card:hover {
  border-color: #888;
}

.button {
  color: white;
}
`;

const services = `services:
  web:
    image: nginx
  db:
    image: postgres
volumes:
  data: {}
`;

const spec = `describe('add', () => {
  it('adds', () => {
    assert.equal(add(1, 2), 3);
  });

  it('adds negatives', () => {
    assert.equal(add(-1, -2), -3);
  });
});
`;

const manifest = `{
  "name": "demo",
  "scripts": {
    "build": "tsc",
    "test": "mocha"
  },
  "dependencies": {
    "express": "^4.18.0"
  }
}
`;

const silent: readonly Case[] = [
  {
    it: 'an import and a function, and not the class between them',
    document: store,
    language: 'python',
    block: `import json
import os
import sys

def main() -> None:
    if "STORE" not in os.environ:
        sys.exit("STORE is not set")
    store = Store(os.environ["STORE"])
    store.load()
    print(store.get("name"))`,
    gives: store
      .replace('import os\n', 'import os\nimport sys\n')
      .replace(
        'None:\n    store =',
        'None:\n    if "STORE" not in os.environ:\n        sys.exit("STORE is not set")\n    store =',
      ),
  },
  {
    it: 'a class with one of its methods',
    document: store,
    language: 'python',
    block: 'class Store:\n    def get(self, key: str) -> Any:\n        return self.values.get(key)',
    gives: store.replace('self.values[key]', 'self.values.get(key)'),
  },
  {
    it: 'two methods with another between them',
    document: store,
    language: 'python',
    block: `    def load(self) -> None:
        with open(self.path, encoding="utf-8") as file:
            self.values = json.load(file)

    def get(self, key: str) -> Any:
        return self.values.get(key)`,
    gives: store
      .replace('open(self.path)', 'open(self.path, encoding="utf-8")')
      .replace('self.values[key]', 'self.values.get(key)'),
  },
  {
    it: 'a method with another signature at the margin',
    document: store,
    language: 'python',
    block: 'def get(self, key: str, default: Any = None) -> Any:\n    return self.values.get(key, default)',
    gives: store
      .replace('key: str) -> Any', 'key: str, default: Any = None) -> Any')
      .replace('self.values[key]', 'self.values.get(key, default)'),
  },
  {
    it: 'methods with dots for their bodies',
    document: store,
    language: 'python',
    block: `class Store:
    def load(self) -> None:
        """Reads the values."""
        ...

    def save(self) -> None:
        """Writes the values."""
        ...`,
    gives: store
      .replace('load(self) -> None:\n', 'load(self) -> None:\n        """Reads the values."""\n')
      .replace('save(self) -> None:\n', 'save(self) -> None:\n        """Writes the values."""\n'),
  },
  {
    it: 'a class of Java with one method of another body',
    document: cart,
    language: 'java',
    block: `public class Cart {
    public double total() {
        return lines.stream().mapToDouble(Line::price).sum();
    }
}`,
    gives: cart.replace(
      /double sum = 0;[^]*return sum;/,
      'return lines.stream().mapToDouble(Line::price).sum();',
    ),
  },
  {
    it: 'two rules of a style sheet with another between them',
    document: style,
    language: 'css',
    block: '.card {\n  padding: 16px;\n}\n\n.button {\n  color: black;\n}',
    gives: style.replace('8px', '16px').replace('white', 'black'),
  },
  {
    it: 'one test of a suite and a new one',
    document: spec,
    language: 'ts',
    block: `describe('add', () => {
  it('adds negatives', () => {
    assert.equal(add(-1, -2), -3);
    assert.equal(add(-1, 2), 1);
  });

  it('adds zero', () => {
    assert.equal(add(0, 0), 0);
  });
});`,
    gives: spec
      .replace('-3);\n', '-3);\n    assert.equal(add(-1, 2), 1);\n')
      .replace(/\}\);\n$/, "\n  it('adds zero', () => {\n    assert.equal(add(0, 0), 0);\n  });\n});\n"),
  },
  {
    it: 'a key of YAML that is also a key further out',
    document: services,
    language: 'yaml',
    block: 'services:\n  db:\n    image: postgres\n    volumes:\n      - data:/var/lib/data',
    gives: services.replace('postgres\n', 'postgres\n    volumes:\n      - data:/var/lib/data\n'),
  },
  {
    it: 'some keys of JSON, without the braces around them',
    document: manifest,
    language: 'json',
    block: '"scripts": {\n  "build": "tsc",\n  "test": "vitest",\n  "lint": "eslint ."\n}',
    gives: manifest.replace('"test": "mocha"', '"test": "vitest",\n    "lint": "eslint ."'),
  },
  {
    it: 'some keys of JSON beside dots',
    document: manifest,
    language: 'json',
    block: '{\n  // ...\n  "dependencies": {\n    "cors": "^2.8.5",\n    ...\n  }\n}',
    gives: manifest.replace('"^4.18.0"', '"^4.18.0",\n    "cors": "^2.8.5"'),
  },
];

const additions: readonly Case[] = [
  {
    it: 'a route beside one that begins alike',
    document: server,
    language: 'ts',
    block: `// ... existing code ...

app.delete('/users/:id', async (request, response) => {
  response.sendStatus(204);
});

export function start(port: number): void {
  // ... existing code ...
}`,
    gives: server.replace(
      'export function start',
      "app.delete('/users/:id', async (request, response) => {\n  response.sendStatus(204);\n});\n\nexport function start",
    ),
  },
  {
    it: 'a test of Rust, whose mark every test has',
    document: cache,
    language: 'rust',
    block: `#[cfg(test)]
mod tests {
    use super::*;

    // ... existing tests ...

    #[test]
    fn misses() {
        assert_eq!(Cache::new(1).get("b"), None);
    }
}`,
    gives: cache.replace(
      /\}\n$/,
      '\n    #[test]\n    fn misses() {\n        assert_eq!(Cache::new(1).get("b"), None);\n    }\n}\n',
    ),
  },
  {
    it: 'a rule of a style sheet behind the others',
    document: style,
    language: 'css',
    block: '/* existing styles */\n\n.button:disabled {\n  opacity: 0.5;\n}',
    gives: `${style}\n.button:disabled {\n  opacity: 0.5;\n}\n`,
  },
  {
    it: 'a method that is shown without its class, and an import',
    document: cart,
    language: 'java',
    block: `import java.util.Optional;

// ...

    public Optional<Line> first() {
        return lines.stream().findFirst();
    }`,
    gives: cart
      .replace('import java.util.ArrayList', 'import java.util.Optional;\n\nimport java.util.ArrayList')
      .replace(
        /\}\n$/,
        '\n    public Optional<Line> first() {\n        return lines.stream().findFirst();\n    }\n}\n',
      ),
  },
];

const removals: readonly Case[] = [
  {
    it: 'a method where the rest of its class is written down as it is',
    document: cart,
    language: 'java',
    block: cart
      .slice(cart.indexOf('public class'))
      .replace(/ {4}public void remove[^]*?\n {4}\}\n\n/, '')
      .trimEnd(),
    gives: cart.replace(/ {4}public void remove[^]*?\n {4}\}\n\n/, ''),
  },
  {
    it: 'a statement of a function',
    document: store,
    language: 'python',
    block: 'def main() -> None:\n    store = Store(os.environ["STORE"])\n    print(store.get("name"))',
    gives: store.replace('    store.load()\n', ''),
  },
];

const otherForms: readonly Case[] = [
  {
    it: 'blocks to look for and to replace',
    document: store,
    language: 'python',
    block:
      '<<<<<<< SEARCH\n        return self.values[key]\n=======\n        return self.values.get(key)\n>>>>>>> REPLACE',
    gives: store.replace('self.values[key]', 'self.values.get(key)'),
  },
  {
    it: 'signs before the lines of a block of code',
    document: server,
    language: 'ts',
    block: "- app.use(express.json());\n+ app.use(express.json({ limit: '1mb' }));",
    gives: server.replace('express.json()', "express.json({ limit: '1mb' })"),
  },
];

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const each of cases)
      it(each.it, () => assert.equal(proposed(each.document, each.block, each.language), each.gives));
  });
}

table('an answer that passes over code without a word changes', silent);
table('an answer with something new adds', additions);
table('an answer that leaves something out on purpose takes away', removals);
table('an answer in another form than a diff may have', otherForms);

describe('any of the functions of a file, each changed,', () => {
  const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];
  const inTypeScript = (name: string, extra = ''): string =>
    `export function ${name}(value: number): number {\n${extra}  const ${name}Result = value * 2;\n  return ${name}Result;\n}\n`;
  const inPython = (name: string, extra = ''): string =>
    `    def ${name}(self, value):\n${extra}        ${name}_result = value * 2\n        return ${name}_result\n`;
  const subsets = fc.subarray(names, { minLength: 1 });

  it('change nothing else, as functions of a module', () => {
    const file = (extra: (name: string) => string): string =>
      `import { x } from './x';\n\n${names.map((name) => inTypeScript(name, extra(name))).join('\n')}`;
    fc.assert(
      fc.property(subsets, (shown) => {
        const extra = (name: string): string => (shown.includes(name) ? `  check(${name});\n` : '');
        const block = shown.map((name) => inTypeScript(name, extra(name))).join('\n');
        assert.equal(
          proposed(
            file(() => ''),
            block.trimEnd(),
            'ts',
          ),
          file(extra),
        );
      }),
    );
  });

  it('change nothing else, as methods of a class that is written around them', () => {
    const file = (extra: (name: string) => string): string =>
      `class All:\n${names.map((name) => inPython(name, extra(name))).join('\n')}`;
    fc.assert(
      fc.property(subsets, (shown) => {
        const extra = (name: string): string => (shown.includes(name) ? `        check(${name})\n` : '');
        const block = `class All:\n${shown.map((name) => inPython(name, extra(name))).join('\n')}`;
        assert.equal(
          proposed(
            file(() => ''),
            block.trimEnd(),
            'python',
          ),
          file(extra),
        );
      }),
    );
  });
});
