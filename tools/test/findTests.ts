import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../root';

/** The test files of a folder below test/, relative to the repository and sorted; only the wanted ones, if any. */
export function findTests(folder: string, wanted: readonly string[]): readonly string[] {
  const top = fromRoot('test', folder);
  if (!existsSync(top)) return [];
  const below = readdirSync(top, { recursive: true, encoding: 'utf8' });
  const tests = below.filter((file) => file.endsWith('.test.ts'));
  const all = tests.map((file) => withSlashes(path.join('test', folder, file))).sort();
  const names = new Set(wanted.map((file) => withSlashes(path.relative(fromRoot(), path.resolve(file)))));
  return names.size === 0 ? all : all.filter((file) => names.has(file));
}

function withSlashes(file: string): string {
  return file.replaceAll('\\', '/');
}
