import { expandHeaders, expandSecrets, writtenSecrets, type SecretSource } from '../settings/headerSecrets';
import { createBlanker, loginOfUrl, type Blanker } from '../settings/secretForms';
import type { EndpointSettings } from '../settings/settings';
import type { EngineEndpoint } from '../transport/exchange';

/** An endpoint for its engine. Its secrets are read anew for each request, and none comes back in a message. */
export function engineEndpoint(endpoint: EndpointSettings, secrets: SecretSource): EngineEndpoint {
  const { url, timeouts } = endpoint;
  const blanker = createBlanker(writtenSecrets(endpoint));
  const heard = heardBy(blanker, secrets);
  return {
    url,
    timeouts,
    headers: async () => {
      const headers = await expandHeaders(endpoint.headers, heard);
      Object.values(headers).forEach(blanker.add);
      await hearProxyLogin(endpoint, heard, blanker);
      return headers;
    },
    redact: blanker.clean,
  };
}

/** The login that the transport sends to a proxy: a page of that may repeat it. */
async function hearProxyLogin(
  { proxy }: EndpointSettings,
  heard: SecretSource,
  blanker: Blanker,
): Promise<void> {
  if (proxy === undefined || !proxy.includes('${')) return;
  try {
    loginOfUrl(await expandSecrets('proxy', proxy, heard, encodeURIComponent)).forEach(blanker.add);
  } catch {
    return; // The transport says which secret is missing.
  }
}

function heardBy({ add }: Blanker, source: SecretSource): SecretSource {
  const heard = (value: string | undefined): string | undefined => {
    if (value !== undefined) add(value);
    return value;
  };
  return {
    secret: async (name) => heard(await source.secret(name)),
    environment: (name) => heard(source.environment(name)),
  };
}
