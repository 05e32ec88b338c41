import { abortError } from '../common/abort';

/** Something that is tried once at a time. */
export interface OneAttempt {
  readonly isUnderWay: boolean;
  /** Joins the attempt under way, or begins one. */
  begin(): Promise<void>;
  /** Gives the attempt under way up; settles when it is over. */
  giveUp(): Promise<void>;
}

/** `attempt` never rejects. */
export function oneAttempt(attempt: (signal: AbortSignal) => Promise<void>): OneAttempt {
  let current: { readonly over: Promise<void>; readonly end: AbortController } | undefined;
  return {
    get isUnderWay() {
      return current !== undefined;
    },
    begin: () => {
      if (current !== undefined) return current.over;
      const end = new AbortController();
      const over = attempt(end.signal).finally(() => {
        current = undefined;
      });
      current = { over, end };
      return over;
    },
    giveUp: async () => {
      current?.end.abort(abortError());
      await current?.over;
    },
  };
}
