import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitsSurrogatePair } from '../../../src/common/text';
import { silentLog } from '../../../src/common/log';
import { createCompletionEngine } from '../../../src/completion/engine';
import type { CompletionItem } from '../../../src/completion/outcome';
import type { TargetText } from '../../../src/prompt/targetText';
import { defaultSettings } from '../../../src/settings/settings';
import { TransportError } from '../../../src/transport/errors';
import { FakeModel, FakePlanner, type FakeAnswer } from '../../support/fakeModel';
import { cursorMark, target } from '../../support/markedText';
import { VirtualClock } from '../../support/virtualClock';

/** What a user does next. Texts that are typed come from the shown completion where there is one, or are their own. */
type Step =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'type-along'; readonly chars: number }
  | { readonly kind: 'accept' }
  | { readonly kind: 'delete'; readonly chars: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'move'; readonly offset: number }
  | { readonly kind: 'invoke' }
  | { readonly kind: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('type' as const),
    text: fc.constantFrom('a', '.', '(', '()', '{', '\n  ', ' ', ')', '"', '😀', '\t'),
  }),
  fc.record({ kind: fc.constant('type-along' as const), chars: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('accept' as const) }),
  fc.record({ kind: fc.constant('delete' as const), chars: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('undo' as const) }),
  fc.record({ kind: fc.constant('move' as const), offset: fc.nat() }),
  fc.record({ kind: fc.constant('invoke' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 30, 150, 400, 2000) }),
);

const broken = new TransportError({
  kind: 'connection-lost',
  endpoint: 'http://h',
  route: 'POST /x',
  detail: 'reset',
});

const answer: fc.Arbitrary<FakeAnswer> = fc.record({
  pieces: fc.array(
    fc.constantFrom(
      'a',
      'b(',
      ')',
      'x.y',
      ' ',
      '\n',
      '\n  ',
      '\n}',
      ';',
      '"q"',
      '\uD83D',
      '\uDE00',
      '\t',
      '\r\n',
      '{',
      '<｜fim▁end｜>',
      'return a;\n',
      '// note',
    ),
    { maxLength: 8 },
  ),
  delayMs: fc.constantFrom(0, 5, 60, 500),
  finish: fc.constantFrom('stop' as const, 'length' as const, 'cut-off' as const),
  fails: fc.option(fc.constant(broken), { nil: undefined, freq: 8 }),
}) as fc.Arbitrary<FakeAnswer>;

const starts = [
  'function f(a: number) {\n  return ‸\n}\n',
  'function f() {\n\t‸\n}\n',
  'def f(x):\n    ‸\n\ndef g():\n    pass\n',
  'foo(‸);\r\nbar();\r\n',
  'const s = "‸";\n',
  '‸',
];

describe('the completion engine, whatever is typed and whatever the host does,', () => {
  it('shows nothing that is not valid at the cursor', async function () {
    this.timeout(600_000);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.array(step, { minLength: 2, maxLength: 14 }),
        fc.array(answer, { minLength: 1, maxLength: 6 }),
        replay,
      ),
      { numRuns: 10_000 },
    );
  });
});

async function replay(start: string, steps: readonly Step[], answers: readonly FakeAnswer[]): Promise<void> {
  const clock = new VirtualClock();
  const model = new FakeModel(clock, (_, index) => answers[index % answers.length] ?? { pieces: [] });
  const errors: unknown[] = [];
  const engine = createCompletionEngine({
    hosts: model,
    planner: new FakePlanner(),
    clock,
    log: { ...silentLog, error: (_, cause) => errors.push(cause) },
    settings: () => ({ ...defaultSettings.completion, warmUp: 'off' }),
    isSnoozed: () => false,
  });
  let document = target(start);
  let shown: CompletionItem | undefined;
  let cancel = new AbortController();
  const history: TargetText[] = [];
  const asks: Promise<void>[] = [];

  const ask = async (trigger: 'automatic' | 'invoked'): Promise<void> => {
    const asked = document;
    const { signal } = cancel;
    const outcome = await engine.complete({ target: asked, trigger }, signal);
    if (signal.aborted || outcome.kind !== 'shown') return;
    assert.equal(asked, document, 'an answer for a text that is no more');
    const given = model.requests.map(({ prompt }, index) => ({
      prompt,
      text: answers[index % answers.length]?.pieces.join('') ?? '',
    }));
    for (const item of outcome.items) {
      assertValid(item, asked);
      assert.ok(
        given.some((answer) => isFrom(answer, item, asked)),
        'no answer to this text says that',
      );
    }
    shown = outcome.items[0];
  };
  const change = (next: TargetText): void => {
    cancel.abort();
    cancel = new AbortController();
    shown = undefined;
    document = { ...next, version: document.version + 1 };
    engine.moved(document);
    asks.push(ask('automatic'));
  };

  for (const next of steps) {
    if (next.kind === 'wait') await clock.advance(next.ms);
    else if (next.kind === 'invoke') asks.push(ask('invoked'));
    else {
      if (next.kind !== 'undo') history.push(document);
      const changed = next.kind === 'undo' ? history.pop() : edited(document, next, shown);
      if (changed !== undefined) change(changed);
    }
    await clock.advance(0);
    assert.ok(model.running <= 1, 'two requests under way');
  }
  await clock.advance(10_000);
  await Promise.all(asks);
  engine.dispose();
  await clock.advance(0);
  assert.equal(model.running, 0, 'a request outlived the engine');
  assert.deepEqual(errors, []);
}

function edited(at: TargetText, next: Step, shown: CompletionItem | undefined): TargetText | undefined {
  switch (next.kind) {
    case 'type': {
      // As an editor closes pairs: the closer stands behind the cursor.
      const [open = '', close = ''] = next.text === '()' ? ['(', ')'] : [next.text, ''];
      return { ...at, prefix: at.prefix + open, suffix: close + at.suffix };
    }
    case 'type-along':
      return shown === undefined
        ? undefined
        : { ...at, prefix: at.prefix + shown.text.slice(0, wholeAt(shown.text, next.chars)) };
    case 'accept':
      if (shown === undefined) return undefined;
      return { ...at, prefix: at.prefix + shown.text, suffix: at.suffix.slice(shown.replaceAfter) };
    case 'delete':
      return {
        ...at,
        prefix: at.prefix.slice(0, wholeAt(at.prefix, Math.max(at.prefix.length - next.chars, 0))),
      };
    case 'move': {
      const text = at.prefix + at.suffix;
      const offset = wholeAt(text, next.offset % (text.length + 1));
      return { ...at, prefix: text.slice(0, offset), suffix: text.slice(offset) };
    }
    case 'invoke':
    case 'undo':
    case 'wait':
      return undefined;
  }
}

/** The answer was given for this text, or for one that leads to it by typing. */
function isFrom(answer: { prompt: string; text: string }, item: CompletionItem, at: TargetText): boolean {
  const [prefix = '', suffix = ''] = answer.prompt.split(cursorMark);
  const line = item.text.trimStart().split(/\r?\n/, 1)[0] ?? '';
  const isSameSuffix = at.suffix.endsWith(suffix) || suffix.endsWith(at.suffix);
  return (
    at.prefix.startsWith(prefix) && isSameSuffix && answer.text.replaceAll('\r', '').includes(line.trimEnd())
  );
}

/** Editors move by whole characters. */
function wholeAt(text: string, offset: number): number {
  return splitsSurrogatePair(text, offset) ? offset + 1 : offset;
}

function assertValid(item: CompletionItem, at: TargetText): void {
  const line = /^[^\r\n]*/.exec(at.suffix)?.[0] ?? '';
  const firstLine = item.text.split(/\r?\n/, 1)[0] ?? '';
  assert.notEqual(item.text.trim(), '');
  assert.ok(item.replaceAfter <= line.length, 'it replaces more than its line');
  assert.ok(isSubsequence(line.slice(0, item.replaceAfter), firstLine), 'what it replaces is not in it');
  assert.doesNotMatch(item.text, loneSurrogate, 'half a surrogate pair');
  assert.ok(!item.text.includes('<｜fim'), 'a special token');
  assert.equal(
    /\r\n/.test(item.text),
    at.eol === '\r\n' && item.text.includes('\n'),
    'line ends of another kind',
  );
  if (line.trim() !== '' && item.replaceAfter === 0) {
    assert.ok(!item.text.includes('\n'), 'lines before the rest of this one');
    assert.ok(
      !item.text.endsWith(line.trim()) || /^\W+$/.test(line.trim()),
      'the rest of the line, said again',
    );
  }
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function isSubsequence(part: string, text: string): boolean {
  let from = 0;
  return part.split(/(?=.)/u).every((character) => {
    from = text.indexOf(character, from) + 1;
    return from > 0;
  });
}
