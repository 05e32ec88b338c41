import assert from 'node:assert/strict';
import { keepStatistics } from '../../../src/completion/localStatistics';
import { columnsOf } from '../../../src/common/columns';
import { statisticsReport } from '../../../src/completion/statisticsReport';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import {
  counted,
  summary,
  type StatisticsEvent,
  type StatisticsRow,
} from '../../../src/completion/statistics';
import { assertNoEnglish, inChinese } from '../../support/chinese';

const key = { languageId: 'typescript', modelTag: 'deepseek-coder:6.7b-base' };

function after(...events: readonly StatisticsEvent[]): StatisticsRow {
  const rows = events.reduce<readonly StatisticsRow[]>((before, event) => counted(before, key, event), []);
  assert.equal(rows.length, 1);
  return rows[0]!;
}

describe('statistics', () => {
  it('count what was shown and accepted', () => {
    const row = after(
      { kind: 'shown', source: 'host', latencyMs: 300 },
      { kind: 'shown', source: 'cache', latencyMs: 0 },
      { kind: 'accepted', chars: 12 },
    );
    const { shown, accepted, acceptedShare, savedChars, medianLatencyMs } = summary(row);
    assert.deepEqual([shown, accepted, acceptedShare, savedChars, medianLatencyMs], [2, 1, 0.5, 12, 300]);
  });

  it('count a text that is typed through once', () => {
    const shown = { kind: 'shown', latencyMs: 0 } as const;
    assert.equal(after({ ...shown, source: 'host' }, { ...shown, source: 'typed-through' }).shown, 1);
  });

  it('tell how much of the prompts the host had in its cache', () => {
    const row = after(
      { kind: 'request', promptTokens: 900, readTokens: 100 },
      { kind: 'request', promptTokens: 100, readTokens: 100 },
    );
    assert.equal(summary(row).kvReuse, 0.8);
    assert.equal(summary(after({ kind: 'accepted', chars: 1 })).kvReuse, undefined);
  });

  it('keep languages and models apart', () => {
    const rows = counted(
      counted([], key, { kind: 'accepted', chars: 1 }),
      { ...key, languageId: 'go' },
      {
        kind: 'accepted',
        chars: 2,
      },
    );
    assert.deepEqual(
      rows.map((row) => [row.languageId, row.acceptedChars]),
      [
        ['typescript', 1],
        ['go', 2],
      ],
    );
  });

  it('keep so many latencies and no more', () => {
    const events = Array.from({ length: 300 }, (_, index) => ({
      kind: 'shown' as const,
      source: 'host' as const,
      latencyMs: index,
    }));
    assert.equal(after(...events).latenciesMs.length, 200);
    assert.equal(after(...events).latenciesMs[0], 100);
  });

  it('outlive the session, and what an older version wrote does no harm', () => {
    const store = memoryStore();
    keepStatistics(store).count(key, { kind: 'accepted', chars: 5 });
    assert.equal(keepStatistics(store).rows[0]?.acceptedChars, 5);
    for (const old of ['rows', [{ languageId: 'go' }], [null], { rows: [] }]) {
      store.write('completion.statistics', old);
      assert.deepEqual(keepStatistics(store).rows, []);
    }
  });

  it('are told in words', () => {
    const row = after(
      { kind: 'shown', source: 'host', latencyMs: 310 },
      { kind: 'accepted', chars: 12 },
      { kind: 'kept' },
      { kind: 'kept' },
      { kind: 'contradicted' },
      { kind: 'request', promptTokens: 1000, readTokens: 30 },
    );
    assert.match(
      statisticsReport([row]),
      /typescript +deepseek-coder:6\.7b-base +1 +1 \(100 %\) +2 +1 +12 +310 ms +97 %/,
    );
    assert.match(statisticsReport([]), /No completion was shown yet/);
  });

  it('are told in Chinese, in columns that line up', () => {
    const row = after({ kind: 'shown', source: 'host', latencyMs: 310 });
    const report = inChinese(() => statisticsReport([row]));
    assertNoEnglish(report);
    assertNoEnglish(inChinese(() => statisticsReport([])));
    const [headings = '', , cells = ''] = report.split('\n').slice(2);
    const before = (line: string, text: string): number => columnsOf(line.slice(0, line.indexOf(text)));
    assert.equal(before(headings, '等待'), before(cells, '310 ms'));
  });
});
