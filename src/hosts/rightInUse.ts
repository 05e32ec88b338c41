import { disposable, type Disposable } from '../common/disposable';
import type { RightOfWay, RightsOfWay } from './rightOfWay';

/** The right of way at the model in use, which is chat's as well, perhaps. */
export interface RightInUse extends Disposable {
  /** From now on it is this model. */
  take(tag: string): RightOfWay;
  /** See RightOfWay. */
  expectCompletion(): void;
}

export function rightInUse(
  rights: RightsOfWay,
  endpointUrl: string,
  onSlowed: (tag: string) => void,
): RightInUse {
  let right: RightOfWay | undefined;
  let slowness = disposable(() => undefined);
  return {
    take: (tag) => {
      const taken = rights.of(endpointUrl, tag);
      right = taken;
      slowness.dispose();
      slowness = taken.onDidSlow(() => onSlowed(tag));
      return taken;
    },
    expectCompletion: () => right?.expectCompletion(),
    dispose: () => slowness.dispose(),
  };
}
