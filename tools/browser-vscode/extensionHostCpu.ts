import { readdirSync, readFileSync } from 'node:fs';

// Linux counts CPU time in these, whatever the kernel's own tick.
const TICKS_PER_SECOND = 100;

/** CPU time that the extension hosts of a VS Code server have used since they started, in ms. Linux only. */
export function extensionHostCpuMs(processGroup: number): number {
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => extensionHostTicks(pid, processGroup));
  return (1_000 * ticks.reduce((sum, each) => sum + each, 0)) / TICKS_PER_SECOND;
}

function extensionHostTicks(pid: string, processGroup: number): number {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=extensionHost')) return 0;
    // Behind the name in brackets: state, parent, group, …; user and system time are the 12th and 13th from there.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(fields[2]) === processGroup ? Number(fields[11]) + Number(fields[12]) : 0;
  } catch {
    return 0; // It has ended meanwhile.
  }
}
