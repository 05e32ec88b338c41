import assert from 'node:assert/strict';
import type { AttachmentResolver } from '../../../src/chat/attachments/attachmentResolver';
import { createPromptLibrary } from '../../../src/chat/prompts/promptFiles';
import type { AttachmentSource } from '../../../src/chat/protocol';
import { chatHarness, type ChatPage } from '../../support/chatHarness';

describe('/fix', () => {
  const code = { kind: 'selection', path: 'a.ts', startLine: 3, endLine: 5, text: 'x' } as const;

  async function fixing(hasProblems: boolean): Promise<{ page: ChatPage; asked: AttachmentSource[] }> {
    const asked: AttachmentSource[] = [];
    const attachments: AttachmentResolver = {
      resolve: (source) => {
        asked.push(source);
        const problem = { code: 'empty', message: 'There are no problems.' } as const;
        if (source.kind !== 'problems')
          return Promise.resolve({ source, shown: { kind: 'selection', label: 'code' }, text: 'x' });
        const shown = { kind: 'problems', label: 'Problems' } as const;
        return Promise.resolve(
          hasProblems ? { source, shown, text: 'no such name' } : { source, shown: { ...shown, problem } },
        );
      },
      mentions: () => Promise.resolve([]),
    };
    const prompts = createPromptLibrary(() => Promise.resolve([]));
    const page = await chatHarness({ attachments, prompts }).page();
    return { page, asked };
  }

  const sent = (page: ChatPage): readonly string[] => {
    const question = page.turns.find(({ kind }) => kind === 'user');
    return question?.kind === 'user' ? question.attachments.map(({ label }) => label) : [];
  };

  it('sends the problems of the selection along', async () => {
    const { page, asked } = await fixing(true);
    await page.do({ type: 'send', conversation: page.id, text: '/fix' });
    assert.deepEqual(sent(page), ['code', 'Problems']);
    assert.deepEqual(asked, [{ kind: 'active-selection' }, { kind: 'problems', isOfCode: true }]);
  });

  it('sends those of the code that is attached, where some is', async () => {
    const { page, asked } = await fixing(true);
    await page.do({ type: 'attach', conversation: page.id, source: code });
    await page.do({ type: 'send', conversation: page.id, text: '/fix' });
    assert.deepEqual(sent(page), ['code', 'Problems']);
    const problems = { kind: 'problems', path: 'a.ts', startLine: 3, endLine: 5, isOfCode: true };
    assert.deepEqual(asked.at(-1), problems);
  });

  it('goes without where there are none', async () => {
    const { page } = await fixing(false);
    await page.do({ type: 'send', conversation: page.id, text: '/fix' });
    assert.deepEqual(sent(page), ['code']);
    assert.deepEqual(page.notices, []);
  });
});
