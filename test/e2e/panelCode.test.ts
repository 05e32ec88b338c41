import assert from 'node:assert/strict';
import type { CodeBlock } from '../../src/chat/protocol';
import { waitUntil } from '../../tools/waitUntil';
import { answerOf, conversationOf, usePanelPages, type PanelPage } from '../support/panelPage';

const patienceMs = 60_000;

describe('A code block in the panel', () => {
  const openPage = usePanelPages();
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await openPage();
  });
  afterEach(() => panel.close());

  const appliedBlock = async (at: number): Promise<CodeBlock> => {
    const sent = (await panel.commands()).length;
    await panel.page.locator('.code-block').nth(at).locator('[data-action="apply"]').click();
    const applied = await waitUntil(
      async () => (await panel.commands()).slice(sent).find((command) => command.type === 'codeBlock'),
      { timeoutMs: patienceMs, what: 'the command of the button' },
    );
    return applied.block;
  };

  it('shows the file that it is for, and hands it to the editor, however the answer names it', async () => {
    const answer = [
      '```ts src/fence.ts\nfence();\n```',
      '### `src/heading.ts`\n\nAdd a call:\n\n```ts\nheading();\n```',
      'In `src/sentence.ts`:\n\n```ts\nsentence();\n```',
      '1. Update `src/point.ts`:\n\n   ```ts\n   point();\n   ```',
      '## Last\n\n```python\n# src/comment.py\ncomment()\n```',
      '```ts\nnameless();\n```',
    ].join('\n\n');
    await panel.say(conversationOf(answerOf(answer)));
    const blocks = panel.page.locator('.code-block');
    await blocks.nth(5).waitFor();
    const names = [
      'src/fence.ts',
      'src/heading.ts',
      'src/sentence.ts',
      'src/point.ts',
      'src/comment.py',
      'ts',
    ];
    assert.deepEqual(await panel.page.locator('.code-name').allInnerTexts(), names);
    for (const [at, name] of names.entries())
      assert.equal((await appliedBlock(at)).path, name === 'ts' ? undefined : name);
    assert.equal(await blocks.nth(3).locator('pre').getAttribute('aria-label'), 'src/point.ts');
  });
});
