import Mocha from 'mocha';
import { ResultReporter } from './resultReporter';

/** What the runner of a level hands to the process that holds mocha, as JSON in `FILLWRIGHT_MOCHA`. */
export interface MochaOrders {
  /** Bundled test files, absolute. */
  readonly files: readonly string[];
  readonly resultFile: string;
  readonly timeoutMs: number;
  readonly grep?: string;
}

/** Runs the ordered tests in this process and returns how many failed. */
export async function runOrderedTests(): Promise<number> {
  const orders = JSON.parse(process.env.FILLWRIGHT_MOCHA ?? '') as MochaOrders;
  const mocha = new Mocha({
    reporter: ResultReporter,
    reporterOptions: { output: orders.resultFile },
    timeout: orders.timeoutMs,
    ...(orders.grep !== undefined && { grep: orders.grep }),
  });
  for (const file of orders.files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    mocha.run(resolve);
  });
}
