import { t } from '../common/l10n';
import { askOllama, smallAnswer } from './askOllama';
import { openExchange, type EngineEndpoint, type EnginePorts } from './exchange';
import { failure } from './failure';
import type { ModelControl, PullProgress } from './modelControl';
import { readDetails, readProgress } from './ollamaAnswers';
import { clientOf, isEndWithoutDone } from './ollamaClient';

/** Ollama's routes that change what models a host has. */
export function createOllamaControl(endpoint: EngineEndpoint, ports: EnginePorts): ModelControl {
  const ask = askOllama(endpoint, ports);
  return {
    pull: (tag, signal) => pull(endpoint, ports, tag, signal),
    unload: (tag, signal) =>
      ask(smallAnswer('POST /api/generate'), signal, async (client) => {
        await client.generate({ model: tag, prompt: '', keep_alive: 0, stream: false });
      }),
    remove: (tag, signal) =>
      ask(smallAnswer('DELETE /api/delete'), signal, async (client) => {
        await client.delete({ model: tag });
      }),
    details: (tag, signal) =>
      ask(smallAnswer('POST /api/show'), signal, async (client) =>
        readDetails(await client.show({ model: tag })),
      ),
  };
}

/** Checking the digest of 20 GB goes on for minutes without a word. */
const SILENT_CHECK_MS = 1_800_000;
const ROUTE = 'POST /api/pull';

async function* pull(
  endpoint: EngineEndpoint,
  ports: EnginePorts,
  tag: string,
  signal: AbortSignal,
): AsyncGenerator<PullProgress, void, undefined> {
  const timeouts = { ...endpoint.timeouts, betweenTokensMs: SILENT_CHECK_MS };
  const exchange = openExchange({ ...endpoint, timeouts }, ports, { route: ROUTE, answer: 'lines' }, signal);
  try {
    const stream = await clientOf(endpoint, exchange).pull({ model: tag, stream: true });
    for await (const part of stream) yield readProgress(part);
  } catch (thrown) {
    if (!isEndWithoutDone(thrown)) throw exchange.failureOf(thrown);
    const detail = t('the download ended before it was complete');
    throw failure(
      { endpoint: endpoint.url, route: ROUTE, answerBegan: true },
      { kind: 'connection-lost', detail },
    );
  } finally {
    exchange.close();
  }
}
