import { startEmbeddedHost } from './embeddedHost';
import { fimModelOf, type FimModel } from './fimModel';
import { skipBecause } from './skip';

/** The host that the tests talk to: the one that FILLWRIGHT_TEST_HOST names, else the embedded one. */
export interface TestHost {
  readonly url: string;
  readonly model: FimModel;
  /** Whether it is the embedded host, which can tell what became of a request. */
  readonly embedded: boolean;
}

/** Starts the host before the suite's tests and stops it after them; the function returned gives it to the tests. */
export function useTestHost(): () => TestHost {
  let host: TestHost | undefined;
  let stop = (): Promise<void> => Promise.resolve();
  before(async function () {
    this.timeout(300_000); // On first need llama.cpp is installed.
    const given = process.env.FILLWRIGHT_TEST_HOST?.replace(/\/+$/, '');
    try {
      const started = given === undefined ? await startEmbeddedHost() : undefined;
      if (started !== undefined) stop = () => started.stop();
      const url = given ?? started?.url ?? '';
      host = { url, model: await fimModelOf(url), embedded: given === undefined };
    } catch (error) {
      if (given !== undefined) throw error;
      skipBecause(this, error instanceof Error ? error.message : String(error), 'model');
    }
  });
  after(() => stop());
  return () => {
    if (host === undefined) throw new Error('The test host is there from the first test on.');
    return host;
  };
}
