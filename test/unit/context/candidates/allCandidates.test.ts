import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/common/clock';
import type { ContextGatherer, GatherRequest } from '../../../../src/context/contextGatherer';
import type { EditedPlace } from '../../../../src/context/developerTrail';
import { noGitHistory, type GitHistory } from '../../../../src/context/gitHistory';
import { noLanguageHints, type LanguageHints } from '../../../../src/context/languageHints';
import type { OpenDocument } from '../../../../src/context/promptPlanner';
import { createRepositoryGatherer } from '../../../../src/context/repositoryGatherer';
import { createEstimatingCounter } from '../../../../src/prompt/estimateTokens';
import { waitUntil } from '../../../../tools/waitUntil';
import { sourceRepository, type SourceRepository } from '../../../support/sourceRepository';
import { targetAt } from '../../../support/targetAt';

const live = new AbortController().signal;
const counter = createEstimatingCounter();

const files = {
  'src/shape.ts': 'export interface Shape {\n  area(): number;\n  scaleBy(factor: number): void;\n}\n',
  'src/circle.ts':
    "import { Shape } from './shape';\nexport class Circle implements Shape {\n  area(): number {\n    return 3;\n  }\n  scaleBy(factor: number): void {\n    this.r *= factor;\n  }\n}\n",
  'src/far.ts': 'export function farAway(): void {\n  return;\n}\n',
  'src/billing.ts': 'export function billCustomer(): void {\n  return;\n}\n',
  'src/billing.test.ts': "import { billCustomer } from './billing';\nit('bills', () => {\n  \n});\n",
  'src/parse.ts':
    'export function parseHeader(reader: HeaderReader): Header {\n  const magic = reader.readMagic();\n  const length = reader.readLength();\n  return { magic, length };\n}\n',
  'src/deep/invoice.ts':
    'export interface Ledger {\n  bookEntry(): void;\n}\nexport interface Invoice {\n  dueDate(): string;\n}\n',
  'src/deep/accounts.ts':
    "import { Invoice, Ledger } from './invoice';\nexport function openAccount(): Invoice {\n  return undefined as never;\n}\n",
  'src/deep/neighbour.ts': 'export function liveNextDoor(): void {\n  return;\n}\n',
  'src/deep/target.ts': 'export {};\n',
  'src/user.ts':
    "import { reckon } from './deep/target';\nexport function askTarget(): void {\n  reckon();\n}\n",
  'src/target.ts': 'export {};\n',
};

interface Sources {
  readonly hints?: LanguageHints;
  readonly history?: Partial<GitHistory>;
  readonly trail?: readonly EditedPlace[];
  readonly open?: readonly string[];
  readonly suffix?: string;
}

describe('candidates', () => {
  let repository: SourceRepository;
  before(async () => {
    repository = await sourceRepository(files);
  });
  after(() => repository.remove());

  function tab(path: string): OpenDocument {
    const text = (files as Readonly<Record<string, string>>)[path] ?? '';
    return { uri: targetAt('', '', path).uri, path, languageId: 'typescript', version: 1, text };
  }

  function gathererWith({ hints = noLanguageHints, history = {}, trail = [] }: Sources): ContextGatherer {
    return createRepositoryGatherer({
      index: repository.index,
      trail: { documentChanged: () => undefined, places: () => trail },
      history: { ...noGitHistory, ...history },
      hints,
      clock: systemClock,
    });
  }

  function requestFor(prefix: string, sources: Sources = {}, path = 'src/target.ts'): GatherRequest {
    const { open = [], suffix = '\n' } = sources;
    return {
      target: targetAt(prefix, suffix, path),
      openDocuments: open.map(tab),
      shownPrefixChars: prefix.length,
      shownSuffixChars: suffix.length,
      counter,
      shareTokens: 4_000,
      tokensOf: (item) => counter.count(`#${item.path}\n${item.text}\n`),
    };
  }

  /** The reasons given for a file. */
  async function reasons(of: string, prefix: string, sources: Sources = {}, path = 'src/target.ts') {
    const asked = requestFor(prefix, sources, path);
    await repository.show(asked.target);
    const items = await gathererWith(sources).gather(asked, live);
    repository.forget(asked.target);
    return items.find((item) => item.path === of)?.reason ?? '';
  }

  const shapes = "import { Shape } from './shape';\nfunction draw(shape: Shape) {\n  shape.";
  const cases: readonly (readonly [what: string, () => Promise<string>, RegExp])[] = [
    [
      'members of the type before the dot',
      () => reasons('src/shape.ts', shapes),
      /before the dot: Shape\.area/,
    ],
    [
      'what language servers point to',
      () =>
        reasons('src/far.ts', 'const x = ', {
          hints: { near: () => Promise.resolve([{ path: 'src/far.ts', line: 2, symbol: 'x' }]) },
        }),
      /named by the language server: farAway/,
    ],
    [
      'another implementation of the function around the cursor',
      () =>
        reasons(
          'src/circle.ts',
          "import { Shape } from './shape';\nexport class Square implements Shape {\n  scaleBy(factor: number): void {\n    ",
          { suffix: '\n  }\n}\n' },
        ),
      /another scaleBy|also derived from Shape/,
    ],
    [
      'what the test at the cursor tests',
      () => reasons('src/billing.ts', "it('bills', () => {\n  ", {}, 'src/billing.test.ts'),
      /tested here: billCustomer/,
    ],
    [
      'places edited a moment ago',
      () => reasons('src/far.ts', 'const x = ', { trail: [{ path: 'src/far.ts', line: 1 }] }),
      /edited a moment ago/,
    ],
    [
      'open tabs',
      () => reasons('src/far.ts', 'farAway; const x = ', { open: ['src/far.ts'] }),
      /open tab|near the cursor/,
    ],
    [
      'files that often changed together with this one',
      () =>
        reasons('src/far.ts', 'const x = ', {
          history: { coChanged: () => [{ path: 'src/far.ts', share: 1 }] },
        }),
      /often changed together/,
    ],
    [
      'what is not committed yet',
      () =>
        reasons('src/far.ts', 'const x = ', {
          history: { uncommitted: () => [{ path: 'src/far.ts', startLine: 2, endLine: 2 }] },
        }),
      /changed and not committed yet/,
    ],
    [
      'what the imports import',
      () => reasons('src/deep/invoice.ts', "import { openAccount } from './deep/accounts';\n"),
      /imported by what is imported here/,
    ],
    [
      'the rest of the folder',
      () => reasons('src/deep/neighbour.ts', 'const x = ', {}, 'src/deep/target.ts'),
      /in the same folder: liveNextDoor/,
    ],
    [
      'files that import this one',
      () => reasons('src/user.ts', 'const x = ', {}, 'src/deep/target.ts'),
      /imports this file: askTarget/,
    ],
    [
      'code like that around the cursor',
      () => reasons('src/parse.ts', 'const magic = reader.readMagic();\nconst length = reader.'),
      /similar code/,
    ],
  ];
  for (const [what, ask, reason] of cases) {
    it(`are ${what}`, async () => assert.match(await ask(), reason));
  }

  it('are asked for again where language servers answer late', async () => {
    let answer = (): void => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    const hint = { path: 'src/far.ts', line: 2, symbol: 'x' };
    const gatherer = gathererWith({ hints: { near: () => late.then(() => [hint]) } });
    const before = gatherer.revision?.() ?? 0;
    await gatherer.gather(requestFor('const x = '), live);
    assert.equal(gatherer.revision?.(), before);
    answer();
    await waitUntil(() => gatherer.revision?.() === before + 1, { timeoutMs: 10_000, what: 'a revision' });
  });

  it('do not wait for language servers that never answer', async () => {
    const silent: LanguageHints = { near: () => new Promise(() => undefined) };
    assert.match(await reasons('src/shape.ts', shapes, { hints: silent }), /before the dot/);
  });
});
