import type { Certificate, DiagnosisPorts } from '../../src/hosts/diagnosis/ports';
import { memoryStore } from '../../src/hosts/keyValueStore';
import { plainInfill } from '../../src/prompt/plainInfill';
import type { EndpointSettings } from '../../src/settings/settings';
import { TransportError, type TransportErrorFacts } from '../../src/transport/errors';
import { FakeEngine } from './fakeEngine';
import { VirtualClock } from './virtualClock';

/** What stands behind a URL, for one who asks as an endpoint is drafted: undefined lets in. */
export interface FakeDoor {
  readonly refusal?: (
    endpoint: EndpointSettings,
    secrets: Readonly<Record<string, string>>,
  ) => Partial<TransportErrorFacts> | undefined;
}

export const fakeCertificate: Certificate = {
  subject: 'models.example.org',
  issuer: 'Example CA',
  sha256: 'abcd',
  validFrom: 0,
  validTo: 1,
  names: 'DNS:models.example.org, IP Address:10.0.0.7, DNS:*.example.org',
  authority: 'the issuer in PEM',
};

/** Hosts by their URLs, with the certificates and logins that real ones would need a network for. */
export class FakeDoors {
  /** The endpoints that were asked for their version, in order. */
  readonly asked: EndpointSettings[] = [];

  constructor(private readonly doors: Readonly<Record<string, FakeDoor>>) {}

  ports(secrets: Readonly<Record<string, string>> = {}): DiagnosisPorts {
    return {
      network: {
        resolve: () => Promise.resolve(['10.0.0.7']),
        connect: ({ port }) => Promise.resolve(`10.0.0.7:${port}`),
        tunnel: () => Promise.resolve(200),
        handshake: ({ url }) =>
          url in this.doors
            ? Promise.resolve(fakeCertificate)
            : Promise.reject(Object.assign(new Error('No TLS here.'), { code: 'EPROTO' })),
      },
      editorProxy: () => undefined,
      engineFor: (endpoint) => this.engine(endpoint, secrets),
      infillPrompt: plainInfill,
      contextWindow: { tokens: 16_384, explicit: false },
      store: memoryStore(),
      clock: new VirtualClock(),
      random: () => 0.5,
      caller: 'this machine',
    };
  }

  private engine(endpoint: EndpointSettings, secrets: Readonly<Record<string, string>>): FakeEngine {
    this.asked.push(endpoint);
    const engine = new FakeEngine();
    const door = this.doors[endpoint.url];
    const refusal =
      door === undefined
        ? { kind: 'unreachable', detail: 'nothing listens there', code: 'ECONNREFUSED' }
        : door.refusal?.(endpoint, secrets);
    if (refusal !== undefined) {
      const facts = { kind: 'not-an-engine', endpoint: endpoint.url, route: 'GET /api/version', detail: '' };
      engine.fails = new TransportError({ ...facts, ...refusal } as TransportErrorFacts);
    }
    return engine;
  }
}
