import { parseSettings } from '../settings/parseSettings';
import type { EndpointSettings } from '../settings/settings';

/**
 * `fillwright.endpoints` as the user wrote it, with another completion model for one endpoint. All else stays, secrets'
 * placeholders and what this version does not know included.
 */
export function withModel(written: unknown, endpoint: EndpointSettings, model: string): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(written) ? written : [];
  const index = list.findIndex((raw) => isEndpoint(raw, endpoint));
  if (index < 0) return [...list, roleAdded({ name: endpoint.name, url: endpoint.url }, model)];
  return list.map((raw, at) => (at === index ? roleAdded(raw as object, model) : raw));
}

function isEndpoint(raw: unknown, { name, url }: EndpointSettings): boolean {
  const [parsed] = parseSettings({ endpoints: [raw] }).settings.endpoints;
  if (parsed?.url !== url) return false;
  const given = (raw as { name?: unknown }).name;
  return given === undefined || given === name;
}

function roleAdded(raw: object, model: string): object {
  const { roles } = raw as { roles?: { completion?: object } };
  return { ...raw, roles: { ...roles, completion: { ...roles?.completion, model } } };
}
