import { abortable, abortError, isAbort } from '../common/abort';
import type { Clock } from '../common/clock';
import type { EndpointSettings } from '../settings/settings';
import type { GenerateEvent, GenerateOptions, InferenceEngine } from '../transport/engine';
import { TransportError } from '../transport/errors';
import type { ModelSession } from './modelSession';
import type { OpenedModel } from './openModel';
import type { Turn } from './onlyNewest';
import type { ReloadWatch } from './reloadWatch';
import type { RightOfWay } from './rightOfWay';
import { withOverrides } from './samplingOverrides';

export interface SessionPorts {
  readonly engine: InferenceEngine;
  readonly clock: Clock;
  readonly watch: ReloadWatch;
  /** Outlives the session: one completion per endpoint and model, whoever makes it. */
  readonly right: RightOfWay;
  /** Aborts, with the TransportError that tells why, when the host turns out not to be there any more. */
  readonly broken: AbortSignal;
  onWorking(): void;
  /** A completion's time from the request to its first token. */
  onFirstToken(durationMs: number): void;
  /** Nothing is under way any more; `answered` when the last request got an answer. */
  onRested(answered: boolean): void;
  onFailed(error: TransportError): void;
}

export function openSession(
  endpoint: EndpointSettings,
  model: OpenedModel,
  ports: SessionPorts,
): ModelSession {
  const overrides = endpoint.roles.completion?.options ?? {};
  return {
    endpointName: endpoint.name,
    tag: model.tag,
    digest: model.digest,
    family: model.family,
    window: model.load.numCtx,
    writesBos: model.writesBos,
    vocabulary: (signal) => ports.engine.describeVocabulary(model.tag, signal),
    generate: (prompt, options, signal) =>
      generate({ prompt, options: withOverrides(options, overrides) }, model, ports, signal),
  };
}

async function* generate(
  request: { readonly prompt: string; readonly options: GenerateOptions },
  model: OpenedModel,
  ports: SessionPorts,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void, undefined> {
  if (isReadAhead(request.options)) await leaveToChat(ports.right, signal);
  const turn = ports.right.takeCompletion(signal);
  let wasAnswered = false;
  let failure: TransportError | undefined;
  const onAnswer = onFirst(() => {
    wasAnswered = true;
    turn.answered();
    if (!isReadAhead(request.options)) ports.onFirstToken(ports.clock.now() - askedAt);
  });
  ports.onWorking();
  ports.watch.asked();
  const askedAt = ports.clock.now();
  try {
    const load = { model: model.tag, load: model.load };
    for await (const event of ports.engine.generate({ ...request, ...load }, either(turn, ports))) {
      onAnswer();
      ports.watch.answered();
      yield event;
    }
  } catch (thrown) {
    const cause = isAbort(thrown) && !turn.signal.aborted ? (ports.broken.reason as unknown) : thrown;
    if (cause instanceof TransportError) failure = cause;
    throw cause;
  } finally {
    if (turn.isNewest()) {
      ports.watch.over();
      ports.onRested(wasAnswered);
    }
    turn.release();
    if (failure !== undefined) ports.onFailed(failure);
  }
}

function either(turn: Turn, { broken }: SessionPorts): AbortSignal {
  return AbortSignal.any([turn.signal, broken]);
}

function onFirst(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** One token is asked for where the prompt's head is read into the host's cache, and for nothing else. */
function isReadAhead({ numPredict }: GenerateOptions): boolean {
  return numPredict === 1;
}

/** Reading ahead must not slow a chat answer. When that is over, the prompt that was to be read may be an old one. */
async function leaveToChat(right: RightOfWay, signal: AbortSignal): Promise<void> {
  const chatOver = right.chatOver();
  if (chatOver === undefined) return;
  await abortable(chatOver, signal);
  throw abortError();
}
