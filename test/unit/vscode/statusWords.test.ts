import assert from 'node:assert/strict';
import type { TransportErrorKind } from '../../../src/transport/errors';
import { statusWords, type StatusFacts } from '../../../src/vscode/statusWords';
import { facts, failedWith, ready } from './statusFacts';

describe('statusWords', () => {
  const texts: readonly (readonly [string, Partial<StatusFacts>, RegExp])[] = [
    ['ready', {}, /Fillwright: ready$/],
    ['working', { endpoint: { kind: 'working', endpoint: 'e', model: 'm' } }, /Fillwright: working$/],
    ['model loading', { endpoint: { kind: 'loading', endpoint: 'e', model: 'm' } }, /model loading$/],
    ['waiting for chat', { endpoint: { kind: 'busy', endpoint: 'e', model: 'm' } }, /waits for chat$/],
    [
      'no FIM model',
      { endpoint: { kind: 'no-fim-model', endpoint: 'e', explanation: 'x' } },
      /no fitting model$/,
    ],
    ['no host', { endpoint: { kind: 'not-configured' } }, /no host$/],
    ['host unreachable', { endpoint: failedWith('unreachable') }, /host unreachable$/],
    ['model missing', { endpoint: failedWith('model-missing') }, /model missing$/],
    ['off', { enabled: false }, /Fillwright: off$/],
    ['off for the language', { languageOff: true }, /off for typescript$/],
    ['off for a secret file', { keptBack: 'secret' }, /off for this file$/],
    ['off for an ignored file', { keptBack: 'ignored' }, /off for this file$/],
    ['snoozed', { snoozedUntil: new Date(2026, 0, 1, 9, 5) }, /snoozed until 09:05$/],
    ['a settings problem', { settingsProblems: ['fillwright.x is 1'] }, /settings problem$/],
  ];
  for (const [state, over, text] of texts) {
    it(`says "${state}" in words, not by an icon alone`, () => {
      assert.match(statusWords(facts(over)).text, text);
    });
  }

  it('tells model, window and the last latency when ready', () => {
    const { tooltip } = statusWords(
      facts({ endpoint: { ...ready, note: 'Window halved.' }, lastLatencyMs: 181.7 }),
    );
    assert.deepEqual(tooltip, [
      'deepseek-coder:6.7b-base on gpu-box',
      'Context window: 16384 tokens.',
      'Window halved.',
      'Last completion after 182 ms.',
    ]);
  });

  it('says in a remote window which machine called, and which one localhost is', () => {
    const callSite = {
      machine: 'server7',
      remote: 'ssh-remote',
      side: 'remote',
      hasOtherSide: true,
    } as const;
    const failed = statusWords(facts({ callSite, endpoint: failedWith('unreachable') }));
    assert.match(failed.tooltip[2] ?? '', /made from server7/);
    const well = statusWords(facts({ callSite, endpointUrl: 'http://localhost:11434' }));
    assert.equal(well.tooltip[1], '"localhost" is server7, the remote one.');
  });

  it('says for which endpoint another one stands in, and why', () => {
    const away = { ...failedWith('unreachable'), endpoint: 'big-box' };
    const { text, tooltip } = statusWords(facts({ failedOthers: [away] }));
    assert.match(text, /ready$/);
    assert.match(tooltip.at(-1) ?? '', /^gpu-box completes while big-box can't: Nothing answers at http/);
    const callSite = { machine: 'server7', remote: 'wsl', side: 'remote', hasOtherSide: true } as const;
    const afar = statusWords(facts({ failedOthers: [away], callSite }));
    assert.match(afar.tooltip.at(-1) ?? '', /big-box can't: .* made from server7.* your own machine instead/);
  });

  it('gives cause and next step for every kind of failure', () => {
    const kinds: readonly TransportErrorKind[] = [
      'unreachable',
      'name-not-found',
      'tls',
      'certificate',
      'client-certificate',
      'misconfigured',
      'proxy',
      'disk-full',
      'timeout',
      'login',
      'model-missing',
      'unsupported',
      'prompt-too-long',
      'out-of-memory',
      'busy',
      'not-an-engine',
      'connection-lost',
      'host-fault',
      'bad-request',
    ];
    for (const kind of kinds) {
      const { tooltip, level } = statusWords(facts({ endpoint: failedWith(kind) }));
      assert.equal(level, 'error');
      assert.equal(tooltip.length, 2, kind);
      assert.match(tooltip[0] ?? '', /http:\/\/gpu-box:11434.*POST \/api\/generate: what the host said/);
    }
  });

  it('names a settings problem before what follows from it', () => {
    const words = statusWords(
      facts({ endpoint: failedWith('unreachable'), settingsProblems: ['fillwright.endpoints is 3'] }),
    );
    assert.match(words.text, /settings problem$/);
    assert.equal(words.tooltip[0], 'fillwright.endpoints is 3');
    assert.ok(words.tooltip.some((line) => line.includes('Nothing answers')));
  });

  it('goes on warning of a certificate that is not checked, beside the state and not in its place', () => {
    const settingsWarnings = ['fillwright.endpoints[0].tls.insecure is true'];
    const well = statusWords(facts({ settingsWarnings }));
    assert.match(well.text, /ready$/);
    assert.deepEqual([well.level, well.tooltip.at(-1)], ['warning', settingsWarnings[0]]);
    const failed = statusWords(facts({ settingsWarnings, endpoint: failedWith('unreachable') }));
    assert.match(failed.text, /host unreachable$/);
    assert.deepEqual([failed.level, failed.tooltip.at(-1)], ['error', settingsWarnings[0]]);
  });

  it('says nothing of hosts while completion is off', () => {
    const words = statusWords(facts({ enabled: false, endpoint: failedWith('unreachable') }));
    assert.equal(words.level, 'normal');
  });
});
