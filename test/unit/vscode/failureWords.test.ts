import assert from 'node:assert/strict';
import type { CallSite } from '../../../src/vscode/callSite';
import { TransportError, type TransportErrorFacts } from '../../../src/transport/errors';
import { failureInWords, failureWords } from '../../../src/vscode/failureWords';

const route = 'POST /api/generate';
const at = (url: string, facts: Partial<TransportErrorFacts>): TransportErrorFacts => ({
  kind: 'unreachable',
  endpoint: url,
  route,
  detail: 'what was said',
  ...facts,
});
const http = 'http://gpu-box:11434';
const https = 'https://gpu-box';

describe('failureWords', () => {
  const cases: readonly (readonly [string, TransportErrorFacts, RegExp, RegExp])[] = [
    ['a dead port', at(http, { code: 'ECONNREFUSED' }), /Nothing answers/, /OLLAMA_HOST=0\.0\.0\.0/],
    ['plain http to a TLS port', at(http, { code: 'ECONNRESET' }), /hangs up/, /write https:\/\//],
    ['a network that is down', at(http, { code: 'ENETUNREACH' }), /No way leads/, /VPN/],
    ['a gateway without its host', at(https, { status: 502 }), /A gateway answers/, /proxy_pass/],
    ['a name', at(http, { kind: 'name-not-found' }), /can't be resolved/, /spelling/],
    ['a name in .local', at('http://nas.local', { kind: 'name-not-found' }), /resolved/, /mDNS/],
    ['a black hole', at(http, { kind: 'timeout', phase: 'connect' }), /accept a connection/, /firewall.*SSH/],
    [
      'a host out of memory',
      at(http, { kind: 'out-of-memory' }),
      /memory/,
      /completion\.context.*chat\.context/,
    ],
    [
      'a smaller window',
      at(http, { kind: 'prompt-too-long' }),
      /window/,
      /completion\.context.*chat\.context/,
    ],
    ['a busy host', at(http, { kind: 'busy' }), /too much to do/, /by itself.*in the chat, ask again/],
    [
      'a broken connection',
      at(http, { kind: 'connection-lost' }),
      /broke/,
      /by itself.*in the chat, ask again/,
    ],
    ['a drip', at(http, { kind: 'timeout', phase: 'betweenTokens' }), /go on with/, /proxies between/],
    ['TLS to a plain port', at(https, { kind: 'tls' }), /same protocol/, /Write http:\/\//],
    ['http to a port that says so', at(http, { kind: 'tls' }), /same protocol/, /Write https:\/\//],
    [
      'an expired certificate',
      at(https, { kind: 'certificate', code: 'CERT_HAS_EXPIRED' }),
      /not trusted/,
      /Renew the host's certificate/,
    ],
    [
      'a certificate for another name',
      at(https, {
        kind: 'certificate',
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
        certificate: {
          subject: 'CN=x',
          issuer: 'CN=y',
          sha256: 'ab',
          validFrom: 0,
          validTo: 0,
          names: 'DNS:models.test',
        },
      }),
      /not trusted/,
      /DNS:models\.test.*tls\.serverName/,
    ],
    [
      'another certificate than the pinned one',
      at(https, { kind: 'certificate', code: 'CERT_PIN_MISMATCH' }),
      /not trusted/,
      /tls\.fingerprint.*somebody stands between/,
    ],
    [
      'an unknown authority',
      at(https, { kind: 'certificate', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
      /not trusted/,
      /tls\.caFile/,
    ],
    [
      'a host that asks for a certificate',
      at(https, { kind: 'client-certificate' }),
      /lets in only/,
      /certFile/,
    ],
    [
      'a proxy that wants a login',
      at(https, { kind: 'proxy', status: 407 }),
      /wants a login/,
      /secret:PROXY/,
    ],
    [
      'a proxy whose certificate is not trusted',
      at(http, { kind: 'proxy', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
      /certificate of the proxy on the way to http:\/\/gpu-box:11434 is not trusted/,
      /proxy's certificate in tls\.caFile/,
    ],
    ['a proxy that is down', at(https, { kind: 'proxy' }), /does not let/, /bypassProxy/],
    [
      'a file that is missing',
      at(https, { kind: 'misconfigured' }),
      /can't be applied/,
      /fillwright\.endpoints/,
    ],
    ['a model not fit', at(http, { kind: 'unsupported' }), /was asked of it/, /for completion .* for chat /],
    ['a full disk', at(http, { kind: 'disk-full' }), /no room/, /Delete models/],
  ];
  for (const [what, facts, cause, nextStep] of cases) {
    it(`names cause and mend of ${what}`, () => {
      const words = failureWords(facts);
      assert.match(words.cause, cause);
      assert.match(words.cause, /POST \/api\/generate: what was said/);
      assert.match(words.nextStep, nextStep);
    });
  }
});

describe('failureInWords', () => {
  const site = { machine: 'server7', remote: undefined, side: 'remote', hasOtherSide: false } as const;
  const lost = new TransportError(at(http, { kind: 'model-missing' }));

  function told(thrown: unknown, where: CallSite): string {
    const failure = failureInWords(thrown, where);
    assert.ok(failure instanceof Error);
    return failure.message;
  }

  it('is cause and mend in one message', () => {
    assert.match(
      told(lost, site),
      /^http:\/\/gpu-box:11434 does not have .*said\)\. Choose another .*pull"\.$/,
    );
  });

  it('names in a remote window the machine that the request was made from, and offers the other one', () => {
    const message = told(lost, { ...site, remote: 'ssh-remote', hasOtherSide: true });
    assert.match(message, /made from server7, the remote .* run Fillwright on your own machine instead/);
  });

  it('leaves alone what is no failure of a host', () => {
    const other = new Error('no file');
    assert.equal(failureInWords(other, site), other);
  });
});
