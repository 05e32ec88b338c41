import assert from 'node:assert/strict';
import { chatHarness, type ChatHarness } from '../../support/chatHarness';
import { FakeEngine, fakeFailure } from '../../support/fakeEngine';

describe('The model that was picked last', () => {
  const endpoints = ['first', 'second'].map((name) => ({ name, url: name }));
  const second = new FakeEngine();

  beforeEach(() => (second.fails = undefined));

  async function picked(): Promise<ChatHarness> {
    const harness = chatHarness({ settings: { endpoints }, engines: { second } });
    second.models = harness.inference.models;
    const page = await harness.page();
    assert.equal(page.composer.endpoint, 'first');
    await page.do({ type: 'pickModel', conversation: page.id, endpoint: 'second', model: 'qwen:7b' });
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    return harness;
  }

  it('answers in new conversations, too', async () => {
    const page = await (await picked()).page();
    assert.deepEqual([page.composer.endpoint, page.composer.model], ['second', 'qwen:7b']);
  });

  it('gives way where its host has it no more, or fails', async () => {
    const harness = await picked();
    const { models } = second;
    second.models = [];
    const page = await harness.page();
    await page.do({ type: 'refreshModels' });
    assert.equal(page.composer.endpoint, 'first');
    second.models = models;
    await page.do({ type: 'refreshModels' });
    assert.equal(page.composer.endpoint, 'second');
    second.fails = fakeFailure('unreachable');
    await page.do({ type: 'refreshModels' });
    assert.equal(page.composer.endpoint, 'first');
  });
});
