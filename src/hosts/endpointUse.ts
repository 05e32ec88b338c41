import type { Event } from '../common/emitter';
import { TransportError } from '../transport/errors';

/** What those who ask an endpoint for something else than completions learn of it, and tell it. */
export interface EndpointUse {
  /** It has failed in a way that concerns all requests, and has not been found well since. */
  readonly isAway: boolean;
  /** It has answered; with `model`, where one was asked. */
  served(model?: string): void;
  requestFailed(error: TransportError): void;
}

export interface LiveEndpoints {
  /** Somebody asks a host for something: see LiveCompletionHosts. */
  attend(): void;
  use(name: string): EndpointUse | undefined;
  readonly onDidChangeEndpoints: Event<void>;
}

/** A request whose failure is told. */
export async function telling<T>(use: EndpointUse | undefined, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (thrown) {
    if (thrown instanceof TransportError) use?.requestFailed(thrown);
    throw thrown;
  }
}

/** A stream whose first event and failure are told. */
export async function* tellingEach<T>(
  use: EndpointUse | undefined,
  model: string,
  stream: AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  let hasSpoken = false;
  try {
    for await (const event of stream) {
      if (!hasSpoken) use?.served(model);
      hasSpoken = true;
      yield event;
    }
  } catch (thrown) {
    if (thrown instanceof TransportError) use?.requestFailed(thrown);
    throw thrown;
  }
}
