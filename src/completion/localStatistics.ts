import type { KeyValueStore } from '../hosts/keyValueStore';
import {
  counted,
  noCounts,
  type StatisticsEvent,
  type StatisticsKey,
  type StatisticsRow,
} from './statistics';

/** Statistics that outlive the session. They stay on this machine. */
export interface LocalStatistics {
  readonly rows: readonly StatisticsRow[];
  count(key: StatisticsKey, event: StatisticsEvent): void;
}

const STORE_KEY = 'completion.statistics';
// Writing at each key would be too often; more than this many events are never lost.
const EVENTS_BETWEEN_WRITES = 20;

export function keepStatistics(store: KeyValueStore): LocalStatistics {
  let rows = readRows(store.read(STORE_KEY));
  let unwritten = 0;
  return {
    get rows() {
      return rows;
    },
    count: (key, event) => {
      rows = counted(rows, key, event);
      unwritten += 1;
      if (event.kind !== 'accepted' && unwritten < EVENTS_BETWEEN_WRITES) return;
      unwritten = 0;
      store.write(STORE_KEY, rows);
    },
  };
}

/** What an older version has written in another shape is left behind. */
function readRows(stored: unknown): readonly StatisticsRow[] {
  return Array.isArray(stored) && stored.every(isRow) ? stored.map((row) => ({ ...noCounts, ...row })) : [];
}

const NUMBERS = ['shown', 'accepted', 'acceptedChars', 'promptTokens', 'readTokens'] as const;

function isRow(value: unknown): value is StatisticsRow {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Partial<Record<keyof StatisticsRow, unknown>>;
  const isNamed = typeof row.languageId === 'string' && typeof row.modelTag === 'string';
  return isNamed && NUMBERS.every((name) => typeof row[name] === 'number') && Array.isArray(row.latenciesMs);
}
