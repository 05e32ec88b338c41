import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startProcessGroup, type ProcessGroup } from '../../../tools/processGroup';
import { fromRoot } from '../../../tools/root';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { makeSecondMachine, namespaceMissing, type SecondMachine } from '../../support/network/namespace';
import { skipBecause } from '../../support/skip';

describe('A name server that never answers', function () {
  this.timeout(300_000);
  const folder = temporaryFolder('names');
  let machine: SecondMachine | undefined;

  before(function () {
    const missing = namespaceMissing();
    if (missing !== undefined) skipBecause(this, missing, 'netns');
    machine = makeSecondMachine();
  });
  after(() => {
    machine?.remove();
    folder.remove();
  });

  it('is named by the doctor, which ends long before the system gives the name up', async () => {
    const system = start('system', ['getent', 'ahosts', 'gpu-box.test']);
    let hasSystemGivenUp = false;
    void system.ended.then(() => (hasSystemGivenUp = true));
    const tool = [process.execPath, fromRoot('tools', 'run.mjs'), 'doctor'];
    const doctor = start('doctor', [...tool, 'http://gpu-box.test:11434', '--json']);
    assert.equal(await doctor.ended, 1);
    assert.equal(hasSystemGivenUp, false);
    const { checks } = JSON.parse(readFileSync(logOf('doctor'), 'utf8')) as Report;
    const failing = checks.find(({ ok }) => !ok);
    assert.equal(failing?.name, 'name');
    assert.match(failing.mend, /^The name server does not answer/);
    await system.stop(0);
  });

  function start(what: string, command: readonly string[]): ProcessGroup {
    assert.ok(machine);
    const [program, ...args] = machine.withoutNames(folder.path, command);
    return startProcessGroup(program, args, { cwd: fromRoot(), env: process.env, logFile: logOf(what) });
  }

  function logOf(what: string): string {
    return path.join(folder.path, `${what}.log`);
  }
});

interface Report {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly mend: string }[];
}
