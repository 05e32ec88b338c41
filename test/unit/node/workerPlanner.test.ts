import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { PromptRequest } from '../../../src/context/promptPlanner';
import type { IndexProgress } from '../../../src/context/index/repositoryIndex';
import type { LanguageHints } from '../../../src/context/languageHints';
import { embeddedRepository } from '../../../src/node/embeddedRepository';
import { createWorkerPlanner, type WorkspacePlanner } from '../../../src/node/workerPlanner';
import { fromRoot } from '../../../tools/root';
import { waitUntil } from '../../../tools/waitUntil';
import { demoVocabulary } from '../../support/demoVocabulary';
import { memoryLog, type MemoryLog } from '../../support/memoryLog';
import { testModel } from '../../support/promptModel';
import { targetAt } from '../../support/targetAt';

const live = new AbortController().signal;
const tab = {
  uri: 'file:///home/user/repo/a.ts',
  path: 'a.ts',
  languageId: 'typescript',
  version: 1,
  text: 'a',
};

/** A prefix with this text makes the crashing worker of these tests end itself. */
const POISON = 'crash the worker';

function request(prefix = 'const a = '): PromptRequest {
  return {
    target: targetAt(prefix, ';\n'),
    model: testModel,
    limits: { reserveTokens: 256, suffixTokens: 128 },
  };
}

describe('the planner in a worker', () => {
  let folder: string;
  let workerFile: string;
  let planner: WorkspacePlanner;
  let log: MemoryLog;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'fillwright-worker-'));
    workerFile = path.join(folder, 'contextWorker.cjs');
    await build({
      entryPoints: [fromRoot('src', 'node', 'contextWorker.ts')],
      outfile: workerFile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    log = memoryLog();
    planner = createWorkerPlanner({ workerFile: poisonable(), log });
  });
  afterEach(() => planner.dispose());

  /** The real worker behind a few lines that make it crash over a poisoned prompt. */
  function poisonable(): string {
    const file = path.join(folder, 'poisonable.cjs');
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', (message) => {
        if (message.kind === 'build' && message.request.target.prefix.includes(${JSON.stringify(POISON)})) process.exit(3);
      });
      require('./contextWorker.cjs');`,
    );
    return file;
  }

  it('builds prompts with the documents it was told of', async () => {
    planner.documentsOpened([tab]);
    const prompt = await planner.build(request(), live);
    assert.equal(
      prompt.text,
      '#a.ts\na\n\n<｜fim▁begin｜>#src/target.ts\nconst a = <｜fim▁hole｜>;\n<｜fim▁end｜>',
    );
  });

  it('gives its reasons in the language it was told', async () => {
    const chinese = createWorkerPlanner({ workerFile, log, words: { 'open in a tab': '在标签页中打开' } });
    chinese.documentsOpened([tab]);
    const { items } = await chinese.build(request(), live);
    chinese.dispose();
    assert.deepEqual(
      items.map(({ reason }) => reason),
      ['在标签页中打开'],
    );
  });

  it('counts exactly with the vocabulary it was told', async () => {
    await planner.learnVocabulary(testModel.digest, await demoVocabulary());
    assert.equal((await planner.build(request(), live)).tokens.exact, true);
  });

  it('follows changes of documents', async () => {
    planner.documentsOpened([tab]);
    planner.documentChanged({ ...tab, version: 2, text: 'changed' });
    assert.match((await planner.build(request(), live)).text, /^#a\.ts\nchanged\n/);
    planner.documentClosed(tab.uri);
    const idle = await planner.build({ ...request(), idle: true }, live);
    assert.deepEqual(idle.items, []);
  });

  it('rejects an aborted build, and goes on with the next', async () => {
    const abort = new AbortController();
    const aborted = planner.build(request(), abort.signal);
    abort.abort();
    await assert.rejects(aborted, { name: 'AbortError' });
    await assert.rejects(planner.build(request(), abort.signal), { name: 'AbortError' });
    assert.ok((await planner.build(request(), live)).tokens.total > 0);
  });

  it('builds from the file alone what crashes the worker twice, and knows the rest again after the restart', async () => {
    await planner.learnVocabulary(testModel.digest, await demoVocabulary());
    planner.documentsOpened([tab]);
    const poisoned = await planner.build(request(POISON), live);
    assert.deepEqual(poisoned.items, []);
    assert.ok(poisoned.text.includes(POISON));
    const next = await planner.build(request(), live);
    assert.equal(next.tokens.exact, true);
    assert.equal(next.items.length, 1);
    assert.equal(log.lines.filter((line) => line.includes('It is started again.')).length, 2);
  });

  it('finishes the builds that another one crashed', async () => {
    planner.documentsOpened([tab]);
    await planner.build(request(), live);
    const [poisoned, innocent] = await Promise.all([
      planner.build(request(POISON), live),
      planner.build(request(), live),
    ]);
    assert.deepEqual(poisoned.items, []);
    assert.ok(innocent.text.includes('const a = '));
  });

  it('leaves a worker alone that crashes again and again, and builds from the file', async () => {
    for (let round = 0; round < 3; round += 1) await planner.build(request(POISON), live);
    const prompt = await planner.build(request(), live);
    assert.deepEqual(prompt.items, []);
    assert.match(log.lines.join('\n'), /until the window is reloaded/);
  });

  it('says where the worker is missing and builds from the file', async () => {
    const lost = createWorkerPlanner({ workerFile: path.join(folder, 'nowhere.cjs'), log });
    const prompt = await lost.build(request(), live);
    assert.ok(prompt.text.includes('const a = '));
    assert.match(log.lines.join('\n'), /context worker crashed/);
    lost.dispose();
  });

  describe('with a workspace', () => {
    let root: string;
    beforeEach(() => {
      root = mkdtempSync(path.join(folder, 'workspace-'));
      writeFileSync(path.join(root, 'far.ts'), 'export function unheardOf(): void {}\n');
    });

    function open(
      hints: LanguageHints['near'] = () => Promise.resolve([]),
      embeddingsFile?: string,
    ): IndexProgress[] {
      planner.dispose();
      planner = createWorkerPlanner({ workerFile, log, hints: { near: hints } });
      const progress: IndexProgress[] = [];
      planner.onIndexProgress((one) => progress.push(one));
      planner.workspaceChanged({
        folders: [{ name: 'workspace', root }],
        excludeGlobs: [],
        extensionRoot: fromRoot(),
        ...(embeddingsFile !== undefined && { embeddingsFile }),
      });
      return progress;
    }

    async function isReady(progress: readonly IndexProgress[]): Promise<void> {
      await waitUntil(() => progress.at(-1)?.phase === 'ready', {
        timeoutMs: 20_000,
        what: 'the index',
      });
    }

    async function build(): ReturnType<WorkspacePlanner['build']> {
      return planner.build({ ...request(), idle: true }, live);
    }

    it('tells how far it is indexed', async () => {
      const progress = open();
      await build();
      await isReady(progress);
      assert.equal(progress.at(-1)?.filesIndexed, 1);
    });

    it('keeps embeddings in a file of the workspace, and finds by them after a restart', async () => {
      const embeddingsFile = path.join(folder, 'embeddings.bin');
      const model = 'sha256:ab';
      const progress = open(undefined, embeddingsFile);
      await build();
      await isReady(progress);
      const repository = embeddedRepository(planner);
      const offered = await repository.next(model, live);
      assert.equal(offered?.path, 'far.ts');
      const [startLines, vectors] = [[1], [Float32Array.of(3, 4)]];
      const { path: file, textHash, modifiedMs } = offered;
      await repository.learn(
        model,
        { file: { path: file, textHash, modifiedMs }, startLines, vectors },
        live,
      );
      assert.equal(await repository.next(model, live), undefined);
      const next = open(undefined, embeddingsFile);
      await build();
      await isReady(next);
      const again = embeddedRepository(planner);
      assert.equal(await again.pieces(model, live), 1);
      assert.equal(await again.next(model, live), undefined);
      const embedded = { model, vector: Float32Array.of(1, 1) };
      const query = { kind: 'search', question: 'something else', most: 5 } as const;
      assert.deepEqual(await planner.query(query, live), { kind: 'search', hits: [] });
      const answer = await planner.query({ ...query, embedded }, live);
      assert.deepEqual(answer.kind === 'search' && answer.hits.map((hit) => hit.path), ['far.ts']);
    });

    it('does not index before it may, and does so then', async () => {
      const progress = open();
      planner.setIndexing(false);
      await build();
      assert.deepEqual(progress, []);
      planner.setIndexing(true);
      await isReady(progress);
    });

    it('shows what language servers point to', async () => {
      const asked: [string, number][] = [];
      const progress = open((uri, line) => {
        asked.push([uri, line]);
        return Promise.resolve([{ path: 'far.ts', line: 1, symbol: 'a' }]);
      });
      await build();
      await isReady(progress);
      const { items } = await build();
      assert.equal(items[0]?.path, 'far.ts');
      assert.match(items[0].reason, /named by the language server: unheardOf/);
      assert.deepEqual(asked.at(-1), [request().target.uri, 1]);
    });

    it('goes on without language servers that fail', async () => {
      open(() => Promise.reject(new Error('no server')));
      const { text } = await build();
      assert.ok(text.includes('const a = '));
    });
  });

  it('rejects what is under way when it is disposed', async () => {
    const building = planner.build(request(), live);
    planner.dispose();
    await assert.rejects(building, { name: 'AbortError' });
  });
});
