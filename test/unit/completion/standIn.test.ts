import assert from 'node:assert/strict';
import { runOrStandIn } from '../../../src/completion/standIn';
import type { StreamedText } from '../../../src/completion/stream/streamText';
import type { ModelSession } from '../../../src/hosts/modelSession';
import { FakeModel } from '../../support/fakeModel';
import { fakeFailure } from '../../support/fakeEngine';
import { VirtualClock } from '../../support/virtualClock';

const never = new AbortController().signal;

describe('a request and the host that stands in', () => {
  const named = async (endpointName: string): Promise<ModelSession> => {
    const session = await new FakeModel(new VirtualClock(), () => ({ pieces: [] })).session();
    assert.ok(session !== undefined);
    return { ...session, endpointName };
  };

  /** What each host says before it fails; the last one does not fail. */
  async function run(said: readonly string[], next: readonly string[]): Promise<string[]> {
    const asked: string[] = [];
    const rest = [...next];
    const sessions = await Promise.all(rest.map(named));
    const parts = {
      hosts: { session: () => Promise.resolve(sessions.shift()) },
      documentUri: 'file:///a.ts',
      // eslint-disable-next-line @typescript-eslint/require-await -- Nothing to wait for in a scripted answer.
      run: async function* ({ endpointName }: ModelSession): AsyncGenerator<StreamedText> {
        const text = said[asked.length] ?? '';
        asked.push(endpointName);
        yield { text };
        if (asked.length < said.length) throw fakeFailure('connection-lost', endpointName);
        yield { text, end: 'stop' };
      },
    };
    const texts: string[] = [];
    try {
      for await (const { text, end } of runOrStandIn(parts, await named('first'), never)) {
        if (end !== undefined) texts.push(text);
      }
    } catch (thrown) {
      texts.push((thrown as Error).message);
    }
    return [...asked, ...texts];
  }

  it('asks the one that stands in where a host fails before it speaks', async () => {
    assert.deepEqual(await run(['', 'second says'], ['second']), ['first', 'second', 'second says']);
  });

  it('goes on as long as there is another', async () => {
    const ends = await run(['', '', 'third says'], ['second', 'third']);
    assert.deepEqual(ends, ['first', 'second', 'third', 'third says']);
  });

  it('never goes on with the text of another host', async () => {
    const ends = await run(['first sa', 'second says'], ['second']);
    assert.deepEqual(ends[0], 'first');
    assert.match(ends[1] ?? '', /: first$/);
  });

  it('fails as the host did where no other is there', async () => {
    assert.match((await run(['', ''], [])).at(-1) ?? '', /: first$/);
  });

  it('asks no host twice', async () => {
    const ends = await run(['', '', ''], ['second', 'first']);
    assert.deepEqual(ends.slice(0, 2), ['first', 'second']);
    assert.match(ends[2] ?? '', /: second$/);
  });
});
