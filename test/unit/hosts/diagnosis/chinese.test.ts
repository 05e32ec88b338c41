import assert from 'node:assert/strict';
import { mendOfTls } from '../../../../src/hosts/diagnosis/certificateMend';
import { checkNames, type CheckResult } from '../../../../src/hosts/diagnosis/check';
import { checkTitle } from '../../../../src/hosts/diagnosis/checkWords';
import { diagnose } from '../../../../src/hosts/diagnosis/diagnose';
import { mendOf } from '../../../../src/hosts/diagnosis/mends';
import type { DiagnosisPorts, NetworkProbes } from '../../../../src/hosts/diagnosis/ports';
import { diagnosisJson, diagnosisMarkdown } from '../../../../src/hosts/diagnosis/report';
import { memoryStore } from '../../../../src/hosts/keyValueStore';
import { plainInfill } from '../../../../src/prompt/plainInfill';
import { defaultEndpoint } from '../../../../src/settings/settings';
import { TransportError, type TransportErrorFacts } from '../../../../src/transport/errors';
import { failureOf } from '../../../../src/transport/failure';
import { assertNoEnglish, inChinese, longInChinese } from '../../../support/chinese';
import { FakeEngine, fakeDeepseekCoder } from '../../../support/fakeEngine';
import { fakeWriting } from '../../../support/fakeWritingHost';
import { VirtualClock } from '../../../support/virtualClock';

/** What is typed into a terminal or a file stays as it is. */
const COMMANDS = [
  'ollama serve', 'systemctl edit ollama', 'ufw allow', 'ollama rm TAG', 'ollama pull TAG', 'ollama pull deepseek',
  'journalctl -u ollama', 'proxy_read_timeout', 'proxy_set_header Host localhost', '--ca FILE',
  'ollama --version', 'proxy_ignore_client_abort off', 'proxy_buffering off; proxy_cache off; gzip off',
  'X-Accel-Buffering: no',
]; // prettier-ignore

const kinds: readonly TransportErrorFacts['kind'][] = [
  'unreachable', 'name-not-found', 'tls', 'certificate', 'client-certificate', 'misconfigured', 'proxy', 'timeout',
  'login', 'model-missing', 'unsupported', 'prompt-too-long', 'out-of-memory', 'disk-full', 'busy', 'not-an-engine',
  'connection-lost', 'host-fault', 'bad-request',
]; // prettier-ignore

const request = { endpoint: 'https://gpu-box:11434', route: 'GET /', answerBegan: false };

describe('a diagnosis in Chinese', () => {
  for (const kind of kinds) {
    it(`says how to mend ${kind}`, () => {
      for (const status of [undefined, 403, 407, 502]) {
        const facts = { kind, ...request, detail: '', ...(status === undefined ? {} : { status }) };
        for (const url of ['http://gpu-box:11434', 'http://127.0.0.1:11434'])
          assertChinese(inChinese(() => mendOf(new TransportError(facts), url)));
      }
    });
  }

  for (const code of [
    'CERT_HAS_EXPIRED',
    'HOSTNAME_MISMATCH',
    'CERT_PIN_MISMATCH',
    'CERT_REVOKED',
    'EPROTO',
  ]) {
    it(`says what ${code} means and how to mend it`, () => {
      const thrown = Object.assign(new Error('as Node says it'), { code });
      const error = inChinese(() => failureOf(thrown, request));
      assertChinese(error.facts.detail);
      assertChinese(inChinese(() => mendOfTls(error, request.endpoint)));
    });
  }

  it('has a title for each check', () => {
    for (const name of checkNames) assertChinese(inChinese(() => checkTitle(name)));
  });

  it('reports on a host that is well', async () => {
    const engine = new FakeEngine();
    engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
    const clock = new VirtualClock();
    engine.answer = fakeWriting(clock);
    const results = await diagnosed(network, engine, clock);
    assert.ok(results.every(({ verdict }) => verdict === 'passed'));
    reportIsChinese(results);
  });

  for (const quirks of [{ says: 2 }, { tokenMs: 0.1 }, { buffered: true }, { deaf: true }, { slots: 2 }]) {
    it(`reports on a host that is ${JSON.stringify(quirks)}`, async () => {
      const engine = new FakeEngine();
      engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
      const clock = new VirtualClock();
      engine.answer = fakeWriting(clock, quirks);
      const results = await diagnosed(network, engine, clock);
      assert.ok(results.some(({ verdict }) => verdict !== 'passed'));
      reportIsChinese(results);
    });
  }

  it('reports on a host whose port is shut, and on one whose name is not known', async () => {
    for (const [probe, code] of [
      ['connect', 'ECONNREFUSED'],
      ['resolve', 'ENOTFOUND'],
    ] as const) {
      const fails = (): Promise<never> =>
        Promise.reject(Object.assign(new Error('as Node says it'), { code }));
      const results = await diagnosed({ ...network, [probe]: fails }, new FakeEngine());
      assert.equal(results.filter(({ verdict }) => verdict === 'failed').length, 1);
      reportIsChinese(results);
    }
  });

  it('keeps the names of the checks in what programs read', async () => {
    const results = await diagnosed(network, new FakeEngine());
    const { checks } = inChinese(() => diagnosisJson(results)) as { checks: readonly { name: string }[] };
    assert.equal(checks[0]?.name, 'address');
  });
});

const network: NetworkProbes = {
  resolve: () => Promise.resolve(['10.0.0.7']),
  connect: () => Promise.resolve('10.0.0.7:11434'),
  tunnel: () => Promise.resolve(200),
  handshake: () => Promise.reject(new Error('No TLS here.')),
};

function diagnosed(
  probes: NetworkProbes,
  engine: FakeEngine,
  clock = new VirtualClock(),
): Promise<readonly CheckResult[]> {
  const ports: DiagnosisPorts = {
    network: probes,
    editorProxy: () => undefined,
    engineFor: () => engine,
    infillPrompt: plainInfill,
    contextWindow: { tokens: 16_384, explicit: false },
    store: memoryStore(),
    clock,
    random: () => 0.5,
    caller: '这台机器',
  };
  const subject = { written: 'http://gpu-box:11434', endpoint: defaultEndpoint };
  const watch = { started: () => undefined, ended: () => undefined };
  const running = (): Promise<{ results: readonly CheckResult[] }> =>
    clock.finish(diagnose(subject, ports, watch, new AbortController().signal));
  return longInChinese(async () => (await running()).results);
}

function reportIsChinese(results: readonly CheckResult[]): void {
  const head = { endpoint: 'gpu', url: 'http://gpu-box:11434', caller: '这台机器', version: '1' };
  const report = inChinese(() => diagnosisMarkdown(head, results, undefined));
  assertNoEnglish(report, COMMANDS);
  const running = inChinese(() => diagnosisMarkdown(head, results.slice(0, 1), 'name'));
  assertNoEnglish(running, COMMANDS);
  for (const { mend } of results) if (mend !== '') assertChinese(mend);
}

function assertChinese(text: string): void {
  assert.match(text, /\p{Script=Han}/u);
  assertNoEnglish(text, COMMANDS);
}
