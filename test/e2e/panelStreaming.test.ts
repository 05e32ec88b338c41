import assert from 'node:assert/strict';
import type { AnswerState, PanelCommand, PanelEvent, Turn } from '../../src/chat/protocol';
import { waitUntil } from '../../tools/waitUntil';
import { answerOf, conversationOf, usePanelPages, type PanelPage } from '../support/panelPage';
import { traceTasks } from '../support/taskTrace';

const patienceMs = 60_000;
const turn = 'a';

const codeLine =
  'export const total = (items: readonly Item[]): number => items.reduce(sum, 0); // adds up\n';

/** About 100 KB each; the end is the only heading of its kind. */
const longAnswers: readonly { readonly what: string; readonly text: string }[] = [
  { what: 'headings, lists, tables and code', text: Array.from({ length: 80 }, section).join('\n\n') },
  { what: 'nothing but code', text: `\`\`\`ts\n${codeLine.repeat(1_150)}\`\`\`` },
  {
    what: 'nothing but a table',
    text: `| name | value |\n|---|---:|\n${'| `takeNext()` of the queue | 12 |\n'.repeat(3_000)}`,
  },
  {
    what: 'nothing but one paragraph',
    text: 'It **waits** for `takeNext()`, and then goes on. '.repeat(2_100),
  },
  {
    what: 'nothing but a list',
    text: '- `takeNext()` of the **queue** waits for what comes\n'.repeat(2_000),
  },
  {
    what: 'a list point that is code',
    text: `- see\n\n  \`\`\`ts\n${`  ${codeLine}`.repeat(1_150)}  \`\`\``,
  },
  { what: 'one line of code', text: `\`\`\`js\n${'f(1);'.repeat(20_100)}\n\`\`\`` },
].map(({ what, text }) => ({ what, text: `${text}\n\n# The end\n` }));

function section(_: unknown, number: number): string {
  return [
    `## Part ${number}`,
    'The queue holds **orders** until `takeNext()` is called; see `src/orderQueue.ts:12` for the details of it.',
    '1. First a check\n2. Then the work\n   - with care\n   - and patience',
    `\`\`\`ts\n${codeLine.repeat(12)}\`\`\``,
    '| name | value |\n|------|------:|\n| a | 1 |\n| b | 2 |',
  ].join('\n\n');
}

/** Faster than any host writes; `frames_` holds how long each frame took, in ms. */
const streamInPieces = (text: string): string => `
  window.frames_ = [];
  let last = performance.now();
  const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  const text = ${JSON.stringify(text)};
  let at = 0;
  const timer = setInterval(() => {
    const piece = text.slice(at, at + 400);
    at += piece.length;
    if (piece === '') return clearInterval(timer);
    window.postMessage({ type: 'deltas', conversation: 'c', turn: '${turn}', deltas: [{ part: 0, kind: 'text', text: piece }] });
  }, 20);`;

function liveAnswer(state: AnswerState, text = ''): Turn {
  const answer = answerOf(text, turn) as Extract<Turn, { kind: 'answer' }>;
  return { ...answer, parts: text === '' ? [] : answer.parts, state };
}

const delta = (text: string, part = 0, kind: 'text' | 'thinking' = 'text'): PanelEvent => ({
  ...{ type: 'deltas', conversation: 'c', turn },
  deltas: [{ part, kind, text }],
});

describe('An answer that streams into the panel', () => {
  const openPage = usePanelPages();
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPage();
    await panel.say(conversationOf(liveAnswer({ kind: 'streaming' })));
    await panel.page.locator(`[data-turn=${turn}]`).waitFor();
  });
  afterEach(() => panel.close());

  /** The last thing asked for; drafts are kept in their own time. */
  const lastAsked = async (): Promise<PanelCommand | undefined> =>
    (await panel.commands()).filter(({ type }) => type !== 'draft').at(-1);
  const shownText = (): Promise<string> => panel.page.locator('.markdown').first().innerText();
  const waitForText = (end: string): Promise<boolean> =>
    waitUntil(async () => (await shownText()).trimEnd().endsWith(end), {
      timeoutMs: patienceMs,
      what: `the text to end in '${end}'`,
    });

  for (const { what, text } of longAnswers) {
    it(`shows 100 KB of ${what} whole, and tells how long its frames were`, async () => {
      assert.ok(text.length > 100_000, String(text.length));
      // A locator would search the whole text, on the page's own thread.
      const theEnd = `document.querySelector('.blocks:last-child > :last-child')?.textContent.trim() === 'The end'`;
      const untilWhole = (): Promise<boolean> =>
        waitUntil(() => panel.page.evaluate<boolean>(theEnd), {
          timeoutMs: patienceMs,
          what: 'the end of the answer',
        });
      const cpu = await traceTasks(panel.page, async () => {
        await panel.page.evaluate(streamInPieces(text));
        await untilWhole();
        await panel.say({ type: 'turn', conversation: 'c', turn: answerOf(text, turn) });
        await untilWhole();
      });
      const frames = await panel.page.evaluate<readonly number[]>('window.frames_');
      const sorted = [...frames].sort((a, b) => a - b);
      const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
      process.stdout.write(
        `      frames: ${frames.length}, median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms; ` +
          `CPU of one task: at most ${cpu.longestMs.toFixed(0)} ms, of all: ${cpu.totalMs.toFixed(0)} ms\n`,
      );
    });
  }

  it('is shown first at its end in a long conversation, and tells how long the tasks of opening that were', async () => {
    const long = longAnswers[0]?.text ?? '';
    const turns = Array.from({ length: 12 }, (_, index) => answerOf(long, `long${index}`));
    const whole = (): Promise<number> =>
      panel.page.evaluate(
        `[...document.querySelectorAll('.turn')].filter((turn) => turn.querySelector('.blocks:last-child > :last-child')?.textContent.trim() === 'The end').length`,
      );
    let atTheEnd: number | undefined;
    const cpu = await traceTasks(panel.page, async () => {
      await panel.page.evaluate(`new MutationObserver((_, observer) => {
        if (document.querySelector('[data-turn=last] .block') === null) return;
        window.blocksElsewhere_ ??= document.querySelectorAll('.turn:not([data-turn=last]) .block').length;
        observer.disconnect();
      }).observe(document.getElementById('root'), { childList: true, subtree: true })`);
      await panel.say(conversationOf(...turns, answerOf('Short.', 'last')));
      const isWhole = async (): Promise<boolean> => (await whole()) === turns.length;
      await waitUntil(isWhole, { timeoutMs: patienceMs, what: 'the conversation to be shown whole' });
      atTheEnd = await panel.page.evaluate<number>('window.blocksElsewhere_');
    });
    assert.equal(atTheEnd, 0);
    process.stdout.write(
      `      1.2 MB: CPU of one task: at most ${cpu.longestMs.toFixed(0)} ms, of all: ${cpu.totalMs.toFixed(0)} ms\n`,
    );
  });

  it('shows long code line for line, empty lines at the cuts and a line without end included', async () => {
    const code = [
      `${'\n'.repeat(3)}${codeLine.repeat(30)}`.repeat(4),
      'x'.repeat(5_000),
      `${codeLine}\n\n`.repeat(200),
      'last();',
    ].join('\n');
    await panel.say(delta(`\`\`\`ts\n${code}\n\`\`\`\n\nThe end`));
    await waitForText('The end');
    await panel.page.locator('.code-block code').selectText();
    assert.equal(await panel.page.evaluate('getSelection().toString()'), code);
  });

  it('leaves finished blocks as they are', async () => {
    await panel.say(delta('First paragraph.\n\nSecond'));
    await waitForText('Second');
    await panel.say(delta(' one.\n\nThird.\n'));
    await waitForText('Third.');
    await panel.page.evaluate(`document.querySelector('.block').dataset.seen = 'yes'`);
    await panel.say(delta('\n```ts\nconst a = 1;\n```\n\nThe end'));
    await waitForText('The end');
    assert.equal(await panel.page.locator('.block[data-seen=yes]').innerText(), 'First paragraph.');
  });

  it('leaves what the reader has selected in a list that still grows', async () => {
    await panel.say(delta('- first\n\n      code of it\n- second\n- thi'));
    await waitForText('thi');
    await panel.page.locator('li', { hasText: 'second' }).selectText();
    await panel.page.locator('.code-block pre').focus();
    await panel.say(delta('rd\n- fourth'));
    await waitForText('fourth');
    assert.equal(await panel.page.evaluate(`getSelection().toString().trim()`), 'second');
    assert.equal(await panel.page.evaluate('document.activeElement.tagName'), 'PRE');
  });

  it('follows the end, stays put once the reader has scrolled up, and jumps back on demand', async () => {
    const isAtEnd = `(() => { const e = document.querySelector('.turns'); return e.scrollHeight - e.scrollTop - e.clientHeight < 4; })()`;
    const top = "document.querySelector('.turns').scrollTop";
    await panel.say(delta('A line of text.\n\n'.repeat(80)));
    await waitUntil(() => panel.page.evaluate<boolean>(isAtEnd), {
      timeoutMs: patienceMs,
      what: 'the end to be in sight',
    });
    await panel.page.locator('.turns').hover();
    await panel.page.mouse.wheel(0, -400);
    const jump = panel.page.getByRole('button', { name: 'Jump to Latest' });
    await jump.waitFor();
    const before = await panel.page.evaluate<number>(top);
    await panel.say(delta(`${'More text.\n\n'.repeat(20)}The end`));
    await waitForText('The end');
    assert.equal(await panel.page.evaluate<number>(top), before);
    await jump.click();
    await waitUntil(() => panel.page.evaluate<boolean>(isAtEnd), {
      timeoutMs: patienceMs,
      what: 'the end to be in sight again',
    });
    await jump.waitFor({ state: 'hidden' });
  });

  it('is left and found again where the reader was, on a page of any width, with the thoughts he had unfolded', async () => {
    const thought = { kind: 'thinking', text: 'Let me see.', durationMs: 4_200 } as const;
    const text = Array.from({ length: 120 }, (_, at) => `Paragraph ${at}. ${'It goes on. '.repeat(20)}`).join(
      '\n\n',
    );
    const answers = Array.from({ length: 6 }, (_, index) => {
      const answer = answerOf(text, `a${index}`);
      return answer.kind === 'answer' ? { ...answer, parts: [thought, ...answer.parts] } : answer;
    });
    await panel.say(conversationOf(...answers));
    const seen = panel.page.locator('[data-turn=a2]');
    await seen.locator('.thinking-head').click();
    await panel.page.locator('.turns').hover();
    const sought = `[...document.querySelectorAll('[data-turn=a2] p')].find((p) => p.textContent.startsWith('Paragraph 80.'))`;
    await panel.page.evaluate(`${sought}.scrollIntoView()`);
    await panel.page.mouse.wheel(0, 20);
    const past = (): Promise<number> =>
      panel.page.evaluate(
        `Math.round(document.querySelector('.turns').getBoundingClientRect().top - (${sought}?.getBoundingClientRect().top ?? NaN))`,
      );
    const kept = (): Promise<number | undefined> =>
      panel.page.evaluate(`JSON.parse(sessionStorage.getItem('kept'))?.place?.px`);
    const isNear = (one: number | undefined, other: number): boolean => Math.abs((one ?? NaN) - other) <= 1;
    await waitUntil(async () => (await past()) > 10 && isNear(await kept(), await past()), {
      timeoutMs: patienceMs,
      what: 'the place to be kept',
    });
    const before = await past();
    await panel.page.setViewportSize({ width: 320, height: 700 });
    await panel.page.reload();
    await panel.say(conversationOf(...answers));
    await panel.page.getByText('Let me see.').waitFor();
    await waitUntil(async () => isNear(await past(), before), {
      timeoutMs: patienceMs,
      what: 'the place to be found again',
    });
    assert.equal(await panel.page.locator('.thinking-head[aria-expanded=true]').count(), 1);
    await panel.page.getByRole('button', { name: 'Jump to Latest' }).click();
    await panel.say({ type: 'turn', conversation: 'c', turn: answerOf('More.', 'a9') });
    await panel.page.getByText('More.', { exact: true }).waitFor();
  });

  it('shows thoughts while the model thinks, with their time, and folds them when the answer starts', async () => {
    await panel.say(delta('Let me see.', 0, 'thinking'));
    const head = panel.page.locator('.thinking-head');
    await panel.page.getByText('Let me see.').waitFor();
    assert.match(await head.innerText(), /^Thinking…/);
    assert.equal(await head.getAttribute('aria-expanded'), 'true');
    const answer = liveAnswer({ kind: 'streaming' }, 'Yes.') as Extract<Turn, { kind: 'answer' }>;
    const thought = { kind: 'thinking', text: 'Let me see.', durationMs: 4_200 } as const;
    await panel.say({
      type: 'turn',
      conversation: 'c',
      turn: { ...answer, parts: [thought, ...answer.parts] },
    });
    await panel.page.getByText('Thought for 4.2 s').waitFor();
    assert.equal(await head.getAttribute('aria-expanded'), 'false');
    await head.click();
    await panel.page.getByText('Let me see.').waitFor();
  });

  it('lets the reader fold thoughts that still stream, and keeps them folded', async () => {
    await panel.say(delta('One.', 0, 'thinking'));
    await panel.page.locator('.thinking-head').click();
    await panel.say(delta(' Two.', 0, 'thinking'));
    await panel.page.getByText('Two.').waitFor({ state: 'hidden' });
    assert.equal(await panel.page.locator('.thinking-head').getAttribute('aria-expanded'), 'false');
  });

  it('keeps what came when the host is lost, says so in place, and offers to try again', async () => {
    await panel.say(delta('Half an ans'));
    await waitForText('Half an ans');
    const failure = { code: 'connection-lost', message: 'The connection broke.', isRetryable: true };
    await panel.say({
      type: 'turn',
      conversation: 'c',
      turn: liveAnswer({ kind: 'failed', failure }, 'Half an ans'),
    });
    await panel.page.locator('.failure', { hasText: 'The connection broke.' }).waitFor();
    assert.equal((await shownText()).trim(), 'Half an ans');
    await panel.page.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await lastAsked(), { type: 'regenerate', conversation: 'c', turn });
  });

  it('offers to continue an answer that met its limit', async () => {
    const state: AnswerState = { kind: 'finished', finishReason: 'length' };
    await panel.say({ type: 'turn', conversation: 'c', turn: liveAnswer(state, 'It goes') });
    await panel.page.getByRole('button', { name: 'Continue' }).click();
    assert.deepEqual(await lastAsked(), { type: 'continue', conversation: 'c', turn });
  });

  it('offers to try again where the limit was met in the thought: there is nothing to go on with', async () => {
    const state: AnswerState = { kind: 'finished', finishReason: 'length' };
    const answer = liveAnswer(state) as Extract<Turn, { kind: 'answer' }>;
    const parts = [{ kind: 'thinking', text: 'Hm', durationMs: 5 }] as const;
    await panel.say({ type: 'turn', conversation: 'c', turn: { ...answer, parts } });
    await panel.page.getByText('while the model still thought').waitFor();
    assert.equal(await panel.page.getByRole('button', { name: 'Continue' }).count(), 0);
    await panel.page.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await lastAsked(), { type: 'regenerate', conversation: 'c', turn });
  });

  it('says to a screen reader that an answer has begun and what it was, not each token', async () => {
    const live = panel.page.locator('[aria-live=polite]');
    await panel.say(delta('One'));
    await waitForText('One');
    assert.equal(await live.innerText(), 'The answer has begun.');
    await panel.say(delta(' two'));
    await waitForText('One two');
    assert.equal(await live.innerText(), 'The answer has begun.');
    await panel.say({ type: 'turn', conversation: 'c', turn: answerOf('One two', turn) });
    await panel.page
      .locator('[aria-live=polite]', { hasText: 'Answer: One two' })
      .waitFor({ state: 'attached' });
  });
});
