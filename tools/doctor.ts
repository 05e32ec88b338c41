// `npm run --silent doctor -- URL`: looks at everything between this machine and a completion, and says how to mend it.
import { runDoctor } from './doctor/doctorTool';

runDoctor(process.argv.slice(2), (line) => console.log(line)).then(
  // At once: a look-up of a name or a connection that was given up may still hold the process.
  (isWell) => process.exit(isWell ? 0 : 1),
  (thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    process.exit(1);
  },
);
