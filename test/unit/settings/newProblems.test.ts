import assert from 'node:assert/strict';
import { newProblems, placeOf } from '../../../src/settings/newProblems';
import { parseSettings, type SettingProblem } from '../../../src/settings/parseSettings';

describe('newProblems', () => {
  const insecure = (url: string): object => ({ url, tls: { insecure: true } });
  const problemsOf = (raw: Record<string, unknown>): readonly SettingProblem[] => parseSettings(raw).problems;
  const known = (raw: Record<string, unknown>): ReadonlySet<string> => new Set(problemsOf(raw).map(placeOf));

  it('announces a second endpoint that checks no certificate where the first does not either', () => {
    const before = known({ endpoints: [insecure('https://a')] });
    const fresh = newProblems(
      problemsOf({ endpoints: [insecure('https://a'), insecure('https://b')] }),
      before,
    );
    assert.deepEqual(fresh.map(placeOf), ['fillwright.endpoints[1].tls.insecure']);
  });

  it('says nothing again while a wrong value is changed to another wrong one', () => {
    const before = known({ 'completion.maxTokens': 'man' });
    assert.deepEqual(newProblems(problemsOf({ 'completion.maxTokens': 'many' }), before), []);
  });
});
