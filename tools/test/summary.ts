import type { TestRecord } from '../../test/support/testRecord';

/** Everything a reader wants at the end of a run; its last line holds the counts. */
export function summarize(records: readonly TestRecord[]): { readonly text: string; readonly ok: boolean } {
  const count = (state: TestRecord['state']): number =>
    records.filter((record) => record.state === state).length;
  const lines = [
    ...section('Failed:', records.filter((record) => record.state === 'failed').map(describeFailure)),
    ...section('Skipped:', records.filter((record) => record.state === 'skipped').map(describeSkip)),
    `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
  ];
  return { text: lines.join('\n'), ok: count('failed') === 0 && count('passed') > 0 };
}

/** A test that is skipped with no reason was forgotten: it counts as failed. */
export function refuseSilentSkips(record: TestRecord): TestRecord {
  if (record.state !== 'skipped' || record.skip !== undefined) return record;
  return { ...record, state: 'failed', error: 'Skipped without a reason: use skipBecause().' };
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function describeFailure(record: TestRecord): string {
  return `  ${record.title}\n    ${(record.error ?? '').split('\n')[0] ?? ''}`;
}

function describeSkip(record: TestRecord): string {
  return `  ${record.title}: ${record.skip?.reason ?? ''}`;
}
