import { fromRoot } from './root';
import { runProcess } from './runProcess';

/** Bundles the extension into dist/: to be looked into by a debugger, or as it ships, which benchmarks measure. */
export async function buildExtension(as: 'development' | 'production' = 'development'): Promise<void> {
  const args = ['esbuild.config.mjs', ...(as === 'production' ? ['--production'] : [])];
  const { exitCode, output } = await runProcess(process.execPath, args, {
    cwd: fromRoot(),
    output: 'collect',
  });
  if (exitCode !== 0) throw new Error(`The extension does not build:\n${output}`);
}
