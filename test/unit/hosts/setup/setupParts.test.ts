import assert from 'node:assert/strict';
import { addressCandidates } from '../../../../src/hosts/setup/addressCandidates';
import { headerNameProblem, headerValueProblem, keepLogin } from '../../../../src/hosts/setup/login';
import { adviseModels, hostMemory } from '../../../../src/hosts/setup/modelAdvice';
import { durationWords, followPull, pullWords } from '../../../../src/hosts/setup/pullProgress';
import { defaultEndpoint } from '../../../../src/settings/settings';
import { assertNoEnglish, inChinese } from '../../../support/chinese';

const GIB = 2 ** 30;

describe('what an address may mean', () => {
  const cases: readonly [written: string, ...candidates: string[]][] = [
    ['https://models.example.org/ollama', 'https://models.example.org/ollama'],
    ['http://10.0.0.7:8080', 'http://10.0.0.7:8080'],
    ['gpu-box:8000', 'http://gpu-box:8000', 'https://gpu-box:8000'],
    ['gpu-box', 'http://gpu-box:11434', 'https://gpu-box', 'http://gpu-box'],
    [
      'models.example.org/ollama',
      'http://models.example.org:11434/ollama',
      'https://models.example.org/ollama',
      'http://models.example.org/ollama',
    ],
    ['[fd00::7]:8000', 'http://[fd00::7]:8000', 'https://[fd00::7]:8000'],
  ];
  for (const [written, ...expected] of cases) {
    it(`${written}: ${expected.join(', ')}`, () => {
      assert.deepEqual(addressCandidates(written), expected);
    });
  }

  it('says why an address is none', () => {
    assert.ok('problem' in addressCandidates('ftp://gpu-box'));
  });
});

describe('a login', () => {
  const endpoint = { ...defaultEndpoint, url: 'https://models.example.org:8443/ollama' };

  it('leaves its secret out of the settings', () => {
    assert.deepEqual(keepLogin({ kind: 'bearer', token: ' Bearer abc\n' }, endpoint, []), {
      headers: { Authorization: 'Bearer ${secret:models-example-org-8443}' },
      secretName: 'models-example-org-8443',
      secret: 'abc',
    });
    const basic = keepLogin({ kind: 'basic', user: 'me', password: 'pä:ss' }, endpoint, []);
    assert.deepEqual(basic.headers, { Authorization: 'Basic ${secret:models-example-org-8443}' });
    assert.equal(Buffer.from(basic.secret, 'base64').toString('utf8'), 'me:pä:ss');
    const header = keepLogin({ kind: 'header', header: 'X-Api-Key', value: 'k' }, endpoint, []);
    assert.deepEqual(header.headers, { 'X-Api-Key': '${secret:models-example-org-8443}' });
  });

  it('takes no name that another secret has', () => {
    const taken = ['models-example-org-8443', 'models-example-org-8443-2'];
    assert.equal(keepLogin({ kind: 'bearer', token: 'x' }, endpoint, taken).secretName, `${taken[0]!}-3`);
  });

  it('refuses what a header can not hold', () => {
    assert.equal(headerValueProblem('abc'), undefined);
    assert.match(headerValueProblem('a\nb') ?? '', /line break/);
    assert.match(headerValueProblem('  ') ?? '', /empty/);
    assert.equal(headerNameProblem('X-Api-Key'), undefined);
    assert.match(headerNameProblem('X Api Key') ?? '', /header is a name/);
  });
});

describe('the progress of a pull', () => {
  it('sums layers up and tells speed and time left', () => {
    const follow = followPull();
    follow({ status: 'pulling manifest' }, 0);
    follow({ status: 'pulling a', digest: 'a', totalBytes: 100e6, completedBytes: 100e6 }, 1_000);
    follow({ status: 'pulling b', digest: 'b', totalBytes: 4e9, completedBytes: 0 }, 1_000);
    const state = follow(
      { status: 'pulling b', digest: 'b', totalBytes: 4e9, completedBytes: 500e6 },
      12_000,
    );
    assert.equal(state.completedBytes, 600e6);
    assert.equal(state.totalBytes, 4.1e9);
    assert.equal(pullWords(state), '0.6 of 4.1 GB · 45 MB/s · 77 s left');
  });

  it('takes what a resumed download begins with for no speed', () => {
    const follow = followPull();
    follow({ status: 'pulling manifest' }, 0);
    const resumed = follow({ status: 'pulling a', digest: 'a', totalBytes: 4e9, completedBytes: 3e9 }, 100);
    assert.equal(pullWords(resumed), '3.0 of 4.0 GB');
    const state = follow({ status: 'pulling a', digest: 'a', totalBytes: 4e9, completedBytes: 3.1e9 }, 2_000);
    assert.equal(pullWords(state), '3.1 of 4.0 GB · 50 MB/s · 18 s left');
  });

  it('is complete as soon as the host goes on to check it, though its last count came short', () => {
    const follow = followPull();
    follow({ status: 'pulling manifest' }, 0);
    follow({ status: 'pulling a', digest: 'a', totalBytes: 4e9, completedBytes: 3.9e9 }, 1_000);
    const state = follow({ status: 'verifying sha256 digest' }, 2_000);
    assert.equal(state.completedBytes, 4e9);
    assert.equal(pullWords(state), 'verifying sha256 digest');
  });

  it('says what the host says while nothing is counted', () => {
    assert.equal(pullWords(followPull()({ status: 'pulling manifest' }, 0)), 'pulling manifest');
  });

  it('tells long times in minutes and hours', () => {
    assert.deepEqual([0.2, 89, 600, 7_200].map(durationWords), ['1 s', '89 s', '10 min', '2 h']);
  });
});

describe('the advice which model to pull', () => {
  const cases: readonly {
    what: string;
    loaded: readonly { sizeGib: number; vramGib: number }[];
    first: string;
    says: RegExp;
  }[] = [
    { what: 'nothing is known of the memory', loaded: [], first: '6.7b', says: /is not known until/ },
    {
      what: 'models run on the CPU',
      loaded: [{ sizeGib: 2, vramGib: 0 }],
      first: '1.3b',
      says: /on the CPU/,
    },
    {
      what: 'a small model is all that is loaded, for the GPU may be of any size',
      loaded: [{ sizeGib: 2, vramGib: 2 }],
      first: '6.7b',
      says: /fits if the GPU has more than the 2\.0 GiB it was seen to use/,
    },
    {
      what: 'a model has spilled out of 8 GiB',
      loaded: [{ sizeGib: 11.8, vramGib: 8 }],
      first: '1.3b',
      says: /= 4\.4 GiB: fits into the 8\.0 GiB of the GPU/,
    },
    {
      what: '24 GiB are in use',
      loaded: [{ sizeGib: 24, vramGib: 24 }],
      first: '33b',
      says: /18\.5 GiB of weights \+ 3\.9 GiB for 16,384 tokens \+ 0\.6 GiB = 23\.0 GiB: fits, for the GPU has at least 24\.0 GiB/,
    },
  ];
  for (const { what, loaded, first, says } of cases) {
    it(`is ${first} where ${what}, with the arithmetic`, () => {
      const models = loaded.map(({ sizeGib, vramGib }) => {
        return { tag: 'x', digest: 'x', sizeBytes: sizeGib * GIB, vramBytes: vramGib * GIB };
      });
      const [best] = adviseModels(hostMemory(models));
      assert.equal(best?.tag, `deepseek-coder:${first}-base-q4_K_M`);
      assert.match(best.arithmetic, says);
      for (const { arithmetic } of inChinese(() => adviseModels(hostMemory(models))))
        assertNoEnglish(arithmetic);
    });
  }
});
