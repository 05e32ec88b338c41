import assert from 'node:assert/strict';
import { assertRefused, post } from '../../support/hostRequests';
import type { TestHost } from '../../support/testHost';

const nowhere = 'no-such-model-anywhere:1b';

export function controlTests(host: () => TestHost): void {
  describe('asked to change its models', () => {
    it('begins a pull with the manifest, and says on the stream why it can not go on', async () => {
      const response = await post(`${host().url}/api/pull`, { model: nowhere });
      assert.equal(response.status, 200);
      const lines = (await response.text()).trimEnd().split('\n');
      assert.deepEqual(JSON.parse(lines[0] ?? ''), { status: 'pulling manifest' });
      const { error } = JSON.parse(lines.at(-1) ?? '') as { error: string };
      assert.match(error, /^pull model manifest: /);
    });

    it('has nothing to delete of a model that it does not have', async () => {
      const response = await fetch(`${host().url}/api/delete`, {
        method: 'DELETE',
        body: JSON.stringify({ model: nowhere }),
      });
      await assertRefused(response, 404, `model '${nowhere}' not found`);
    });
  });
}
