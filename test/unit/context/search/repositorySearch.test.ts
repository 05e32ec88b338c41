import assert from 'node:assert/strict';
import { findPaths, findSymbols } from '../../../../src/context/search/namesAndPaths';
import { searchRepository } from '../../../../src/context/search/repositorySearch';
import { searchTerms, stem, subwords } from '../../../../src/context/search/searchTerms';
import { sourceRepository, type SourceRepository } from '../../../support/sourceRepository';

const filler = (count: number): string =>
  Array.from({ length: count }, (_none, line) => `const filler${line} = ${line};\n`).join('');

describe('The search of a repository', () => {
  const never = new AbortController().signal;
  let repository: SourceRepository;

  before(async () => {
    repository = await sourceRepository({
      'src/auth/tokenStore.ts': `${filler(60)}export function refreshAccessToken(user: string): string {\n  return user;\n}\n`,
      'src/auth/login.ts':
        "import { refreshAccessToken } from './tokenStore';\nexport const login = () => refreshAccessToken('a');\n",
      'src/shapes/circle.ts': 'export class Circle {\n  radius = 1;\n}\n',
      'src/http/retryPolicy.ts':
        'export function backOffMs(attempt: number): number {\n  return 2 ** attempt;\n}\n',
    });
  });
  after(() => repository.remove());

  async function found(question: string): Promise<string[]> {
    const hits = await searchRepository(repository.index, question, 3, never);
    return hits.map(({ path }) => path);
  }

  it('finds by the words of a question what names are made of', async () => {
    assert.deepEqual((await found('Where are access tokens refreshed?'))[0], 'src/auth/tokenStore.ts');
    assert.deepEqual((await found('how is retrying done'))[0], 'src/http/retryPolicy.ts');
  });

  it('finds a name as it is written, where it is and where it is used', async () => {
    assert.deepEqual((await found('What does refreshAccessToken do?')).sort(), [
      'src/auth/login.ts',
      'src/auth/tokenStore.ts',
    ]);
  });

  it('gives the lines that matter, not the beginning of the file', async () => {
    const [hit] = await searchRepository(repository.index, 'refresh the access token of a user', 1, never);
    assert.match(hit?.text ?? '', /refreshAccessToken\(user/);
    assert.ok((hit?.startLine ?? 0) > 20);
  });

  it('finds nothing for a question about nothing', async () => {
    assert.deepEqual(await found('what is this for'), []);
    assert.deepEqual(await found(''), []);
  });

  it('finds paths and definitions by what was typed of them', () => {
    const { index } = repository;
    assert.deepEqual(findPaths(index, 'circ', 5), ['src/shapes/circle.ts']);
    assert.deepEqual(findPaths(index, 'sshpcirc', 5), ['src/shapes/circle.ts']);
    assert.deepEqual(
      findSymbols(index, 'circ', 5).map(({ name, path }) => [name, path]),
      [['Circle', 'src/shapes/circle.ts']],
    );
    assert.deepEqual(findSymbols(index, '', 5), []);
  });
});

describe('The terms of a search', () => {
  const words: readonly (readonly [string, readonly string[]])[] = [
    ['readHTTPBody', ['read', 'http', 'body']],
    ['snake_case_name', ['snake', 'case', 'name']],
    ['MAX_SIZE', ['max', 'size']],
    ['名前を探す', ['名前を探す']],
  ];
  for (const [text, parts] of words) {
    it(`are ${parts.join(', ')} for ${text}`, () => assert.deepEqual(subwords(text), parts));
  }

  it('are the same for the forms of a word', () => {
    assert.equal(new Set(['index', 'indexes', 'indexing', 'indexed', 'indexer'].map(stem)).size, 1);
  });

  it('keep names as they are written and leave out what says nothing', () => {
    const { names, words: kept } = searchTerms('How does the planner use my_value and BackOff?');
    assert.deepEqual([...names], ['How', 'my_value', 'BackOff']);
    assert.deepEqual([...kept], ['plann', 'value', 'back', 'off']);
  });
});
