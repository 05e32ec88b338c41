import assert from 'node:assert/strict';
import { systemClock } from '../../../src/common/clock';
import { endpointControl } from '../../../src/hosts/endpointControl';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import { createEndpointTransports, type EndpointTransports } from '../../../src/node/endpointTransports';
import type { SecretSource } from '../../../src/settings/headerSecrets';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { EndpointSettings } from '../../../src/settings/settings';
import { TransportError } from '../../../src/transport/errors';
import { failureWords } from '../../../src/vscode/failureWords';
import { FakeFaultyHost, giveJson, refuse, type FaultScript } from '../../support/fakeFaultyHost';

const never = new AbortController().signal;
const PASSWORD = 'correct horse/"42"';
const source: SecretSource = {
  secret: (name) =>
    Promise.resolve({ login: btoa(`ada:${PASSWORD}`), key: 'sk-0123456789', word: PASSWORD }[name]),
  environment: (name) => ({ TOKEN: 'from-the-environment' })[name],
};

describe('what a host says of a login', () => {
  let host: FakeFaultyHost;
  let transports: EndpointTransports;

  beforeEach(async () => {
    host = await FakeFaultyHost.start();
    transports = createEndpointTransports('9.9.9', source);
  });
  afterEach(async () => {
    transports.dispose();
    await host.stop();
  });

  const basic = { Authorization: 'Basic ${secret:login}' };
  const bearer = { Authorization: 'Bearer ${secret:key}' };
  const repeated: readonly {
    what: string;
    headers: Readonly<Record<string, string>>;
    answer: FaultScript;
    never: RegExp;
  }[] = [
    {
      what: 'a key',
      headers: bearer,
      answer: refuse(401, '{"error":"invalid token sk-0123456789"}'),
      never: /sk-0/,
    },
    {
      what: 'a variable',
      headers: { 'X-Token': '${env:TOKEN}' },
      answer: refuse(403, 'not from-the-environment', 'text/plain'),
      never: /from-the/,
    },
    {
      what: 'a key that is written out',
      headers: { Authorization: 'ApiKey lit-eral' },
      answer: refuse(401, '{"error":"unknown key lit-eral"}'),
      never: /lit-eral/,
    },
    {
      what: 'a cookie that is written out',
      headers: { Cookie: 'lang=en; session=f00dcafe' },
      answer: refuse(401, '{"error":"no session f00dcafe"}'),
      never: /f00d/,
    },
    {
      what: 'the plain password of a Basic login',
      headers: basic,
      answer: refuse(401, JSON.stringify({ error: `wrong password ${PASSWORD} for ada` })),
      never: /correct|horse/,
    },
    {
      what: 'a password with escapes of a URL',
      headers: basic,
      answer: (response) => {
        response.writeHead(302, { Location: `/login/${encodeURIComponent(PASSWORD)}` });
        response.end();
      },
      never: /correct|horse/,
    },
    {
      what: 'a password with the escapes of HTML',
      headers: basic,
      answer: refuse(
        403,
        '<html><title>correct horse/&quot;42&quot; is not the password</title></html>',
        'text/html',
      ),
      never: /correct|horse/,
    },
    {
      what: 'a password with the escapes of JSON in what is none',
      headers: basic,
      answer: refuse(401, `denied: ${JSON.stringify(PASSWORD)}`, 'text/plain'),
      never: /correct|horse/,
    },
    {
      what: 'a key at the place where a long text is cut',
      headers: bearer,
      answer: refuse(401, `${'x'.repeat(290)} sk-0123456789`, 'text/plain'),
      never: /sk-0/,
    },
  ];
  for (const { what, headers, answer, never: secret } of repeated) {
    it(`comes into no message where it repeats ${what}`, async () => {
      host.on('GET /api/version', answer);
      const error = await failureOf({ url: host.url, headers });
      assert.doesNotMatch(JSON.stringify([error.facts, error.message, failureWords(error.facts)]), secret);
    });
  }

  it('keeps its kind where the secret is a word that tells the kind', async () => {
    host.on('GET /api/version', refuse(400, `{"error":"model 'x' not found"}`));
    const error = await failureOf({ url: host.url, headers: { 'X-Key': 'model' } });
    assert.deepEqual([error.kind, error.facts.detail], ['model-missing', "*** 'x' not found (status 400)"]);
  });

  it('comes into no message out of a stream', async () => {
    host.on('POST /api/generate', giveJson({ error: `no slot for ${PASSWORD}` }));
    const request = { model: 'm', prompt: 'p', load: { numCtx: 1 }, options: { numPredict: 1 } };
    const generating = async (): Promise<void> => {
      const endpoint = parsed({ url: host.url, headers: basic });
      for await (const event of engineAt(endpoint).generate(request, never)) assert.equal(event.kind, 'none');
    };
    await assert.rejects(generating, { message: /no slot for \*\*\*$/ });
  });

  it('comes into no message where a model is changed', async () => {
    host.on('DELETE /api/delete', refuse(401, '{"error":"sk-0123456789 may not"}'));
    const endpoint = parsed({ url: host.url, headers: bearer });
    const control = endpointControl(endpoint, portsFor(endpoint), source);
    assert.ok(control);
    await assert.rejects(control.remove('m', never), { message: /: \*\*\* may not/ });
  });

  it('comes into no message where a proxy repeats the login of its URL', async () => {
    for (const said of [PASSWORD, encodeURIComponent(PASSWORD), btoa(`ada:${PASSWORD}`)]) {
      host.on('GET http://model.example/api/version', refuse(502, `no way for ${said}`, 'text/plain'));
      const proxy = host.url.replace('//', '//ada:${secret:word}@');
      const error = await failureOf({ url: 'http://model.example', proxy });
      assert.match(error.message, /no way for \*\*\*/);
    }
  });

  function parsed(endpoint: object): EndpointSettings {
    const { settings } = parseSettings({ endpoints: [endpoint] });
    const [found] = settings.endpoints;
    assert.ok(found);
    return found;
  }

  function portsFor(endpoint: EndpointSettings): Parameters<typeof endpointEngine>[1] {
    return { http: transports.for(endpoint), clock: systemClock };
  }

  function engineAt(endpoint: EndpointSettings): ReturnType<typeof endpointEngine> {
    return endpointEngine(endpoint, portsFor(endpoint), source);
  }

  async function failureOf(endpoint: object): Promise<TransportError> {
    try {
      await engineAt(parsed(endpoint)).version(never);
    } catch (thrown) {
      assert.ok(thrown instanceof TransportError, String(thrown));
      return thrown;
    }
    return assert.fail('The request did not fail.');
  }
});
