import { defaultTimeouts, type EndpointSettings } from '../../settings/settings';

/** An endpoint as it is written into `fillwright.endpoints`: what differs from the defaults, and nothing else. */
export function endpointEntry(endpoint: EndpointSettings): Readonly<Record<string, unknown>> {
  const { name, url, engine, headers, roles, timeouts, ...connection } = endpoint;
  return {
    name,
    url,
    ...(engine === 'ollama' ? {} : { engine }),
    ...(Object.keys(roles).length === 0 ? {} : { roles: rolesEntry(roles) }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...connection,
    ...(JSON.stringify(timeouts) === JSON.stringify(defaultTimeouts) ? {} : { timeouts }),
  };
}

function rolesEntry(roles: EndpointSettings['roles']): object {
  return Object.fromEntries(
    Object.entries(roles).map(([role, { options, ...rest }]) => {
      return [role, Object.keys(options).length === 0 ? rest : { ...rest, options }];
    }),
  );
}

/** The list with an endpoint put in, first or last; one of the same name is replaced where it stands. */
export function withEndpoint(
  written: unknown,
  entry: Readonly<Record<string, unknown>>,
  place: 'first' | 'last',
): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(written) ? written : [];
  const isSame = (raw: unknown): boolean => (raw as { name?: unknown } | null)?.name === entry['name'];
  if (list.some(isSame)) return list.map((raw) => (isSame(raw) ? entry : raw));
  return place === 'first' ? [entry, ...list] : [...list, entry];
}
