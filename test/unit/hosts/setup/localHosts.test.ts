import assert from 'node:assert/strict';
import { findLocalHosts } from '../../../../src/hosts/setup/localHosts';
import { FakeDoors, type FakeDoor } from '../../../support/fakeDoors';

describe('hosts on the machine that calls', () => {
  it('are found where they usually listen, whatever API they speak, and nothing else is taken for one', async () => {
    const openAi: FakeDoor['refusal'] = ({ engine }) =>
      engine === 'openai' ? undefined : { kind: 'not-an-engine', status: 404, detail: 'status 404' };
    const doors = new FakeDoors({
      'http://127.0.0.1:11434': {},
      'http://127.0.0.1:8000': { refusal: openAi },
      'http://127.0.0.1:8080': { refusal: () => ({ kind: 'not-an-engine', detail: 'a web page' }) },
    });
    assert.deepEqual(await found(doors, new AbortController().signal), [
      'http://127.0.0.1:11434',
      'http://127.0.0.1:8000',
    ]);
  });

  it('are not told of once nobody looks for them any more', async () => {
    const left = AbortSignal.abort();
    assert.deepEqual(await found(new FakeDoors({ 'http://127.0.0.1:11434': {} }), left), []);
  });

  async function found(doors: FakeDoors, signal: AbortSignal): Promise<readonly string[]> {
    const urls: string[] = [];
    await findLocalHosts(doors.ports(), ({ url }) => urls.push(url), signal);
    return urls;
  }
});
