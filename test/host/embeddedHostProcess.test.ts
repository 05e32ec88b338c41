import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { fromRoot } from '../../tools/root';
import { runProcess } from '../../tools/runProcess';
import { startEmbeddedHost } from '../support/embeddedHost';
import { skipBecause } from '../support/skip';

describe('The embedded host as a program', function () {
  this.timeout(300_000); // On first need llama.cpp is installed.

  const run = (...args: string[]): Promise<{ exitCode: number; output: string }> =>
    runProcess(process.execPath, [fromRoot('tools', 'run.mjs'), 'host', ...args], {
      cwd: fromRoot(),
      output: 'collect',
    });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no port', [], /^--port must be a whole number from 0 to 65535; it is missing\./],
    ['a port that is none', ['--port', 'http'], /^--port must be a whole number .* it is 'http'\./],
    ['an unknown option', ['--prot', '1'], /^Unknown option '--prot'/],
    [
      'a model file that is not there',
      ['--port', '0', '--model', 'no-such.gguf'],
      /^There is no model file .*no-such\.gguf/,
    ],
    [
      'a model file of another kind',
      ['--port', '0', '--model', 'package.json'],
      /package\.json is no GGUF file/,
    ],
  ];
  for (const [what, args, message] of refused) {
    it(`says what is wrong with ${what}`, async () => {
      const { exitCode, output } = await run(...args);
      assert.equal(exitCode, 1);
      assert.match(output, message);
    });
  }

  it('says that its port is taken', async function () {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as AddressInfo;
    const { exitCode, output } = await run('--port', String(port));
    squatter.close();
    if (output.includes('no llama.cpp build')) skipBecause(this, output, 'model');
    assert.equal(exitCode, 1);
    assert.match(output, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use`));
  });

  it('clamps windows to its own and is gone after it was stopped', async function () {
    const model = path.join('demo-model', 'fimlet-25m-q8_0.gguf');
    const host = await startEmbeddedHost({ window: 512, model }).catch((error: unknown) =>
      skipBecause(this, String(error), 'model'),
    );
    const body = JSON.stringify({ model: 'fillwright-demo', prompt: '', options: { num_ctx: 4096 } });
    await (await fetch(`${host.url}/api/generate`, { method: 'POST', body })).text();
    const { models } = (await (await fetch(`${host.url}/api/ps`)).json()) as {
      models: { context_length: number }[];
    };
    assert.equal(models[0]?.context_length, 512);
    await host.stop();
    await assert.rejects(fetch(host.url));
  });
});
