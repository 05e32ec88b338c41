import type { SecretSource } from './headerSecrets';
import { createBlanker } from './secretForms';

/** A source that knows what it gave out, so that a host which says it back brings it into no log. */
export interface GivenSecrets extends SecretSource {
  /** Blanks all that was given out, in whatever form a host may repeat it. */
  redact(text: string): string;
}

export function rememberGiven(source: SecretSource): GivenSecrets {
  const given = createBlanker();
  const remembered = (value: string | undefined): string | undefined => {
    if (value !== undefined) given.add(value);
    return value;
  };
  return {
    secret: async (name) => remembered(await source.secret(name)),
    environment: (name) => remembered(source.environment(name)),
    redact: (text) => given.clean(text),
  };
}
