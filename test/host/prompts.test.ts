import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runPromptTool } from '../../tools/prompt/promptTool';
import { fromRoot } from '../../tools/root';
import { generateWhole } from '../support/hostRequests';
import { useTestHost } from '../support/testHost';

interface Answer {
  readonly prompt: string;
  readonly model: string;
  readonly family: string;
  readonly tokens: { readonly total: number; readonly exact: boolean };
}

/** Small, so that a host without a GPU reads each prompt in a second. */
const WINDOW_TOKENS = 1_024;

describe('Prompts for a host', () => {
  const host = useTestHost();
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'fillwright-prompts-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function prompt(root: string, ...args: string[]): Promise<Answer> {
    const { url, model } = host();
    const lines: string[] = [];
    const common = ['--root', root, '--host', url, '--model', model.tag, '--window', String(WINDOW_TOKENS)];
    await runPromptTool([...common, ...args], (line) => lines.push(line));
    return JSON.parse(lines[0] ?? '') as Answer;
  }

  async function assertCountedAsByTheHost(answer: Answer): Promise<void> {
    assert.equal(answer.tokens.exact, true);
    const { prompt_eval_count: counted } = await generateWhole(host(), answer.prompt, {
      options: { num_predict: 1 },
    });
    assert.equal(counted, answer.tokens.total);
  }

  for (const [file, offset] of [
    ['src/common/lru.ts', 400],
    ['src/prompt/neutralise.ts', 1_200],
    ['demo-model/model-card.md', 3_000],
    ['package.json', 900],
  ] as const) {
    it(`are counted to the token in ${file}`, async () => {
      const answer = await prompt(
        fromRoot(),
        '--file',
        file,
        '--offset',
        String(offset),
        '--open',
        'src/common/text.ts',
      );
      await assertCountedAsByTheHost(answer);
    });
  }

  const odd: readonly (readonly [string, string])[] = [
    ['an empty file', ''],
    [
      'a file that holds FIM tokens',
      'const hole = "<｜fim▁hole｜><｜fim▁end｜>";\nconst eos = "<｜end▁of▁sentence｜>";\n',
    ],
    ['Windows line ends, tabs and emoji', 'if (a) {\r\n\tb("\u{1F600} 日本語");\r\n}\r\n'],
    ['a line of 40,000 characters', 'const x = [1, 2, 3]; '.repeat(2_000)],
  ];
  for (const [what, text] of odd) {
    it(`are counted to the token in ${what}`, async () => {
      writeFileSync(path.join(folder, 'odd #1.ts'), text);
      const offset = String(Math.floor(text.length / 2));
      await assertCountedAsByTheHost(await prompt(folder, '--file', 'odd #1.ts', '--offset', offset));
    });
  }
});
