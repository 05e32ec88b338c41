import assert from 'node:assert/strict';
import type { CheckResult } from '../../../../src/hosts/diagnosis/check';
import { diagnosisJson, diagnosisLine, diagnosisMarkdown } from '../../../../src/hosts/diagnosis/report';

const results: readonly CheckResult[] = [
  { name: 'tcp', verdict: 'passed', ms: 1.4, saw: '127.0.0.1:11434 accepts', mend: '' },
  { name: 'http', verdict: 'failed', ms: 12, saw: 'status 502 | from a proxy', mend: 'Start the host.' },
  { name: 'engine', verdict: 'skipped', ms: 0, saw: 'not looked at', mend: '' },
];
const head = {
  endpoint: 'gpu box',
  url: 'http://gpu-box:11434',
  caller: 'this machine (laptop)',
  version: '1.2.3',
};

describe('the report of a diagnosis', () => {
  it('tells what passed, failed and could not be looked at, as JSON', () => {
    assert.deepEqual(diagnosisJson(results), {
      ok: false,
      checks: [
        { name: 'tcp', ok: true, ms: 1, saw: '127.0.0.1:11434 accepts', mend: '' },
        { name: 'http', ok: false, ms: 12, saw: 'status 502 | from a proxy', mend: 'Start the host.' },
      ],
      skipped: [{ name: 'engine', saw: 'not looked at' }],
    });
  });

  it('is well where nothing failed, whatever could not be looked at', () => {
    const [passed, , skipped] = results as [CheckResult, CheckResult, CheckResult];
    assert.deepEqual((diagnosisJson([passed, skipped]) as { ok: boolean }).ok, true);
    assert.deepEqual((diagnosisJson([]) as { ok: boolean }).ok, false);
  });

  it('has a line for a terminal, with the mend below it', () => {
    assert.equal(
      diagnosisLine(results[1]!),
      '✗ http          12 ms  status 502 | from a proxy\n  → Start the host.',
    );
  });

  it('says as a document who called whom, what the first failure is, and what to do', () => {
    const text = diagnosisMarkdown(head, results, undefined);
    assert.match(text, /^# Diagnosis of gpu box\n/);
    assert.match(text, /- Called from: this machine \(laptop\)\n- Fillwright 1\.2\.3/);
    assert.match(text, /\*\*Answers HTTP: no\.\*\* status 502 \| from a proxy\./);
    assert.match(text, /\| ✗ \| Answers HTTP \| 12\u00a0ms \| status 502 \\\| from a proxy \|/);
    assert.match(text, /## What to do\n\n- \*\*Answers HTTP\*\*: Start the host\.\n$/);
  });

  it('advises behind the mends, or without any', () => {
    const advice = ['Ask elsewhere.'];
    const text = diagnosisMarkdown({ ...head, advice }, results, undefined);
    assert.match(text, /Start the host\.\n- Ask elsewhere\.\n$/);
    const [passed] = results as [CheckResult];
    assert.match(diagnosisMarkdown({ ...head, advice }, [passed], undefined), /do\n\n- Ask elsewhere\.\n$/);
  });

  it('names the check that is being looked at while it runs', () => {
    const text = diagnosisMarkdown(head, results.slice(0, 1), 'http');
    assert.match(text, /Check 2 of 14 is running\./);
    assert.match(text, /\| … \| Answers HTTP \|/);
  });
});
