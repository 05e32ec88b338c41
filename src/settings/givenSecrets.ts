import type { SecretSource } from './headerSecrets';

/** A source that knows what it gave out, so that a host which says it back brings it into no log. */
export interface GivenSecrets extends SecretSource {
  /** Blanks every text that was given out. */
  redact(text: string): string;
}

/** Shorter values are words such as `1` or `yes`, and blanking those would make logs unreadable. */
const SHORTEST_SECRET = 4;

export function rememberGiven(source: SecretSource): GivenSecrets {
  const given = new Set<string>();
  const remembered = (value: string | undefined): string | undefined => {
    if (value !== undefined && value.length >= SHORTEST_SECRET) given.add(value);
    return value;
  };
  return {
    secret: async (name) => remembered(await source.secret(name)),
    environment: (name) => remembered(source.environment(name)),
    redact: (text) => blanked(text, given),
  };
}

/** `text` with stars for each secret, the longest first, since one may hold another. */
function blanked(text: string, secrets: Iterable<string>): string {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}
