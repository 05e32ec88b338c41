import assert from 'node:assert/strict';
import { splitLines } from '../../../../src/chat/edits/hunks';
import { proposeEdit, type EditTarget } from '../../../../src/chat/edits/proposeEdit';

interface Case {
  readonly it: string;
  readonly document: string;
  readonly block: string;
  /** The document afterwards, or the code of why not. */
  readonly gives: string;
  readonly language?: string;
  readonly selection?: EditTarget['selection'];
}

/** The text of an indented template: without its first line break, its common indentation and its last line. */
function text([template = '']: TemplateStringsArray): string {
  const lines = template.replace(/^\n/, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents);
  return lines
    .map((line) => line.slice(least))
    .join('\n')
    .replace(/ +$/, '');
}

const queue = text`
  import { Clock } from './clock';

  export class Queue<T> {
    private readonly items: T[] = [];

    constructor(private readonly clock: Clock) {}

    push(item: T): void {
      this.items.push(item);
    }

    pop(): T | undefined {
      return this.items.shift();
    }
  }

  export function drain<T>(queue: Queue<T>): T[] {
    const all: T[] = [];
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      all.push(item);
    }
    return all;
  }
`;

const shapes = text`
  import math


  class Circle:
      def __init__(self, radius):
          self.radius = radius

      def area(self):
          return math.pi * self.radius ** 2


  class Square:
      def __init__(self, side):
          self.side = side

      def area(self):
          return self.side ** 2
`;

function run({ document, block, gives, language = 'ts', selection }: Case): void {
  const code = { lines: splitLines(block), language };
  const proposal = proposeEdit(code, { lines: splitLines(document), ...(selection && { selection }) });
  if (proposal.kind === 'refused') assert.equal(proposal.refusal.code, gives);
  else assert.equal(proposal.lines.join('\n'), gives);
}

function table(cases: readonly Case[]): void {
  for (const each of cases) it(each.it, () => run(each));
}

describe('a snippet with left-out code', () => {
  table([
    {
      it: 'changes a method between two gaps',
      document: queue,
      block: text`
        // ... existing code ...
          pop(): T | undefined {
            if (this.items.length === 0) return undefined;
            return this.items.shift();
          }
        // ... existing code ...
      `,
      gives: queue.replace(
        '    return this.items.shift',
        '    if (this.items.length === 0) return undefined;\n    return this.items.shift',
      ),
    },
    {
      it: 'adds a method at the end of a class that closes',
      document: queue,
      block: text`
        export class Queue<T> {
          // ... existing code ...

          peek(): T | undefined {
            return this.items[0];
          }
        }
      `,
      gives: queue.replace(
        'shift();\n  }\n}',
        'shift();\n  }\n\n  peek(): T | undefined {\n    return this.items[0];\n  }\n}',
      ),
    },
    {
      it: 'adds a field at the start of a class',
      document: queue,
      block: text`
        export class Queue<T> {
          private count = 0;
          private readonly items: T[] = [];
          // ... rest of the class ...
        }
      `,
      gives: queue.replace('  private readonly items', '  private count = 0;\n  private readonly items'),
    },
    {
      it: 'adds an import at the top and a function at the end',
      document: queue,
      block: text`
        import { Log } from './log';
        // ... existing code ...

        export function size(queue: Queue<unknown>): number {
          return drain(queue).length;
        }
      `,
      gives: `import { Log } from './log';\n${queue}\nexport function size(queue: Queue<unknown>): number {\n  return drain(queue).length;\n}\n`,
    },
    {
      it: 'changes a signature together with its body',
      document: queue,
      block: text`
        // ... existing code ...
        export function drain<T>(queue: Queue<T>, most = Infinity): T[] {
          const all: T[] = [];
          while (all.length < most) {
            const item = queue.pop();
            if (item === undefined) break;
            all.push(item);
          }
          return all;
        }
      `,
      gives: queue.replace(
        /export function drain[^]*$/,
        text`
          export function drain<T>(queue: Queue<T>, most = Infinity): T[] {
            const all: T[] = [];
            while (all.length < most) {
              const item = queue.pop();
              if (item === undefined) break;
              all.push(item);
            }
            return all;
          }
        `,
      ),
    },
    {
      it: 'leaves out code inside a function',
      document: queue,
      block: text`
        export function drain<T>(queue: Queue<T>): T[] {
          const all: T[] = [];
          // ... existing code ...
          return all.reverse();
        }
      `,
      // The last line has no counterpart, the bracket behind it has.
      gives: queue.replace('  return all;', '  return all.reverse();'),
    },
    {
      it: 'is understood in Python by its indentation',
      document: shapes,
      language: 'python',
      block: text`
        class Circle:
            # ... existing code ...

            def perimeter(self):
                return 2 * math.pi * self.radius
      `,
      gives: shapes.replace(
        'self.radius ** 2\n',
        'self.radius ** 2\n\n    def perimeter(self):\n        return 2 * math.pi * self.radius\n',
      ),
    },
    {
      it: 'finds one of two equal methods by the class around it',
      document: shapes,
      language: 'python',
      block: text`
        # ... existing code ...
        class Square:
            # ... existing code ...
            def area(self):
                return abs(self.side) ** 2
      `,
      gives: shapes.replace('return self.side ** 2', 'return abs(self.side) ** 2'),
    },
    {
      it: 'is refused where its lines fit two places',
      document: shapes,
      language: 'python',
      block: text`
        # ... existing code ...
            def area(self):
                # Square units.
        # ... existing code ...
      `,
      gives: 'ambiguous-place',
    },
    {
      it: 'is refused where a part between two gaps is like nothing in the file',
      document: queue,
      block: text`
        // ... existing code ...
        export const limit = 10;
        // ... existing code ...
        export function drain<T>(queue: Queue<T>): T[] {
        // ... existing code ...
      `,
      gives: 'no-place',
    },
    {
      it: 'is refused where a line leaves out code in its middle',
      document: queue,
      block: text`
        export class Queue<T> {
          push(item: T): void { ... }
          pop(): T | undefined { return this.items.pop(); }
        }
      `,
      gives: 'hidden-code',
    },
    {
      it: 'keeps the tabs of the document',
      document: 'func a() {\n\tone()\n\ttwo()\n}\n\nfunc b() {\n\tthree()\n}\n',
      language: 'go',
      block: 'func a() {\n    one()\n    // ...\n    half()\n    two()\n}\n// ... rest of file unchanged',
      gives: 'func a() {\n\tone()\n\thalf()\n\ttwo()\n}\n\nfunc b() {\n\tthree()\n}\n',
    },
    {
      it: 'may state its gaps at the wrong depth',
      document: queue,
      block: text`
        export class Queue<T> {
            // ... existing code ...
          pop(): T | undefined {
            return this.items.pop();
          }
        }
            // ... rest of the file ...
      `,
      gives: queue.replace('this.items.shift()', 'this.items.pop()'),
    },
    {
      it: 'is understood in HTML',
      document: '<ul>\n  <li>One</li>\n  <li>Two</li>\n</ul>\n<p>End</p>\n',
      language: 'html',
      block: '<ul>\n  <!-- ... existing items ... -->\n  <li>Three</li>\n</ul>\n<!-- ... -->',
      gives: '<ul>\n  <li>One</li>\n  <li>Two</li>\n  <li>Three</li>\n</ul>\n<p>End</p>\n',
    },
  ]);
});

describe('a snippet without left-out code', () => {
  table([
    {
      it: 'replaces the function of its name',
      document: queue,
      block: text`
        export function drain<T>(queue: Queue<T>): T[] {
          return queue.all();
        }
      `,
      gives: queue.replace(
        /export function drain[^]*$/,
        'export function drain<T>(queue: Queue<T>): T[] {\n  return queue.all();\n}\n',
      ),
    },
    {
      it: 'replaces a method that it shows without its class, at its indentation',
      document: queue,
      block: text`
        push(item: T): void {
          if (this.items.length > 9) this.items.shift();
          this.items.push(item);
        }
      `,
      gives: queue.replace(
        '    this.items.push',
        '    if (this.items.length > 9) this.items.shift();\n    this.items.push',
      ),
    },
    {
      it: 'replaces a long function by a short one',
      document: `function a() {\n${'  step();\n'.repeat(300)}}\n\nfunction b() {\n  a();\n}\n`,
      block: 'function a() {\n  for (let i = 0; i < 300; i++) step();\n}',
      gives: 'function a() {\n  for (let i = 0; i < 300; i++) step();\n}\n\nfunction b() {\n  a();\n}\n',
    },
    {
      it: 'does not take the other functions of the file away when it is the first and longest',
      document: `function a() {\n  one();\n  two();\n  three();\n}\n\nfunction b() {\n}\n`,
      block: 'function a() {\n  one();\n  two();\n  three();\n  four();\n}',
      gives: `function a() {\n  one();\n  two();\n  three();\n  four();\n}\n\nfunction b() {\n}\n`,
    },
    {
      it: 'is refused when the file has nothing of its name',
      document: queue,
      block: text`
        export function shuffle<T>(items: T[]): T[] {
          const all: T[] = [];
          return all;
        }
      `,
      gives: 'no-place',
    },
    {
      it: 'is refused when two places have its name',
      document: 'a:\n  run: 1\nb:\n  run: 1\n',
      language: 'yaml',
      block: '  run: 1\n  env: 2',
      gives: 'ambiguous-place',
    },
    {
      it: 'is refused when it changes nothing',
      document: queue,
      block: 'export function drain<T>(queue: Queue<T>): T[] {\n  const all: T[] = [];',
      gives: 'no-change',
    },
    {
      it: 'is refused when the file is too large to look through',
      document: Array.from({ length: 60_000 }, (_, index) => `line ${index};`).join('\n'),
      block: Array.from({ length: 100 }, (_, index) => `line ${index * 7};`).join('\n'),
      gives: 'too-large',
    },
    { it: 'is refused when it is empty', document: queue, block: '\n  \n', gives: 'no-code' },
  ]);
});

describe('a whole file', () => {
  const changed = queue.replace('push(item', 'add(item').replace('items.shift()', 'items.pop()');
  table([
    { it: 'takes the place of the old one', document: queue, block: changed.trimEnd(), gives: changed },
    { it: 'fills an empty document', document: '', block: 'a();', gives: 'a();\n' },
    {
      it: 'keeps a file without a last line break so',
      document: 'a();\nb();\nc();',
      block: 'a();\nb2();\nc();',
      gives: 'a();\nb2();\nc();',
    },
  ]);
});

describe('an answer for a selection', () => {
  const selection = { start: 7, end: 10 };
  table([
    {
      it: 'takes its place, at its indentation',
      document: queue,
      selection,
      block: 'add(item: T): void {\n  this.items.unshift(item);\n}',
      gives: queue.replace(
        / {2}push[^]*?\n {2}}/,
        '  add(item: T): void {\n    this.items.unshift(item);\n  }',
      ),
    },
    {
      it: 'may leave out lines of it',
      document: queue,
      selection: { start: 16, end: 23 },
      block: text`
        export function drain<T>(queue: Queue<T>): T[] {
          // ... existing code ...
          return all.slice();
        }
      `,
      gives: queue.replace('return all;', 'return all.slice();'),
    },
  ]);
});
