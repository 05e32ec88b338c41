import type { EndpointSettings } from '../settings/settings';
import type { InferenceEngine } from '../transport/engine';
import type { EndpointHealth } from './endpointHealth';
import type { EndpointState } from './endpointState';

/** One configured endpoint as lists, menus and trees show it. */
export interface EndpointView {
  readonly settings: EndpointSettings;
  /** Of all that it is asked for. */
  readonly state: EndpointState;
  readonly health: EndpointHealth;
  readonly engine: InferenceEngine;
  /** Usual time to a completion's first token; undefined until it was measured often enough. */
  readonly firstTokenMs: number | undefined;
}
