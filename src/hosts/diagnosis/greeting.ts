import type { EndpointSettings } from '../../settings/settings';
import { TransportError } from '../../transport/errors';
import type { Greeting } from './facts';
import type { DiagnosisPorts } from './ports';

/** What comes of asking for the engine's version: the smallest request that goes the whole way. */
export async function greetingOf(
  endpoint: EndpointSettings,
  { engineFor }: DiagnosisPorts,
  signal: AbortSignal,
): Promise<Greeting> {
  try {
    return { kind: 'version', version: await engineFor(endpoint).version(signal) };
  } catch (thrown) {
    if (thrown instanceof TransportError) return { kind: 'refused', error: thrown };
    throw thrown;
  }
}
