// `npm run --silent doctor -- URL`: looks at everything between this machine and a completion, and says how to mend it.
import { runDoctor } from './doctor/doctorTool';

runDoctor(process.argv.slice(2), (line) => console.log(line)).then(
  (isWell) => (isWell ? process.exit(0) : failAtOnce()),
  (thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    process.exit(1);
  },
);

/** An ordinary exit waits for look-ups of names, which can't be given up and take the system's own patience of ten seconds. */
function failAtOnce(): void {
  process.stdout.write('', () => process.kill(process.pid, 'SIGKILL'));
}
