import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileIndexStore } from '../../../src/node/indexStore';

describe('The file that keeps the index', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'fillwright-store-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const loaded = async (): Promise<string | undefined> => {
    const chunks = await createFileIndexStore(path.join(folder, 'index')).load();
    if (chunks === undefined) return undefined;
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all).toString();
  };
  const save = (chunks: AsyncIterable<Uint8Array>): Promise<void> =>
    createFileIndexStore(path.join(folder, 'index')).save(chunks);

  it('is nothing before something was saved', async () => {
    assert.equal(await loaded(), undefined);
  });

  it('gives the chunks back in order', async () => {
    await save(chunksOf('one ', 'two ', 'x'.repeat(1_000_000)));
    assert.equal(await loaded(), `one two ${'x'.repeat(1_000_000)}`);
  });

  it('stays as it was when saving ends early, and leaves nothing beside it', async () => {
    await save(chunksOf('whole'));
    await assert.rejects(save(brokenOff('half')), /ended early/);
    assert.equal(await loaded(), 'whole');
    assert.deepEqual(readdirSync(folder), ['index']);
  });

  it('clears away what a session that was killed while saving has left, but not what is being written', async () => {
    const yesterday = Date.now() / 1_000 - 86_400;
    for (const name of ['index.4711.tmp', 'index.4712.tmp', 'embeddings.4711.tmp'])
      writeFileSync(path.join(folder, name), 'half');
    utimesSync(path.join(folder, 'index.4711.tmp'), yesterday, yesterday);
    await save(chunksOf('whole'));
    assert.deepEqual(readdirSync(folder), ['embeddings.4711.tmp', 'index', 'index.4712.tmp']);
  });
});

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

async function* brokenOff(text: string): AsyncGenerator<Uint8Array> {
  yield* chunksOf(text);
  throw new Error('ended early');
}
