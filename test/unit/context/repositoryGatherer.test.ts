import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GatherRequest } from '../../../src/context/contextGatherer';
import type { TargetText } from '../../../src/prompt/targetText';
import type { ContextItem } from '../../../src/prompt/contextItem';
import { createEstimatingCounter } from '../../../src/prompt/estimateTokens';
import { sourceRepository, type SourceRepository } from '../../support/sourceRepository';
import { targetAt } from '../../support/targetAt';

const live = new AbortController().signal;
const counter = createEstimatingCounter();

const files = {
  'src/settings.ts':
    "import { Level } from './level';\nexport interface Settings {\n  readonly level: Level;\n  readonly name: string;\n}\n\n/** Reads them. */\nexport function parseSettings(text: string): Settings {\n  const parts = text.split(',');\n  return { level: Level.High, name: parts[0] };\n}\n",
  'src/level.ts': 'export enum Level {\n  High,\n  Low,\n}\n',
  'src/index.ts': "export * from './deep/helper';\n",
  'src/deep/helper.ts': 'export function helpOut(times: number): void {\n  console.log(times);\n}\n',
  'src/unrelated.ts': 'export const zebra = 1;\n',
  'src/target.ts': 'export {};\n',
  'src/target.test.ts': "import { run } from './target';\nrun();\n",
  '.env': 'SECRET_TOKEN=parseSettings\n',
};

describe('the repository gatherer', () => {
  let repository: SourceRepository;
  before(async () => {
    repository = await sourceRepository(files);
  });
  after(() => repository.remove());

  function request(prefix: string, suffix = '', more: Partial<GatherRequest> = {}): GatherRequest {
    return {
      target: targetAt(prefix, suffix),
      openDocuments: [],
      shownPrefixChars: prefix.length,
      shownSuffixChars: suffix.length,
      counter,
      shareTokens: 4_000,
      tokensOf: (item) => counter.count(`#${item.path}\n${item.text}\n`),
      ...more,
    };
  }

  async function gathered(asked: GatherRequest): Promise<readonly ContextItem[]> {
    await repository.show(asked.target);
    return repository.gatherer.gather(asked, live);
  }

  function lacks(target: TargetText, items: readonly ContextItem[]): boolean | undefined {
    return repository.gatherer.lacks?.(target, items);
  }

  const imports = "import { parseSettings } from './settings';\nimport { helpOut } from './index';\n";

  it('shows what is imported, with a reason, after what it imports itself', async () => {
    const items = await gathered(request(`${imports}export function run() {\n  `, '\n}\n'));
    const paths = items.map(({ path }) => path);
    assert.ok(paths.includes('src/settings.ts') && paths.includes('src/level.ts'), paths.join());
    assert.ok(paths.indexOf('src/level.ts') < paths.indexOf('src/settings.ts'));
    assert.match(
      items.find(({ path }) => path === 'src/settings.ts')?.reason ?? '',
      /imported here and not used yet: parseSettings/,
    );
  });

  it('follows a re-export to the definition', async () => {
    const items = await gathered(request(`${imports}helpOut(`, ');\n'));
    const helper = items.find(({ path }) => path === 'src/deep/helper.ts');
    assert.ok(helper?.text.includes('export function helpOut(times: number): void {'));
  });

  it('shows no secret, and nothing of the target that the prompt shows anyway', async () => {
    const items = await gathered(request(`${imports}SECRET_TOKEN;\nparseSettings(`, ');\n'));
    assert.ok(items.every(({ path, text }) => path !== '.env' && !text.includes('SECRET_TOKEN=')));
    assert.ok(items.every(({ path }) => path !== 'src/target.ts'));
  });

  it("shows the target's own imports where the prompt does not reach up to them", async () => {
    const suffix = '\n'.repeat(50);
    const prefix = `${imports}${'// filler\n'.repeat(100)}parseSettings(`;
    await repository.show(targetAt(files['src/settings.ts'], '', 'src/settings.ts'));
    repository.forget(targetAt('', '', 'src/settings.ts'));
    const target = targetAt(prefix, suffix, 'src/index.ts');
    const items = await gathered(
      request(prefix, suffix, { target, shownPrefixChars: 200, shownSuffixChars: 10 }),
    );
    const own = items.at(-1);
    assert.equal(own?.path, 'src/index.ts');
    assert.ok(own.text.startsWith("import { parseSettings } from './settings';\n"));
    repository.forget(target);
  });

  it('gives the same bytes for the same request', async () => {
    const asked = request(`${imports}parseSettings(`, ');\n');
    assert.deepEqual(await gathered(asked), await gathered(asked));
  });

  it('keeps within any share, cuts at lines only, and repeats no file', async () => {
    const sources: Readonly<Record<string, string>> = files;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 400 }), async (shareTokens) => {
        const asked = request(`${imports}parseSettings(`, ');\n', { shareTokens });
        const items = await gathered(asked);
        const total = items.reduce((sum, item) => sum + asked.tokensOf(item), 0);
        assert.ok(total <= shareTokens, `${total} of ${shareTokens}`);
        assert.equal(new Set(items.map(({ path }) => path)).size, items.length);
        for (const { path, text } of items) {
          const lines = new Set((sources[path] ?? '').split('\n'));
          const added = text.split('\n').filter((line) => !lines.has(line) && line.trim() !== '// ...');
          assert.deepEqual(added, []);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tells when something just written is defined where the items do not show it', async () => {
    const asked = request(`${imports}parseSettings(`, ');\n');
    await gathered(asked);
    assert.equal(lacks(asked.target, []), true);
    assert.equal(lacks(asked.target, await gathered(asked)), false);
    const plain = targetAt(`${imports}const a = 1;\nconst b = `, '');
    assert.equal(lacks(plain, []), false);
  });

  it('stops where the request is aborted', async () => {
    await assert.rejects(repository.gatherer.gather(request('a'), AbortSignal.abort()), {
      name: 'AbortError',
    });
  });
});
