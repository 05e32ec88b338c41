import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { ByteStore } from '../../../../src/context/index/workspaceFiles';
import { createMeaningIndex, type MeaningIndex } from '../../../../src/context/search/meaningIndex';
import { searchByMeaningToo } from '../../../../src/context/search/meaningSearch';
import { memoryLog, type MemoryLog } from '../../../support/memoryLog';
import { sourceRepository, type SourceRepository } from '../../../support/sourceRepository';

const never = new AbortController().signal;
const MODEL = 'sha256:ab';

describe('The repository by meaning', () => {
  let repository: SourceRepository;
  let saved: Uint8Array | undefined;
  let log: MemoryLog;
  const store: ByteStore = {
    load: () => Promise.resolve(saved),
    save: (bytes) => {
      saved = bytes;
      return Promise.resolve();
    },
  };

  beforeEach(async () => {
    saved = undefined;
    log = memoryLog();
    repository = await sourceRepository({
      'src/dog.ts': 'export const dog = 1;\n',
      'src/cat.ts': 'export const cat = 1;\n',
      'src/car.ts': 'export const car = 1;\n',
      'src/key.pem': 'export const pem = 1;\n',
      'src/token.ts': `export const token = 'ghp_${'a1B2'.repeat(9)}';\n`,
      'ignored/not.ts': 'export const ignored = 1;\n',
      '.gitignore': 'ignored/\n',
    });
  });
  afterEach(() => repository.remove());

  const made = (): MeaningIndex => createMeaningIndex({ index: repository.index, store, log });

  /** Animals point one way, all else another. */
  async function embedAll(meaning: MeaningIndex, model = MODEL): Promise<string[]> {
    const embedded: string[] = [];
    for (let file = await meaning.next(model); file !== undefined; file = await meaning.next(model)) {
      const { pieces, ...facts } = file;
      const vectors = pieces.map(({ text }) =>
        /dog|cat/.test(text) ? Float32Array.of(2, 0.1) : Float32Array.of(0, 3),
      );
      await meaning.learn(model, {
        file: facts,
        startLines: pieces.map(({ startLine }) => startLine),
        vectors,
      });
      embedded.push(file.path);
    }
    return embedded.sort();
  }

  it('takes what the index knows: no ignored file, no secret one', async () => {
    const embedded = await embedAll(made());
    assert.deepEqual(
      embedded.filter((file) => file.endsWith('.ts')),
      ['src/car.ts', 'src/cat.ts', 'src/dog.ts'],
    );
    assert.ok(!embedded.includes('src/key.pem'));
  });

  it('is there again in the next session, and embeds only what has changed since', async () => {
    await embedAll(made());
    const next = made();
    assert.ok((await next.pieces(MODEL)) >= 3);
    assert.deepEqual(await embedAll(next), []);
    repository.index.updateBuffer('src/cat.ts', 'export const kitten = 2;\n', 1);
    await repository.index.settled();
    assert.deepEqual(await embedAll(next), ['src/cat.ts']);
  });

  it('begins anew for another version of the model', async () => {
    const meaning = made();
    const first = await embedAll(meaning);
    assert.equal(await meaning.pieces('sha256:cd'), 0);
    assert.deepEqual(await embedAll(meaning, 'sha256:cd'), first);
    assert.deepEqual(log.lines, []);
  });

  it('begins anew where what was saved is damaged, and says so once', async () => {
    const first = await embedAll(made());
    saved = saved?.slice(0, -4);
    const next = made();
    assert.equal(await next.pieces(MODEL), 0);
    assert.deepEqual(await embedAll(next), first);
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? '', /^warn: The saved embeddings can't be used/);
    assert.ok((await made().pieces(MODEL)) >= 3);
  });

  it('offers a text that was not learnt only once', async () => {
    const meaning = made();
    const refused = await meaning.next(MODEL);
    assert.ok(refused !== undefined);
    assert.ok(!(await embedAll(meaning)).includes(refused.path));
  });

  it('forgets files that are gone', async () => {
    const meaning = made();
    await embedAll(meaning);
    const before = await meaning.pieces(MODEL);
    rmSync(path.join(repository.root, 'src/dog.ts'));
    repository.index.filesChanged(['src/dog.ts']);
    await repository.index.settled();
    await embedAll(meaning);
    assert.equal(await meaning.pieces(MODEL), before - 1);
  });

  async function found(meaning: MeaningIndex, question: string, vector: Float32Array): Promise<string[]> {
    const asked = { question, most: 2, embedded: { model: MODEL, vector } };
    const hits = await searchByMeaningToo(repository.index, meaning, asked, never);
    return hits.map(({ path: file }) => file);
  }

  it('finds what shares no word with the question', async () => {
    const meaning = made();
    await embedAll(meaning);
    const pets = await found(meaning, 'pets', Float32Array.of(1, 0));
    assert.deepEqual(pets.sort(), ['src/cat.ts', 'src/dog.ts']);
  });

  it('puts what fits by words and by meaning first', async () => {
    const meaning = made();
    await embedAll(meaning);
    assert.equal((await found(meaning, 'where is the cat', Float32Array.of(1, 0)))[0], 'src/cat.ts');
  });

  it('finds by words alone where nothing is embedded, or with vectors of another size', async () => {
    const meaning = made();
    assert.deepEqual(await found(meaning, 'cat', Float32Array.of(1, 0)), ['src/cat.ts']);
    await embedAll(meaning);
    assert.deepEqual(await found(meaning, 'cat', Float32Array.of(1, 0, 0)), ['src/cat.ts']);
  });

  it('leaves out what has changed since it was embedded', async () => {
    const meaning = made();
    await embedAll(meaning);
    repository.index.updateBuffer('src/cat.ts', 'export const lorry = 2;\n', 1);
    await repository.index.settled();
    assert.ok(!(await found(meaning, 'pets', Float32Array.of(1, 0))).includes('src/cat.ts'));
  });
});
