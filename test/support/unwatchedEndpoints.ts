import type { LiveEndpoints } from '../../src/hosts/endpointUse';

/** Where it is of no interest how the endpoints fare. */
export const unwatchedEndpoints: LiveEndpoints = {
  attend: () => undefined,
  use: () => undefined,
  onDidChangeEndpoints: () => ({ dispose: () => undefined }),
};
