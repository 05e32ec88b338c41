import assert from 'node:assert/strict';
import { runDoctor } from '../../tools/doctor/doctorTool';
import { useTestHost } from '../support/testHost';

const PATIENCE_MS = 300_000;

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { name: string; ok: boolean; saw: string }[];
  readonly skipped: readonly { name: string; saw: string }[];
}

describe('npm run doctor against a real host', () => {
  const host = useTestHost();

  it('finds it well from the address to the speed', async function () {
    this.timeout(PATIENCE_MS);
    let printed = '';
    const { url, model } = host();
    await runDoctor([url, '--model', model.tag, '--json'], (line) => {
      printed += line;
    });
    const { ok, checks, skipped } = JSON.parse(printed) as Report;
    assert.deepEqual([...checks.filter((check) => !check.ok), ...skipped], []);
    assert.ok(ok);
    const saw = (name: string): string => checks.find((check) => check.name === name)?.saw ?? '';
    assert.ok(saw('model').startsWith(model.tag), saw('model'));
    assert.match(saw('fim'), /"return □" became "return .+"/);
    assert.match(saw('speed'), /^reads [\d.,]+ tokens\/s, writes [\d.,]+ tokens\/s/);
  });
});
