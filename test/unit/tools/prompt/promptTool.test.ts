import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { accessKey } from '../../../support/secrets';
import { runPromptTool } from '../../../../tools/prompt/promptTool';

interface Answer {
  readonly prompt: string;
  readonly model: string;
  readonly family: string;
  readonly window: number;
  readonly tokens: { readonly total: number; readonly context: number; readonly exact: boolean };
  readonly headChars: number;
  readonly maskedSecrets?: number;
  readonly items: readonly { readonly kind: string; readonly path: string; readonly reason: string }[];
  readonly timings: Readonly<Record<string, number>>;
  readonly error?: string;
}

describe('npm run prompt', () => {
  let root: string;

  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'fillwright-prompt-'));
    for (const folder of ['src', 'lib']) mkdirSync(path.join(root, folder));
    writeFileSync(path.join(root, 'src', 'add.ts'), 'export function add() {\n  return 1 + 2;\n}\n');
    writeFileSync(path.join(root, 'lib', 'other.ts'), 'export const other = 1;\n');
    writeFileSync(path.join(root, '.env'), 'TOKEN=1\n');
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  async function run(...args: string[]): Promise<Answer[]> {
    const lines: string[] = [];
    await runPromptTool(['--root', root, ...args], (line) => lines.push(line));
    return lines.map((line) => JSON.parse(line) as Answer);
  }

  it('prints the prompt for a place in a file, with the masked part taken out', async () => {
    const [answer] = await run('--file', 'src/add.ts', '--offset', '33', '--mask', '5');
    assert.ok(answer);
    assert.equal(
      answer.prompt,
      '<｜fim▁begin｜>#src/add.ts\nexport function add() {\n  return <｜fim▁hole｜>;\n}\n<｜fim▁end｜>',
    );
    assert.equal(answer.family, 'deepseek-coder');
    assert.equal(answer.model, 'deepseek-coder:6.7b-base');
    assert.equal(answer.window, 16_384);
    assert.equal(answer.tokens.exact, false);
    assert.equal(answer.headChars, '<｜fim▁begin｜>#src/add.ts\n'.length);
    assert.deepEqual(Object.keys(answer.timings), ['indexMs', 'gatherMs', 'layoutMs']);
  });

  it('shows files as if open in tabs, but none that holds secrets', async () => {
    const [answer] = await run('--file', 'src/add.ts', '--offset', '0', '--open', 'lib/other.ts,.env');
    assert.ok(answer);
    assert.deepEqual(
      answer.items.map((item) => item.path),
      ['lib/other.ts'],
    );
    assert.ok(!answer.prompt.includes('TOKEN'));
  });

  it('masks the secrets of the file it makes a prompt for, and says how many', async () => {
    writeFileSync(path.join(root, 'src', 'config.py'), `KEY = "${accessKey}"\nPORT = `);
    const [answer] = await run('--file', 'src/config.py', '--offset', '36');
    rmSync(path.join(root, 'src', 'config.py'));
    assert.ok(answer);
    assert.ok(answer.prompt.includes(`KEY = "AKIA${'*'.repeat(16)}"\nPORT = `), answer.prompt);
    assert.equal(answer.maskedSecrets, 1);
    assert.equal((await run('--file', 'src/add.ts', '--offset', '0'))[0]?.maskedSecrets, undefined);
  });

  it('makes no prompt for a file of secrets', async () => {
    await assert.rejects(run('--file', '.env', '--offset', '0'), /\.env looks like a file of secrets/);
  });

  const encoded: readonly (readonly [string, Buffer])[] = [
    ['UTF-16', Buffer.from('\uFEFFconst größe = 1;\n', 'utf16le')],
    ['Latin-1', Buffer.from('const größe = 1;\n', 'latin1')],
  ];
  for (const [encoding, bytes] of encoded) {
    it(`reads a file in ${encoding}`, async () => {
      writeFileSync(path.join(root, 'lib', 'encoded.ts'), bytes);
      const [answer] = await run('--file', 'lib/encoded.ts', '--offset', '14', '--mask', '1');
      assert.match(answer?.prompt ?? '', /const größe = <｜fim▁hole｜>;\n/);
    });
  }

  it('follows no link out of the root', async () => {
    const outside = mkdtempSync(path.join(os.tmpdir(), 'fillwright-outside-'));
    writeFileSync(path.join(outside, 'far.ts'), 'const far = 1;\n');
    symlinkSync(outside, path.join(root, 'link'), 'junction');
    const target = ['--file', 'link/far.ts', '--offset', '0'];
    const tab = ['--file', 'src/add.ts', '--offset', '0', '--open', 'link/far.ts'];
    for (const args of [target, tab])
      await assert.rejects(run(...args), /link\/far\.ts is a link that leads out/);
    rmSync(outside, { recursive: true, force: true });
  });

  it('takes a family by the name of its model, and a smaller window', async () => {
    const [answer] = await run(
      '--file',
      'src/add.ts',
      '--offset',
      '0',
      '--model',
      'qwen2.5-coder:7b-base',
      '--window',
      '2048',
    );
    assert.equal(answer?.family, 'qwen2.5-coder');
    assert.equal(answer.window, 2_048);
  });

  it('answers a file of cases in its order, each failure in its own line', async () => {
    const cases = path.join(root, 'cases.ndjson');
    writeFileSync(
      cases,
      '{"path":"src/add.ts","offset":33,"length":5}\n{"path":"gone.ts","offset":0,"length":0}\nnonsense\n' +
        '{"path":"src/add.ts","offset":999,"length":0}\n{"path":"../x","offset":0,"length":0}\n{"path":"lib/other.ts","offset":0,"length":1}\n',
    );
    const answers = await run('--cases', cases);
    const expected = [
      /^<｜fim▁begin｜>#src\/add\.ts\n/,
      /gone\.ts can't be read: ENOENT/,
      /^The case is not JSON: /,
      /^Offset 999 lies behind the end of src\/add\.ts/,
      /^\.\.\/x does not lie in the root /,
      /^<｜fim▁begin｜>#lib\/other\.ts\n/,
    ];
    assert.equal(answers.length, expected.length);
    expected.forEach((pattern, index) => {
      assert.match(answers[index]?.error ?? answers[index]?.prompt ?? '', pattern);
    });
  });

  const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no file', [], /either --file with --offset, or --cases\. Usage:/],
    ['no offset', ['--file', 'src/add.ts'], /--offset is missing/],
    [
      'an offset that is no number',
      ['--file', 'src/add.ts', '--offset', '3x'],
      /--offset must be a whole number.*'3x'/,
    ],
    [
      'an offset behind the end',
      ['--file', 'src/add.ts', '--offset', '99'],
      /Offset 99 lies behind the end.*42 UTF-16/,
    ],
    ['an unknown option', ['--flie', 'x'], /--flie/],
    ['a file that is not there', ['--file', 'gone.ts', '--offset', '0'], /gone\.ts can't be read/],
    ['a window of nothing', ['--file', 'src/add.ts', '--offset', '0', '--window', '0'], /--window must be/],
    [
      'a model without FIM',
      ['--file', 'src/add.ts', '--offset', '0', '--model', 'deepseek-coder:6.7b'],
      /instruct model.* Pull deepseek-coder:\S+-base instead\./,
    ],
    [
      'a host that is no URL',
      ['--file', 'src/add.ts', '--offset', '0', '--host', 'ftp://x'],
      /--host ftp:\/\/x: /,
    ],
  ];
  for (const [what, args, message] of mistakes) {
    it(`refuses ${what} with one clear message`, async () => {
      await assert.rejects(run(...args), { name: 'PromptToolError', message });
    });
  }

  it('says what it needs when it is told nothing', async () => {
    await assert.rejects(
      runPromptTool([], () => undefined),
      /--root is missing\. Usage:/,
    );
  });
});
