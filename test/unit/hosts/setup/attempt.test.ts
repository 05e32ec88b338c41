import assert from 'node:assert/strict';
import { attemptAddress, attemptAgain } from '../../../../src/hosts/setup/attempt';
import { defaultEndpoint } from '../../../../src/settings/settings';
import type { TransportErrorFacts } from '../../../../src/transport/errors';
import { fakeCertificate, FakeDoors, type FakeDoor } from '../../../support/fakeDoors';

const never = new AbortController().signal;
const URL = 'https://models.example.org';

describe('an attempt to reach a host', () => {
  const open: FakeDoor = {};
  const asks = refusing({ kind: 'login', status: 401 });
  const meanings: readonly [
    what: string,
    doors: Readonly<Record<string, FakeDoor>>,
    answers: readonly string[],
  ][] = [
    ['only one is there', { 'https://gpu-box': asks }, ['https://gpu-box']],
    [
      'two lead equally far, and offers https first',
      { 'http://gpu-box:11434': open, 'https://gpu-box': open },
      ['https://gpu-box', 'http://gpu-box:11434'],
    ],
    [
      'one asks for a login, and offers the open one first',
      { 'https://gpu-box': asks, 'http://gpu-box:11434': open },
      ['http://gpu-box:11434', 'https://gpu-box'],
    ],
    [
      'one is not trusted, and another is no engine',
      {
        'https://gpu-box': refusing({ kind: 'certificate', code: 'CERT_HAS_EXPIRED' }),
        'http://gpu-box:11434': open,
        'http://gpu-box': refusing({ kind: 'not-an-engine', status: 404 }),
      },
      ['http://gpu-box:11434', 'https://gpu-box'],
    ],
  ];
  for (const [what, doors, answers] of meanings) {
    it(`finds what an address may mean where ${what}`, async () => {
      const found = await attempted('gpu-box', doors);
      assert.deepEqual(
        found.map(({ endpoint }) => endpoint.url),
        answers,
      );
    });
  }

  it('says of the likeliest meaning why nothing answers', async () => {
    const [attempt, ...others] = await attempted('gpu-box', {});
    assert.deepEqual([attempt.kind, attempt.endpoint.url, others], ['failed', 'http://gpu-box:11434', []]);
    assert.equal(attempt.kind === 'failed' && attempt.check, 'http');
  });

  it("finds a server that speaks OpenAI's API", async () => {
    const refusal: FakeDoor['refusal'] = ({ engine }) =>
      engine === 'openai' ? undefined : { kind: 'not-an-engine', status: 404, detail: 'status 404' };
    const [attempt] = await attempted(URL, { [URL]: { refusal } });
    assert.equal(attempt.kind, 'reached');
    assert.equal(attempt.endpoint.engine, 'openai');
  });

  it('says why an address is none, and asks nobody', async () => {
    const doors = new FakeDoors({});
    const [attempt] = await attemptAddress('ftp://gpu-box', defaultEndpoint, doors.ports(), never);
    assert.match(attempt.kind === 'failed' ? attempt.saw : '', /scheme ftp/);
    assert.deepEqual(doors.asked, []);
  });

  const cases: readonly [what: string, refusal: Partial<TransportErrorFacts>, expected: object][] = [
    ['a login that is asked for', { kind: 'login', status: 401 }, { kind: 'login' }],
    [
      'an issuer that nobody knows',
      { kind: 'certificate', code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
      { kind: 'certificate', doubt: 'issuer', certificate: fakeCertificate },
    ],
    ['a self-signed one', { kind: 'certificate', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, { doubt: 'issuer' }],
    [
      'a certificate that was pinned before',
      { kind: 'certificate', code: 'CERT_PIN_MISMATCH' },
      { doubt: 'issuer' },
    ],
    ['an expired certificate', { kind: 'certificate', code: 'CERT_HAS_EXPIRED' }, { doubt: 'dates' }],
    ['one that is not valid yet', { kind: 'certificate', code: 'CERT_NOT_YET_VALID' }, { doubt: 'dates' }],
    [
      'one for another name',
      { kind: 'certificate', code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      { doubt: 'name' },
    ],
    [
      "a certificate of the caller's that is wanted",
      { kind: 'client-certificate', status: 400, detail: 'No required SSL certificate was sent' },
      { kind: 'client-certificate', saw: 'No required SSL certificate was sent' },
    ],
    [
      'a key that its passphrase does not open',
      { kind: 'misconfigured', code: 'ERR_OSSL_BAD_DECRYPT', detail: 'the passphrase does not open the key' },
      { kind: 'unusable', saw: 'the passphrase does not open the key' },
    ],
    ['a port without TLS, though it once shook hands', { kind: 'tls', code: 'EPROTO' }, { kind: 'failed' }],
    ['a page that is no engine', { kind: 'not-an-engine', status: 404 }, { kind: 'failed' }],
  ];
  for (const [what, refusal, expected] of cases) {
    it(`comes to ${JSON.stringify(expected)} at ${what}`, async () => {
      const attempt = await attemptAgain(
        { ...defaultEndpoint, url: URL },
        new FakeDoors({ [URL]: refusing(refusal) }).ports(),
        never,
      );
      assert.deepEqual({ ...attempt, ...expected }, attempt);
    });
  }
});

function refusing(facts: Partial<TransportErrorFacts>): FakeDoor {
  return { refusal: () => facts };
}

function attempted(
  written: string,
  doors: Readonly<Record<string, FakeDoor>>,
): ReturnType<typeof attemptAddress> {
  return attemptAddress(written, defaultEndpoint, new FakeDoors(doors).ports(), never);
}
