import { disposable, type Disposable } from '../common/disposable';
import { Emitter, type Event } from '../common/emitter';

/** Completion switched off for a while; on again by itself. Lasts as long as the window at most. */
export interface Snooze extends Disposable {
  /** When it ends, while it lasts. */
  readonly until: Date | undefined;
  readonly onDidChange: Event<void>;
  start(minutes: number): void;
  end(): void;
}

const MS_PER_MINUTE = 60_000;

export function createSnooze(): Snooze {
  const changed = new Emitter<void>();
  let until: Date | undefined;
  let wakeUp = disposable(() => undefined);
  const end = (): void => {
    wakeUp.dispose();
    if (until === undefined) return;
    until = undefined;
    changed.fire();
  };
  return {
    get until() {
      return until;
    },
    onDidChange: changed.event,
    start: (minutes) => {
      wakeUp.dispose();
      until = new Date(Date.now() + minutes * MS_PER_MINUTE);
      const timer = setTimeout(end, minutes * MS_PER_MINUTE);
      wakeUp = disposable(() => clearTimeout(timer));
      changed.fire();
    },
    end,
    dispose: () => wakeUp.dispose(),
  };
}
