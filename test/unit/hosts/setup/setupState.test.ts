import assert from 'node:assert/strict';
import type { OfferedModel } from '../../../../src/hosts/modelOffer';
import type { Attempt } from '../../../../src/hosts/setup/attempt';
import type { MeasuredHost } from '../../../../src/hosts/setup/measureModel';
import {
  addressTried,
  beginSetup,
  candidates,
  clientCertificateTried,
  hostMeasured,
  loginTried,
  modelChosen,
  modelPulled,
  modelsFound,
  pullStopped,
  pullWanted,
  stepBack,
  trialEnded,
  trustTried,
  type SetupState,
} from '../../../../src/hosts/setup/setupState';
import { defaultEndpoint } from '../../../../src/settings/settings';

const endpoint = { ...defaultEndpoint, url: 'https://models.example.org/ollama' };
const reached: Attempt = { kind: 'reached', endpoint, engineWords: 'Ollama 0.33.0' };
const asksForLogin: Attempt = { kind: 'login', endpoint, saw: 'status 401' };
const failed: Attempt = { kind: 'failed', endpoint, saw: 'nothing listens there', mend: 'Start it.' };
const untrusted: Extract<Attempt, { kind: 'certificate' }> = {
  kind: 'certificate',
  endpoint,
  doubt: 'issuer',
  certificate: {
    subject: 'models.example.org',
    issuer: 'Example CA',
    sha256: 'abcd',
    validFrom: 0,
    validTo: 1,
    names: 'DNS:models.example.org',
  },
};
const login = { headers: { Authorization: 'Bearer ${secret:models}' }, secretName: 'models', secret: 'abc' };

function offer(tag: string, ...capabilities: string[]): OfferedModel {
  const fim = tag.includes('base') ? { family: 'DeepSeek-Coder' } : { explanation: 'It is no base model.' };
  return { listing: { tag, digest: tag, sizeBytes: 1 }, capabilities, fim };
}

describe('setting a host up', () => {
  it('asks for an address first, and from there goes nowhere back', () => {
    const begun = beginSetup(defaultEndpoint);
    assert.equal(begun.step.kind, 'address');
    assert.equal(stepBack(begun), begun);
  });

  it('asks for the address again, and says why, where nothing answers', () => {
    const state = addressTried(beginSetup(defaultEndpoint), 'gpu-box', failed);
    assert.deepEqual(state.step, {
      kind: 'address',
      problem: { saw: 'nothing listens there', mend: 'Start it.' },
    });
    assert.equal(state.draft.written, 'gpu-box');
  });

  it('tells which check failed at which URL, where one was tried', () => {
    const { step } = addressTried(beginSetup(defaultEndpoint), 'gpu-box', { ...failed, check: 'tcp' });
    assert.deepEqual(step.kind === 'address' && step.problem?.failed, { name: 'tcp', url: endpoint.url });
  });

  it('asks for a login, a certificate and a model as the host wants them', () => {
    let state = addressTried(beginSetup(defaultEndpoint), 'models.example.org', untrusted);
    assert.equal(state.step.kind, 'certificate');
    state = trustTried(state, asksForLogin);
    assert.deepEqual(state.step, { kind: 'login', saw: 'status 401', isRepeated: false });
    state = loginTried(state, login, reached);
    assert.equal(state.step.kind, 'model');
    assert.deepEqual(state.draft.secrets, { models: 'abc' });
    assert.equal(state.draft.endpoint.url, endpoint.url);
  });

  it('says that a login was refused when it asks again', () => {
    const asked = addressTried(beginSetup(defaultEndpoint), 'models.example.org', asksForLogin);
    const again = loginTried(asked, login, asksForLogin);
    assert.deepEqual(again.step, { kind: 'login', saw: 'status 401', isRepeated: true });
  });

  it("asks for a certificate of the user's, and says that one was refused", () => {
    const wants: Attempt = { kind: 'client-certificate', endpoint, saw: 'no certificate was sent' };
    const asked = addressTried(beginSetup(defaultEndpoint), 'models.example.org', wants);
    assert.deepEqual(asked.step, { kind: 'client-certificate', isRepeated: false });
    const given = { ...endpoint, tls: { certFile: '/me.pem', passphrase: '${secret:models-key}' } };
    const again = clientCertificateTried(asked, { 'models-key': 'x' }, { ...wants, endpoint: given });
    assert.deepEqual(again.step, { kind: 'client-certificate', isRepeated: true });
    const inside = clientCertificateTried(again, { 'models-key': 'y' }, { ...reached, endpoint: given });
    assert.equal(inside.step.kind, 'model');
    assert.deepEqual(inside.draft.secrets, { 'models-key': 'y' });
    assert.equal(stepBack(stepBack(inside)), asked);
  });

  it('stays where a file was chosen that is of no use, says why, and keeps nothing of it', () => {
    const unusable: Attempt = {
      kind: 'unusable',
      endpoint: { ...endpoint, tls: { caFile: '/novel.pem' } },
      saw: 'it is no PEM',
    };
    for (const before of [untrusted, { kind: 'client-certificate', endpoint, saw: '' } as const]) {
      const asked = addressTried(beginSetup(defaultEndpoint), 'models.example.org', before);
      const again = trustTried(asked, unusable);
      assert.deepEqual(again.step, { ...asked.step, problem: 'it is no PEM' });
      assert.deepEqual([again.draft, again.before], [asked.draft, asked.before]);
    }
  });

  it('says so where what was trusted does not settle the doubt, but not of another doubt', () => {
    const asked = addressTried(beginSetup(defaultEndpoint), 'models.example.org', untrusted);
    const { step: again } = trustTried(asked, untrusted);
    assert.equal(again.kind === 'certificate' && again.problem, 'That does not make it trusted');
    const { step: other } = trustTried(asked, { ...untrusted, doubt: 'name' });
    assert.equal(other.kind === 'certificate' ? other.problem : '', undefined);
  });

  it('goes back step by step, and forgets what the steps had gathered', () => {
    const asked = addressTried(beginSetup(defaultEndpoint), 'models.example.org', asksForLogin);
    const model = loginTried(asked, login, reached);
    const back = stepBack(model);
    assert.equal(back.step.kind, 'login');
    assert.deepEqual(back.draft.secrets, {});
    assert.equal(stepBack(back).step.kind, 'address');
  });

  it('goes back to the address as it was written, without what was wrong with one before', () => {
    const wrong = addressTried(beginSetup(defaultEndpoint), 'gpu-bx', failed);
    const { draft, step } = stepBack(addressTried(wrong, 'models.example.org/ollama', reached));
    assert.equal(draft.written, 'models.example.org/ollama');
    assert.deepEqual(step, { kind: 'address' });
    assert.equal(draft.endpoint.url, defaultEndpoint.url);
  });

  it('asks for a model per role, as far as there are models for it', () => {
    const offers = [
      offer('coder:base'),
      offer('llama3:8b', 'completion'),
      offer('nomic-embed-text', 'embedding'),
    ];
    let state = withModels(offers);
    const asked: string[] = [];
    for (const model of ['coder:base', undefined, 'nomic-embed-text']) {
      if (state.step.kind === 'model') asked.push(state.step.role);
      state = modelChosen(state, model);
    }
    assert.deepEqual(asked, ['completion', 'chat', 'embedding']);
    assert.equal(state.step.kind, 'trial');
    assert.deepEqual(state.draft.endpoint.roles, {
      completion: { model: 'coder:base', options: {} },
      embedding: { model: 'nomic-embed-text', options: {} },
    });
  });

  it('takes no embedding model for one that chats', () => {
    const offers = [offer('coder:base'), offer('bge-m3:latest')];
    assert.deepEqual(
      candidates(offers, 'chat').map(({ listing }) => listing.tag),
      ['coder:base'],
    );
  });

  it('leads from pulling back to the list', () => {
    const pulling = pullWanted(withModels([offer('llama3:8b')]));
    assert.equal(pulling.step.kind, 'pull');
    assert.equal(stepBack(pulling).step.kind, 'model');
  });

  it('completes with a model that was pulled, and asks for the next role with a list that has it', () => {
    const asking = modelPulled(pullWanted(withModels([offer('llama3:8b')])), 'coder:base');
    assert.deepEqual(asking.step, { kind: 'model', role: 'chat', offers: [] });
    assert.equal(asking.draft.endpoint.roles.completion?.model, 'coder:base');
    const found = modelsFound(asking, [offer('coder:base'), offer('llama3:8b')]);
    assert.equal(found.step.kind === 'model' ? found.step.role : '', 'chat');
    assert.equal(stepBack(asking).step.kind, 'pull');
  });

  it('asks what to pull again, and says why, where a pull was stopped', () => {
    const stopped = { tag: 'coder:base', isFailure: true, why: 'no such model' };
    const { step } = pullStopped(pullWanted(withModels([])), stopped);
    assert.deepEqual(step, { kind: 'pull', stopped });
  });

  it('ends with the trial, whose outcome is shown before anything is saved', () => {
    const trial = modelChosen(withModels([]), 'coder:base');
    assert.equal(trial.step.kind, 'trial');
    const saving = trialEnded(trial, []);
    assert.equal(saving.step.kind, 'save');
    assert.equal(saving.draft, trial.draft);
    assert.equal(stepBack(saving).step.kind, 'model');
  });

  it('keeps what a trial has shown of the host when it goes back, but not for another address', () => {
    const model = { tag: 'coder:base', weightsBytes: 1e9, readPerSecond: 900, writtenPerSecond: 30 };
    const measured: MeasuredHost = {
      model: { ...model, place: 'gpu' },
      memory: { bytes: 8e9, certainty: 'at-least' },
    };
    const saving = trialEnded(modelChosen(withModels([]), 'coder:base'), [], measured);
    const pulling = pullWanted(stepBack(saving));
    assert.equal(pulling.draft.measured, measured);
    assert.equal(hostMeasured(pulling, undefined).draft.measured, measured);
    const address = stepBack(stepBack(pulling));
    assert.equal(address.step.kind, 'address');
    assert.ok(!('measured' in addressTried(address, 'other-box', reached).draft));
  });

  function withModels(offers: readonly OfferedModel[]): SetupState {
    return modelsFound(addressTried(beginSetup(defaultEndpoint), 'gpu-box', reached), offers);
  }
});
