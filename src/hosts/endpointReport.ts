import type { EndpointState } from './endpointState';
import type { OpenedModel } from './openModel';

/** What an endpoint says of itself. */
export interface EndpointReport {
  /** What was said last. */
  readonly state: EndpointState;
  say(state: EndpointState): void;
  sayOfModel(kind: 'loading' | 'working' | 'busy', model: string): void;
  /** Nothing has changed but the trust in the endpoint. */
  sayAgain(): void;
}

/** Says nothing more once `life` is over. */
export function endpointReport(
  endpoint: string,
  listener: (state: EndpointState) => void,
  life: AbortSignal,
): EndpointReport {
  let last: EndpointState = { kind: 'unknown' };
  const say = (state: EndpointState): void => {
    if (life.aborted) return;
    last = state;
    listener(state);
  };
  return {
    get state() {
      return last;
    },
    say,
    sayOfModel: (kind, model) => say({ kind, endpoint, model }),
    sayAgain: () => say(last),
  };
}

export function readyState(endpoint: string, { tag, load, note }: OpenedModel): EndpointState {
  return {
    kind: 'ready',
    endpoint,
    model: tag,
    window: load.numCtx,
    ...(note === undefined ? {} : { note }),
  };
}
