import assert from 'node:assert/strict';
import type { ContextGatherer, GatherRequest } from '../../../src/context/contextGatherer';
import { createDeveloperTrail } from '../../../src/context/developerTrail';
import { noGitHistory } from '../../../src/context/gitHistory';
import { noLanguageHints } from '../../../src/context/languageHints';
import { createRepositoryGatherer } from '../../../src/context/repositoryGatherer';
import { createEstimatingCounter } from '../../../src/prompt/estimateTokens';
import { FakeSlowFiles } from '../../support/fakeSlowFiles';
import { targetAt } from '../../support/targetAt';
import {
  createTestIndex,
  createTestWorkspace,
  openTestIndex,
  type TestWorkspace,
} from '../../support/testWorkspace';
import { VirtualClock } from '../../support/virtualClock';

const live = new AbortController().signal;
const counter = createEstimatingCounter();

function request(prefix: string): GatherRequest {
  return {
    target: targetAt(prefix, '\n'),
    openDocuments: [],
    shownPrefixChars: prefix.length,
    shownSuffixChars: 1,
    counter,
    shareTokens: 4_000,
    tokensOf: (item) => counter.count(`#${item.path}\n${item.text}\n`),
  };
}

describe('a disk that takes its time', () => {
  let workspace: TestWorkspace;
  let disk: FakeSlowFiles;
  let clock: VirtualClock;
  let gatherer: ContextGatherer;
  const asked = request("import { near } from './near';\nimport { far } from './far';\nnear(far(");

  beforeEach(async () => {
    workspace = createTestWorkspace({
      'src/target.ts': "import { near } from './near';\nimport { far } from './far';\n",
      'src/near.ts': 'export function near(count: number): void {}\n',
      'src/far.ts': 'export function far(): number {\n  return 1;\n}\n',
    });
    disk = new FakeSlowFiles();
    const index = await openTestIndex(workspace.root, { files: disk });
    clock = new VirtualClock();
    gatherer = createRepositoryGatherer({
      index,
      trail: createDeveloperTrail(),
      history: noGitHistory,
      hints: noLanguageHints,
      clock,
    });
  });
  afterEach(() => workspace.dispose());

  it('has another plan made once it has given the imports of a file opened in a cold repository', async () => {
    const index = createTestIndex(workspace.root, { files: disk });
    gatherer = createRepositoryGatherer({
      index,
      trail: createDeveloperTrail(),
      history: noGitHistory,
      hints: noLanguageHints,
      clock,
    });
    disk.isStuck = true;
    assert.deepEqual(await pathsNow(), []);
    const before = gatherer.revision?.();
    disk.release();
    await untilRevised(before);
    const items = await gatherer.gather(asked, live);
    assert.deepEqual(items.map(({ path }) => path).sort(), ['src/far.ts', 'src/near.ts']);
    index.dispose();
  });

  const untilRevised = async (before: number | undefined): Promise<void> => {
    for (let turn = 0; turn < 5_000 && gatherer.revision?.() === before; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    assert.notEqual(gatherer.revision?.(), before);
  };

  const pathsNow = async (): Promise<string[]> => {
    const items = await clock.finish(gatherer.gather(asked, live));
    return items.map(({ path }) => path).sort();
  };

  it('holds no prompt up: what is not read in time is missing from it', async () => {
    disk.isStuck = true;
    assert.deepEqual(await pathsNow(), []);
    assert.ok(clock.now() < 1_000, `${clock.now()} ms`);
    disk.release();
  });

  it('is waited for once, not at each key', async () => {
    disk.isStuck = true;
    await pathsNow();
    const before = clock.now();
    const reads = disk.waiting;
    assert.deepEqual(await pathsNow(), []);
    assert.equal(clock.now(), before);
    assert.equal(disk.waiting, reads, 'and no file is read twice at a time');
    disk.release();
  });

  it('has another plan made once it has answered', async () => {
    disk.isStuck = true;
    await pathsNow();
    const before = gatherer.revision?.();
    disk.release();
    await untilRevised(before);
    assert.deepEqual(await pathsNow(), ['src/far.ts', 'src/near.ts']);
  });
});
