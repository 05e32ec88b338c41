import type { PromptModel } from '../context/promptPlanner';
import type { ModelSession } from '../hosts/modelSession';

/** What the planner must know of a session's model. */
export function promptModel(session: ModelSession): PromptModel {
  const { endpointName, tag, digest, family, window, writesBos } = session;
  return { endpoint: endpointName, tag, digest, family, window, writesBos };
}
