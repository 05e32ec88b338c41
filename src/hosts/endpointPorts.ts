import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { InferenceEngine } from '../transport/engine';
import type { EndpointState } from './endpointState';
import type { KeyValueStore } from './keyValueStore';
import type { RightsOfWay } from './rightOfWay';

/** What an endpoint that completes needs from around it. */
export interface EndpointPorts {
  readonly engine: InferenceEngine;
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to 1, for the jitter of waits. */
  readonly random: () => number;
  readonly rights: RightsOfWay;
  /** Another endpoint could answer instead, so this one is given up sooner. */
  readonly hasStandIn: () => boolean;
  /** Also called when nothing but the trust in the endpoint has changed. */
  readonly onState: (state: EndpointState) => void;
}
