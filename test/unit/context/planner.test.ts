import assert from 'node:assert/strict';
import type { ContextGatherer } from '../../../src/context/contextGatherer';
import { openTabs } from '../../../src/context/openTabs';
import { createPlanner } from '../../../src/context/planner';
import type { OpenDocument, PromptPlanner, PromptRequest } from '../../../src/context/promptPlanner';
import type { ContextItem } from '../../../src/prompt/contextItem';
import type { FimPrompt } from '../../../src/prompt/fimPrompt';
import { createEstimatingCounter } from '../../../src/prompt/estimateTokens';
import { createTokenCounter } from '../../../src/prompt/tokenizer';
import { demoVocabulary } from '../../support/demoVocabulary';
import { accessKey } from '../../support/secrets';
import { memoryLog, type MemoryLog } from '../../support/memoryLog';
import { testModel } from '../../support/promptModel';
import { targetAt } from '../../support/targetAt';

const live = new AbortController().signal;

function tab(path: string, text: string, version = 1): OpenDocument {
  return { uri: targetAt('', '', path).uri, path, languageId: 'typescript', version, text };
}

function request(more: Partial<PromptRequest> = {}): PromptRequest {
  return {
    target: targetAt('const a = ', ';\n'),
    model: testModel,
    limits: { reserveTokens: 256, suffixTokens: 128 },
    ...more,
  };
}

function paths(prompt: FimPrompt): string[] {
  return prompt.items.map(({ path }) => path);
}

function planner(gatherer: ContextGatherer = openTabs, log: MemoryLog = memoryLog()): PromptPlanner {
  return createPlanner({
    gatherer,
    counterFrom: createTokenCounter,
    estimate: createEstimatingCounter(),
    log,
  });
}

describe('the planner', () => {
  it('masks the secrets of the target, says how many it shows, and keeps the head while typing goes on', async () => {
    const planning = planner();
    const code = 'export const port = 8080;\n'.repeat(300);
    const at = (prefix: string): PromptRequest =>
      request({
        target: targetAt(`${code}key = "${accessKey}";\n${code}${prefix}`, `;\nother = "${accessKey}";\n`),
      });
    const first = await planning.build(at('const a = '), live);
    assert.equal(first.maskedSecrets, 2);
    assert.ok(!first.text.includes(accessKey) && first.text.includes(`key = "AKIA${'*'.repeat(16)}";`));
    const second = await planning.build(at('const a = b'), live);
    assert.equal(second.text.slice(0, second.headChars), first.text.slice(0, first.headChars));
    const none = await planning.build(request(), live);
    assert.equal(none.maskedSecrets, undefined);
  });

  it('shows no part of a secret wherever the cursor stands in it', async () => {
    const planning = planner();
    for (let at = 0; at <= accessKey.length; at += 1) {
      const target = targetAt(`a = "${accessKey.slice(0, at)}`, `${accessKey.slice(at)}";\n`);
      const prompt = await planning.build(request({ target }), live);
      assert.ok(!prompt.text.includes('Q7'), prompt.text);
    }
  });

  it('shows the other open tabs, the most recently used first, and never the target itself', async () => {
    const planning = planner();
    planning.documentsOpened([tab('src/target.ts', 'stale'), tab('a.ts', 'a'), tab('b.ts', 'b')]);
    const prompt = await planning.build(request(), live);
    assert.deepEqual(paths(prompt), ['a.ts', 'b.ts']);
    assert.ok(!prompt.text.includes('stale'));
  });

  it('shows the beginning of a tab that does not fit whole', async () => {
    const planning = planner();
    planning.documentsOpened([tab('a.ts', 'const a = 1;\n'.repeat(9_000))]);
    const prompt = await planning.build(request(), live);
    const [item] = prompt.items;
    assert.equal(item?.kind, 'snippet');
    assert.equal(item.startLine, 1);
    assert.ok(item.endLine > 500 && item.endLine < 9_000);
    assert.ok(
      prompt.text.slice(0, item.endChar).endsWith('const a = 1;\n\n'),
      'whole lines and the gap behind them',
    );
    assert.ok(prompt.tokens.total > 14_000 && prompt.tokens.total <= 16_384 - 256);
  });

  it('takes no longer over a huge tab than over a large one', async () => {
    let counted = 0;
    const planning = createPlanner({
      gatherer: openTabs,
      counterFrom: () => undefined,
      estimate: { count: (text) => ((counted += text.length), Math.ceil(text.length / 4)), exact: false },
      log: memoryLog(),
    });
    planning.documentsOpened([
      tab('huge.log', 'one more line\n'.repeat(1_500_000)),
      tab('line.js', 'x'.repeat(5_000_000)),
    ]);
    const prompt = await planning.build(request(), live);
    assert.deepEqual(paths(prompt), ['huge.log']);
    assert.ok(counted < 5_000_000, String(counted));
  });

  it('leaves out tabs that hold a secret, whatever they are called', async () => {
    const planning = planner();
    planning.documentsOpened([tab('notes.ts', `const token = 'ghp_${'a1'.repeat(18)}';`), tab('b.ts', 'b')]);
    assert.deepEqual(paths(await planning.build(request(), live)), ['b.ts']);
  });

  it('leaves out empty tabs', async () => {
    const planning = planner();
    planning.documentsOpened([tab('a.ts', ' \n'), tab('b.ts', 'b')]);
    assert.deepEqual(paths(await planning.build(request(), live)), ['b.ts']);
  });

  it('keeps its choice while another tab is edited, until the user is idle', async () => {
    const planning = planner();
    planning.documentsOpened([tab('a.ts', 'first')]);
    const before = await planning.build(request(), live);
    planning.documentChanged(tab('a.ts', 'second', 2));
    const typing = await planning.build(request(), live);
    assert.equal(typing.text, before.text);
    const idle = await planning.build(request({ idle: true }), live);
    assert.ok(idle.text.includes('second') && !idle.text.includes('first'));
  });

  it('takes a newly opened tab at once where it stands behind what is there', async () => {
    const planning = planner();
    planning.documentsOpened([tab('a.ts', 'a')]);
    await planning.build(request(), live);
    planning.documentsOpened([tab('b.ts', 'b'), tab('a.ts', 'a')]);
    assert.deepEqual(paths(await planning.build(request(), live)), ['a.ts', 'b.ts']);
  });

  it('lets a closed tab go when the user is idle', async () => {
    const planning = planner();
    planning.documentsOpened([tab('a.ts', 'a'), tab('b.ts', 'b')]);
    await planning.build(request(), live);
    planning.documentClosed(tab('a.ts', '').uri);
    assert.deepEqual(paths(await planning.build(request(), live)), ['a.ts', 'b.ts']);
    assert.deepEqual(paths(await planning.build(request({ idle: true }), live)), ['b.ts']);
  });

  it('keeps its choice while the target itself is edited', async () => {
    let gathered = 0;
    const planning = planner({ gather: (asked) => ((gathered += 1), openTabs.gather(asked, live)) });
    planning.documentsOpened([tab('src/target.ts', 'x'), tab('a.ts', 'a')]);
    await planning.build(request(), live);
    planning.documentChanged(tab('src/target.ts', 'xy', 2));
    await planning.build(request({ target: targetAt('const ab = ', ';\n') }), live);
    assert.equal(gathered, 1);
  });

  it('chooses anew for another target', async () => {
    const planning = planner();
    planning.documentsOpened([tab('a.ts', 'a'), tab('b.ts', 'b')]);
    await planning.build(request(), live);
    const other = await planning.build(request({ target: targetAt('', '', 'a.ts') }), live);
    assert.deepEqual(paths(other), ['b.ts']);
  });

  it('plans for the whole window even when the moment allows less', async () => {
    const planning = planner();
    planning.documentsOpened([tab('a.ts', 'a'), tab('b.ts', 'b'.repeat(2_000))]);
    const limits = { ...request().limits, contextTokens: 20 };
    assert.deepEqual(paths(await planning.build(request({ limits }), live)), ['a.ts']);
    assert.deepEqual(paths(await planning.build(request(), live)), ['a.ts', 'b.ts']);
  });

  it('counts exactly once it knows the vocabulary, for that model only', async () => {
    const planning = planner();
    assert.equal((await planning.build(request(), live)).tokens.exact, false);
    await planning.learnVocabulary(testModel.digest, await demoVocabulary());
    assert.equal((await planning.build(request(), live)).tokens.exact, true);
    const other = { ...testModel, digest: 'sha256:other' };
    assert.equal((await planning.build(request({ model: other }), live)).tokens.exact, false);
  });

  it('estimates higher once the host has counted more, until it knows the vocabulary', async () => {
    const planning = planner();
    const before = await planning.build(request(), live);
    const { languageId } = request().target;
    const countedTokens = before.tokens.total * 2;
    const reply = { model: testModel, languageId, prompt: before.text, countedTokens, cachedShare: 0 };
    planning.replyCounted(reply);
    const after = (await planning.build(request(), live)).tokens.total;
    assert.ok(after >= countedTokens, `${after} of ${countedTokens}`);
    await planning.learnVocabulary(testModel.digest, await demoVocabulary());
    const exact = (await planning.build(request(), live)).tokens.total;
    planning.replyCounted(reply);
    assert.equal((await planning.build(request(), live)).tokens.total, exact);
  });

  it('stays with estimates and says so where a vocabulary is of no use', async () => {
    const log = memoryLog();
    const planning = planner(openTabs, log);
    await planning.learnVocabulary(testModel.digest, new TextEncoder().encode('<html>'));
    await planning.learnVocabulary(testModel.digest, new TextEncoder().encode('{}'));
    assert.equal((await planning.build(request(), live)).tokens.exact, false);
    assert.match(log.lines.join('\n'), /^error: .*can't be read\.\ninfo: .*unknown/);
  });

  it('builds from the file alone where gathering fails', async () => {
    const log = memoryLog();
    const planning = planner({ gather: () => Promise.reject(new Error('no index')) }, log);
    const prompt = await planning.build(request(), live);
    assert.deepEqual(prompt.items, []);
    assert.match(log.lines.join('\n'), /No context for src\/target\.ts/);
  });

  it('stops where the request is aborted', async () => {
    const abort = new AbortController();
    const planning = planner({
      gather: () => {
        abort.abort();
        return Promise.resolve([]);
      },
    });
    await assert.rejects(planning.build(request(), abort.signal), { name: 'AbortError' });
    await assert.rejects(planner().build(request(), abort.signal), { name: 'AbortError' });
  });

  describe('while one types', () => {
    function item(path: string, text = `${path} `.repeat(20)): ContextItem {
      return { kind: 'file', path, startLine: 1, endLine: 1, text, reason: 'test' };
    }
    const typedOn = (lines: number): PromptRequest =>
      request({ target: targetAt(`${'x\n'.repeat(lines)}const a = `, ';\n') });

    it('adds what is clearly missing behind what is there', async () => {
      let found = ['a', 'b'];
      let lacks = false;
      const planning = planner({
        gather: () => Promise.resolve(found.map((path) => item(path))),
        lacks: () => lacks,
      });
      await planning.build(typedOn(1), live);
      found = ['c', 'a', 'b'];
      assert.deepEqual(paths(await planning.build(typedOn(2), live)), ['a', 'b']);
      lacks = true;
      assert.deepEqual(paths(await planning.build(typedOn(3), live)), ['a', 'b', 'c']);
    });

    it('looks again when the user is idle, and reads anew only what is mostly another choice', async () => {
      let found = ['a', 'b', 'c'];
      const planning = planner({ gather: () => Promise.resolve(found.map((path) => item(path))) });
      await planning.build(typedOn(1), live);
      found = ['b', 'c', 'd'];
      assert.deepEqual(paths(await planning.build({ ...typedOn(2), idle: true }, live)), [
        'a',
        'b',
        'c',
        'd',
      ]);
      found = ['x', 'y', 'z'];
      assert.deepEqual(paths(await planning.build({ ...typedOn(3), idle: true }, live)), ['x', 'y', 'z']);
    });

    it('takes over what a grown repository adds at once, what it changes when idle', async () => {
      let revision = 0;
      let found = ['a'];
      const planning = planner({
        gather: () => Promise.resolve(found.map((path) => item(path))),
        revision: () => revision,
      });
      await planning.build(typedOn(1), live);
      found = ['a', 'b'];
      revision = 1;
      assert.deepEqual(paths(await planning.build(typedOn(1), live)), ['a', 'b']);
      found = ['c', 'd'];
      revision = 2;
      assert.deepEqual(paths(await planning.build(typedOn(1), live)), ['a', 'b']);
      assert.deepEqual(paths(await planning.build({ ...typedOn(1), idle: true }, live)), ['c', 'd']);
    });
  });
});
