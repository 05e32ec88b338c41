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
    const add = (window: number, line: number): Promise<boolean> =>
      windows[window]!.update('a.json', (text = '') => `${text}${window}:${line}\n`);
    await Promise.all(
      [0, 1].flatMap((window) => Array.from({ length: 12 }, (_none, line) => add(window, line))),
    );
    const lines = (await windows[0]!.read('a.json'))?.trim().split('\n');
    assert.equal(new Set(lines).size, 24);
    assert.deepEqual(await readdir(folder), ['a.json']);
  });

  it('are freed of the lock of a window that crashed', async () => {
    const lock = path.join(folder, 'a.json.lock');
    await mkdir(lock);
    await utimes(lock, 0, 0);
    const files = createChatFiles(folder);
    await files.update('a.json', () => 'text');
    assert.equal(await files.read('a.json'), 'text');
  });

  it('are deleted, and stay in their folder whatever they are called', async () => {
    const files = createChatFiles(path.join(folder, 'inner'));
    await files.update('../a.json', () => 'text');
    assert.deepEqual(await readdir(folder), ['inner']);
    await files.update('a.json', () => undefined);
    assert.deepEqual(await files.list(), []);
  });

  it('that were removed for good are not brought back by a window that has them open', async () => {
    const [files, other] = [createChatFiles(folder), createChatFiles(folder)];
    await files.update('a.json', () => 'text');
    await other.remove('a.json');
    assert.equal(await files.update('a.json', () => 'more'), false);
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
