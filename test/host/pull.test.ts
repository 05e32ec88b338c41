import assert from 'node:assert/strict';
import { isAbort } from '../../src/common/abort';
import { systemClock } from '../../src/common/clock';
import { endpointControl } from '../../src/hosts/endpointControl';
import { endpointEngine } from '../../src/hosts/endpointEngine';
import { followPull, pullWords, type PullState } from '../../src/hosts/setup/pullProgress';
import { createNodeFetchTransport } from '../../src/node/nodeFetchTransport';
import { defaultEndpoint } from '../../src/settings/settings';
import type { InferenceEngine } from '../../src/transport/engine';
import type { ModelControl, PullProgress } from '../../src/transport/modelControl';
import { skipBecause } from '../support/skip';

const PATIENCE_MS = 590_000;
const never = new AbortController().signal;
const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };

/**
 * Pulls the tag that FILLWRIGHT_TEST_PULL names onto the host of FILLWRIGHT_TEST_HOST, and deletes it there before and
 * after. Its download must take a few seconds, and its layers must not be those of another model on that host.
 */
describe('A pull onto a real host', () => {
  const tag = process.env.FILLWRIGHT_TEST_PULL ?? '';
  const http = createNodeFetchTransport('9.9.9');
  let control: ModelControl;
  let engine: InferenceEngine;

  before(async function () {
    this.timeout(PATIENCE_MS);
    const url = process.env.FILLWRIGHT_TEST_HOST?.replace(/\/+$/, '');
    if (url === undefined || tag === '')
      skipBecause(this, 'needs FILLWRIGHT_TEST_HOST and, in FILLWRIGHT_TEST_PULL, a tag to pull onto it');
    const endpoint = { ...defaultEndpoint, name: url, url };
    const ports = { http, clock: systemClock };
    engine = endpointEngine(endpoint, ports, noSecrets);
    const controls = endpointControl(endpoint, ports, noSecrets);
    assert.ok(controls);
    control = controls;
    await removeIfThere();
  });

  after(() => http.dispose());

  interface Line extends PullProgress {
    readonly state: PullState;
  }

  /** The lines of a pull, to its end or until `enough`, which pauses it. */
  async function pull(enough: (line: Line) => boolean = () => false): Promise<readonly Line[]> {
    const pause = new AbortController();
    const follow = followPull();
    const lines: Line[] = [];
    try {
      for await (const line of control.pull(tag, pause.signal)) {
        lines.push({ ...line, state: follow(line, performance.now()) });
        if (enough(lines.at(-1)!)) pause.abort();
      }
    } catch (thrown) {
      if (!isAbort(thrown)) throw thrown;
    }
    return lines;
  }

  const isThere = async (): Promise<boolean> =>
    (await engine.listModels(never)).some((model) => model.tag === tag);

  async function removeIfThere(): Promise<void> {
    if (await isThere()) await control.remove(tag, never);
  }

  it('tells bytes, speed and time left, pauses, and goes on from where it stood', async function () {
    this.timeout(PATIENCE_MS);
    const isHalfway = ({ digest, totalBytes = 0, completedBytes = 0 }: PullProgress): boolean =>
      digest !== undefined && completedBytes > totalBytes / 3 && completedBytes < totalBytes;
    const paused = await pull(isHalfway);
    const stood = paused.at(-1)!;
    assert.ok(isHalfway(stood), `the download was over before it could be paused: ${JSON.stringify(stood)}`);
    assert.match(pullWords(stood.state), /^[\d.]+ of [\d.]+ GB · [\d.]+ MB\/s · \d+ (s|min|h) left$/);
    assert.equal(await isThere(), false);

    const resumed = await pull();
    const first = resumed.find(({ digest }) => digest === stood.digest);
    assert.ok((first?.completedBytes ?? 0) >= (stood.completedBytes ?? 0), JSON.stringify({ stood, first }));
    assert.equal(first?.state.bytesPerSecond, undefined, 'what was there already is no speed');
    assert.equal(resumed.at(-1)?.status, 'success');
    const { completedBytes, totalBytes } = resumed.at(-1)!.state;
    assert.equal(completedBytes, totalBytes);
    assert.ok(await isThere());
  });

  it('has nothing to load the second time', async function () {
    this.timeout(PATIENCE_MS);
    const lines = await pull();
    assert.ok(lines.every(({ state }) => state.bytesPerSecond === undefined));
    assert.equal(lines.at(-1)?.status, 'success');
  });

  it('is undone by deleting the model', async () => {
    await control.remove(tag, never);
    assert.equal(await isThere(), false);
    await assert.rejects(control.remove(tag, never), { kind: 'model-missing' });
  });

  it('says in the words of the host why a model can not be had', async () => {
    const nowhere = control.pull('no-such-model-anywhere:1b', never);
    await assert.rejects(async () => {
      for await (const line of nowhere) assert.equal(line.status, 'pulling manifest');
    }, /pull model manifest: /);
  });
});
