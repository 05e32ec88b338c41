import assert from 'node:assert/strict';
import { createQueryLog, type AskedQuery } from '../../../src/vscode/queryLog';

const query: AskedQuery = {
  uri: 'file:///a.ts',
  version: 1,
  line: 1,
  character: 2,
  outcome: { kind: 'none', reason: 'empty' },
  tookMs: 100,
  isOutdated: false,
  endedAt: new Date(0),
};

describe('the query log', () => {
  it('gives the newest query at a place', () => {
    const queries = createQueryLog();
    const newer = { ...query, tookMs: 200 };
    for (const each of [query, newer, { ...query, line: 5 }]) queries.note(each);
    assert.equal(queries.latest(query.uri, 1, 2), newer);
  });

  it('gives the newest of the document where nothing was asked at the place', () => {
    const queries = createQueryLog();
    const elsewhere = { ...query, line: 9 };
    for (const each of [query, elsewhere, { ...query, uri: 'file:///b.ts' }]) queries.note(each);
    assert.equal(queries.latest(query.uri, 3, 0), elsewhere);
    assert.equal(queries.latest('file:///c.ts', 3, 0), undefined);
  });

  it('forgets what is long over', () => {
    const queries = createQueryLog();
    queries.note(query);
    for (let line = 0; line < 200; line += 1) queries.note({ ...query, uri: 'file:///b.ts', line });
    assert.equal(queries.latest(query.uri, 1, 2), undefined);
  });

  it('knows how long the last query took that the host answered itself', () => {
    const queries = createQueryLog();
    assert.equal(queries.lastLatencyMs(), undefined);
    queries.note({ ...query, tookMs: 300, outcome: { kind: 'shown', items: [], source: 'host' } });
    queries.note({ ...query, tookMs: 1, outcome: { kind: 'shown', items: [], source: 'cache' } });
    queries.note(query);
    assert.equal(queries.lastLatencyMs(), 300);
  });
});
