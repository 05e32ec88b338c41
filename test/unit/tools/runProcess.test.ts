import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { fromRoot } from '../../../tools/root';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { waitUntil } from '../../../tools/waitUntil';
import { skipBecause } from '../../support/skip';

describe('A program that a tool runs', () => {
  it('ends with the tool, which a signal ends', async function () {
    if (process.platform === 'win32') skipBecause(this, 'Windows has no signals to send');
    const folder = temporaryFolder('run-process');
    const tool = spawn(process.execPath, [await toolThatRunsAnother(folder.path)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(tool.stdout, 'data')) as [Buffer];
    const program = Number(line.toString());
    assert.ok(isAlive(program));
    tool.kill('SIGTERM');
    await once(tool, 'exit');
    await waitUntil(() => !isAlive(program), { timeoutMs: 10_000, what: 'the program to end' });
    folder.remove();
  });
});

/** A tool whose program says its process id and goes on until something ends it. */
async function toolThatRunsAnother(folder: string): Promise<string> {
  const program = 'console.log(process.pid); setInterval(() => undefined, 1000);';
  const outfile = path.join(folder, 'tool.mjs');
  await build({
    stdin: {
      contents: `import { runProcess } from './tools/runProcess';
        void runProcess(process.execPath, ['-e', ${JSON.stringify(program)}], { output: 'inherit' });`,
      resolveDir: fromRoot(),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  return outfile;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
