import assert from 'node:assert/strict';

/** One request as the host that runs the tests saw it. */
export interface SeenRequest {
  readonly route: string;
  readonly userAgent: string;
  readonly finish: 'waiting' | 'running' | 'done' | 'aborted' | 'failed';
  readonly text: string;
}

export function testEndpoint(): string {
  const url = process.env.FILLWRIGHT_TEST_ENDPOINT;
  assert.ok(url, 'FILLWRIGHT_TEST_ENDPOINT names no host.');
  return url;
}

/** The embedded host's record of its last requests; undefined where another host serves the tests. */
export async function seenRequests(route = '/api/generate'): Promise<readonly SeenRequest[] | undefined> {
  const response = await fetch(`${testEndpoint()}/fillwright/requests`);
  if (!response.ok) return undefined;
  const { requests } = (await response.json()) as { requests: readonly SeenRequest[] };
  return requests.filter((request) => request.route === route);
}
