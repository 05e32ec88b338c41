import { isAbort } from '../../common/abort';
import type { Clock } from '../../common/clock';
import { Emitter, type Event } from '../../common/emitter';
import type { ModelControl } from '../../transport/modelControl';
import { followPull, type PullState } from './pullProgress';

export type PullEnd =
  | { readonly kind: 'pulled' }
  /** By the user: the host keeps what has come, and pulling again goes on from there. */
  | { readonly kind: 'paused'; readonly state?: PullState }
  | { readonly kind: 'failed'; readonly thrown: unknown };

/** A pull under way, whoever looks at it. */
export interface RunningPull {
  readonly tag: string;
  /** How far it has come; undefined until the host has said something. */
  readonly state: () => PullState | undefined;
  /** Told when there is something new to read, twice a second at most. */
  readonly onDidProgress: Event<PullState>;
  /** Never rejects. */
  readonly end: Promise<PullEnd>;
  pause(): void;
}

/** Hosts tell up to twenty counts a second, which nobody can read. */
const TELLING_MS = 500;

/** Has the host pull a model, until it is there, fails or is paused. */
export function startPull(tag: string, control: Pick<ModelControl, 'pull'>, clock: Clock): RunningPull {
  const stop = new AbortController();
  const progress = new Emitter<PullState>();
  let state: PullState | undefined;
  const run = async (): Promise<PullEnd> => {
    const follow = followPull();
    let toldAt = -Infinity;
    try {
      for await (const line of control.pull(tag, stop.signal)) {
        const isNews = line.status !== state?.status;
        state = follow(line, clock.now());
        if (!isNews && clock.now() - toldAt < TELLING_MS) continue;
        toldAt = clock.now();
        progress.fire(state);
      }
      return { kind: 'pulled' };
    } catch (thrown) {
      if (!isAbort(thrown)) return { kind: 'failed', thrown };
      return { kind: 'paused', ...(state === undefined ? {} : { state }) };
    }
  };
  return {
    tag,
    state: () => state,
    onDidProgress: progress.event,
    end: run(),
    pause: () => stop.abort(),
  };
}
