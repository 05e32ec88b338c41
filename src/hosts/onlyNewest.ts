import { abortError } from '../common/abort';

/** A request's right to run; `signal` aborts when a newer one takes it over or the request's own signal aborts. */
export interface Turn {
  readonly signal: AbortSignal;
  /** Whether no newer request has taken over. */
  isNewest(): boolean;
  /** To be called when the request is over. */
  release(): void;
}

/** Lets one request run at a time: taking a turn ends the one before. */
export interface OnlyNewest {
  take(signal: AbortSignal): Turn;
}

export function onlyNewest(): OnlyNewest {
  let running: AbortController | undefined;
  return {
    take: (signal) => {
      running?.abort(abortError());
      const own = new AbortController();
      running = own;
      const onAbort = (): void => own.abort(abortError());
      if (signal.aborted) own.abort(abortError());
      else signal.addEventListener('abort', onAbort, { once: true });
      return {
        signal: own.signal,
        isNewest: () => running === own,
        release: () => {
          signal.removeEventListener('abort', onAbort);
          if (running === own) running = undefined;
        },
      };
    },
  };
}
