import type { Clock } from '../common/clock';
import type { EndpointSettings } from '../settings/settings';
import type { InferenceEngine, LoadedModel } from '../transport/engine';
import type { TransportError } from '../transport/errors';
import type { OpenedModel } from './openModel';
import { askInTime } from './patience';
import { watchForReload, type ReloadWatch } from './reloadWatch';
import { findLoaded } from './settleWindow';

export interface LoadedWatchPorts {
  readonly engine: InferenceEngine;
  readonly clock: Clock;
  /** Another endpoint could answer instead, so the host is waited for less long. */
  readonly hasStandIn: () => boolean;
  readonly onGone: () => void;
  readonly onSilent: (error: TransportError) => void;
}

/** Watches whether an endpoint still has a model loaded, by what it says of itself. */
export function watchLoaded(
  endpoint: EndpointSettings,
  model: OpenedModel,
  { engine, clock, hasStandIn, onGone, onSilent }: LoadedWatchPorts,
  life: AbortSignal,
): ReloadWatch {
  const find = (signal: AbortSignal): Promise<LoadedModel | undefined> => findLoaded(model, engine, signal);
  const isLoaded = async (signal: AbortSignal): Promise<boolean> => {
    const found = hasStandIn() ? askInTime(endpoint, clock, find, signal) : find(signal);
    return (await found) !== undefined;
  };
  return watchForReload({ clock, isLoaded, onGone, onSilent }, life);
}
