import path from 'node:path';

/** An absolute path inside the repository. `tools/run.mjs` tells every tool where that is. */
export function fromRoot(...segments: string[]): string {
  return path.join(process.env.FILLWRIGHT_ROOT ?? process.cwd(), ...segments);
}
