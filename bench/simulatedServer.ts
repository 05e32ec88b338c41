import { isAbort } from '../src/common/abort';
import { systemClock } from '../src/common/clock';
import type { GenerateEvent } from '../src/transport/engine';
import { FakeFaultyHost, giveJson, writeLines } from '../test/support/fakeFaultyHost';
import { giveOllamaFace } from './ollamaFace';
import { SimulatedHost, type HostSpeed } from './simulatedHost';

export interface SimulatedServer {
  readonly url: string;
  /** What the host saw; times as `performance.now()` of this process. */
  readonly host: SimulatedHost;
  stop(): Promise<void>;
}

/** The simulated host in real time, behind Ollama's API on loopback. */
export async function startSimulatedServer(
  speed: HostSpeed,
  answer: (prompt: string) => string,
  window: number,
): Promise<SimulatedServer> {
  const server = await FakeFaultyHost.start();
  const host = new SimulatedHost(systemClock, speed, answer, window);
  await giveOllamaFace(server);
  const session = await host.session();
  server.on('POST /api/generate', async (response, request) => {
    const { prompt = '', options } = JSON.parse(request.body) as WireRequest;
    if (prompt === '') return giveJson({ response: '', done: true, done_reason: 'load' })(response, request);
    const left = new AbortController();
    void request.leftEarly.then(() => left.abort());
    response.setHeader('Content-Type', 'application/x-ndjson');
    response.socket?.setNoDelay(true);
    try {
      const events = session.generate(prompt, { numPredict: options.num_predict }, left.signal);
      for await (const event of events) writeLines(response, lineOf(event));
    } catch (thrown) {
      if (!isAbort(thrown)) throw thrown;
    }
    response.end();
  });
  return { url: server.url, host, stop: () => server.stop() };
}

interface WireRequest {
  readonly prompt?: string;
  readonly options: { readonly num_predict: number };
}

const NANOSECONDS_PER_MS = 1e6;

function lineOf(event: GenerateEvent): object {
  if (event.kind === 'text') return { response: event.text, done: false };
  const { promptTokens, promptMs = 0, generatedTokens, decodeMs = 0 } = event.metrics;
  return {
    response: '',
    done: true,
    done_reason: event.finishReason,
    prompt_eval_count: promptTokens,
    prompt_eval_duration: promptMs * NANOSECONDS_PER_MS,
    eval_count: generatedTokens,
    eval_duration: decodeMs * NANOSECONDS_PER_MS,
  };
}
