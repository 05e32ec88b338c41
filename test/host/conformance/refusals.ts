import assert from 'node:assert/strict';
import { assertRefused, generate, post } from '../../support/hostRequests';
import type { TestHost } from '../../support/testHost';

export function refusalTests(host: () => TestHost): void {
  describe('what it refuses', () => {
    const brokenBodies: readonly (readonly [string, string])[] = [
      ['', 'missing request body'],
      ['{"model":', 'unexpected EOF'],
      ['captive portal', `invalid character 'c' looking for beginning of value`],
      ['{"model":"a",}', `invalid character '}' looking for beginning of object key string`],
    ];
    for (const [body, message] of brokenBodies) {
      it(`answers the body ${JSON.stringify(body)} with: ${message}`, async () => {
        for (const route of ['generate', 'chat', 'show']) {
          await assertRefused(await post(`${host().url}/api/${route}`, body), 400, message);
        }
      });
    }

    it('names a field of the wrong type', async () => {
      const response = await generate(host(), 'a', { fields: { raw: 'yes' } });
      await assertRefused(
        response,
        400,
        'json: cannot unmarshal string into Go struct field GenerateRequest.raw of type bool',
      );
    });

    const wrongOptions: readonly (readonly [string, unknown, string])[] = [
      ['num_ctx', '2048', 'option "num_ctx" must be of type integer'],
      ['temperature', 'low', 'option "temperature" must be of type float32'],
      ['stop', '\n', 'option "stop" must be of type array'],
    ];
    for (const [name, value, message] of wrongOptions) {
      it(`names the option ${name} when it is ${JSON.stringify(value)}`, async () => {
        await assertRefused(await generate(host(), 'a', { options: { [name]: value } }), 500, message);
      });
    }

    it('says that a model is not there', async () => {
      const body = { model: 'no-such-model', prompt: 'a', messages: [{ role: 'user', content: 'a' }] };
      for (const route of ['generate', 'chat']) {
        await assertRefused(
          await post(`${host().url}/api/${route}`, body),
          404,
          `model 'no-such-model' not found`,
        );
      }
      await assertRefused(
        await post(`${host().url}/api/show`, body),
        404,
        /^model 'no-such-model(?::latest)?' not found$/,
      );
    });

    it('refuses a suffix where the template has no place for it', async function () {
      const shown = await post(`${host().url}/api/show`, { model: host().model.tag });
      const { capabilities } = (await shown.json()) as { capabilities: readonly string[] };
      if (capabilities.includes('insert')) return;
      const response = await generate(host(), 'a', { fields: { raw: false, suffix: 'b' } });
      await assertRefused(response, 400, /does not support insert$/);
    });

    it('refuses to think where the model can not', async () => {
      await assertRefused(
        await generate(host(), 'a', { fields: { think: true } }),
        400,
        /does not support thinking$/,
      );
    });

    it('refuses a template in raw mode', async () => {
      const response = await generate(host(), 'a', { fields: { template: '{{ .Prompt }}' } });
      await assertRefused(response, 400, 'raw mode does not support template, system, or context');
    });

    it('refuses a time to keep the model that is none', async () => {
      await assertRefused(
        await generate(host(), 'a', { fields: { keep_alive: 'soon' } }),
        400,
        'time: invalid duration "soon"',
      );
    });

    it('knows no other routes and methods', async () => {
      const unknown = await fetch(`${host().url}/api/no-such-route`);
      assert.deepEqual([unknown.status, await unknown.text()], [404, '404 page not found']);
      const wrong = await fetch(`${host().url}/api/generate`);
      assert.deepEqual([wrong.status, await wrong.text()], [405, '405 method not allowed']);
    });

    it('turns web pages from elsewhere away', async () => {
      const response = await fetch(`${host().url}/api/version`, {
        headers: { origin: 'https://elsewhere.example' },
      });
      assert.equal(response.status, 403);
    });
  });
}
