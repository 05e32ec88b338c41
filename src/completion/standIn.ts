import { abortable, throwIfAborted } from '../common/abort';
import type { CompletionHosts, ModelSession } from '../hosts/modelSession';
import { TransportError } from '../transport/errors';
import type { StreamedText } from './stream/streamText';

export interface StandInParts {
  readonly hosts: CompletionHosts;
  readonly documentUri: string;
  readonly run: (session: ModelSession) => AsyncIterable<StreamedText>;
}

/**
 * One request. Where its host fails before it has said anything, the host that stands in for it is asked; once a host
 * has spoken, the text is its own to the end.
 */
export async function* runOrStandIn(
  { hosts, documentUri, run }: StandInParts,
  session: ModelSession,
  signal: AbortSignal,
): AsyncGenerator<StreamedText> {
  const failed = new Set<string>();
  for (let host = session; ;) {
    let hasSpoken = false;
    try {
      for await (const streamed of run(host)) {
        hasSpoken ||= streamed.text !== '';
        yield streamed;
      }
      return;
    } catch (thrown) {
      if (hasSpoken || !(thrown instanceof TransportError)) throw thrown;
      failed.add(host.endpointName);
      const next = await abortable(hosts.session(signal, documentUri), signal);
      throwIfAborted(signal);
      if (next === undefined || failed.has(next.endpointName)) throw thrown;
      host = next;
    }
  }
}
