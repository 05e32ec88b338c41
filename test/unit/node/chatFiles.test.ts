import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatFiles } from '../../../src/node/chatFiles';

describe('chatFiles', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'fillwright-chat-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are none in a folder that is not there yet', async () => {
    const files = createChatFiles(path.join(folder, 'none'));
    assert.deepEqual(await files.list(), []);
    assert.equal(await files.read('a.json'), undefined);
  });

  it('lose no change of two windows that write at the same time', async () => {
    const windows = [createChatFiles(folder), createChatFiles(folder)];
    const add = (window: number, line: number): Promise<unknown> =>
      windows[window]!.update('a.json', async (file) => `${(await file.read()) ?? ''}${window}:${line}\n`);
    await Promise.all(
      [0, 1].flatMap((window) => Array.from({ length: 12 }, (_none, line) => add(window, line))),
    );
    const lines = (await windows[0]!.read('a.json'))?.trim().split('\n');
    assert.equal(new Set(lines).size, 24);
    assert.deepEqual(await readdir(folder), ['a.json']);
  });

  it('have another stamp after each change, be the text as long as before or the same', async () => {
    const files = createChatFiles(folder);
    const stamps = [await files.stampOf('a.json')];
    for (const text of ['one', 'two', 'two']) {
      const stamp = await files.update('a.json', () => Promise.resolve(text));
      assert.equal(await files.stampOf('a.json'), stamp);
      stamps.push(stamp);
    }
    assert.equal(new Set(stamps).size, 4);
    assert.equal(stamps[0], undefined);
    assert.deepEqual(await files.list(), [{ name: 'a.json', bytes: 3, stamp: stamps.at(-1) }]);
  });

  it('are freed of the lock of a window that crashed', async () => {
    const lock = path.join(folder, 'a.json.lock');
    await mkdir(lock);
    await utimes(lock, 0, 0);
    const files = createChatFiles(folder);
    await files.update('a.json', () => Promise.resolve('text'));
    assert.equal(await files.read('a.json'), 'text');
  });

  it('are deleted, and stay in their folder whatever they are called', async () => {
    const files = createChatFiles(path.join(folder, 'inner'));
    await files.update('../a.json', () => Promise.resolve('text'));
    assert.deepEqual(await readdir(folder), ['inner']);
    await files.update('a.json', () => Promise.resolve(undefined));
    assert.deepEqual(await files.list(), []);
  });

  it('that were removed for good are not brought back by a window that has them open', async () => {
    const [files, other] = [createChatFiles(folder), createChatFiles(folder)];
    await files.update('a.json', () => Promise.resolve('text'));
    await other.remove('a.json');
    assert.equal(await files.update('a.json', () => Promise.resolve('more')), undefined);
    assert.deepEqual([await files.list(), await files.read('a.json')], [[], undefined]);
    assert.deepEqual([await files.wasRemoved('a.json'), await files.wasRemoved('b.json')], [true, false]);
  });

  it('leave no mark of what was removed for good a month ago', async () => {
    const files = createChatFiles(folder);
    await files.remove('a.json');
    await utimes(path.join(folder, 'a.json.removed'), 1, 1);
    await files.remove('b.json');
    assert.deepEqual(await readdir(folder), ['b.json.removed']);
  });
});
