import { directoryOf } from '../index/indexPaths';

/** The folder and all above it, the innermost first, the workspace's own (empty) last. */
export function ancestorsOf(directory: string): string[] {
  const all = [directory];
  for (let at = directory; at !== '';) {
    at = directoryOf(at);
    all.push(at);
  }
  return all;
}

/** Of several files with the same name the one that lies nearest: with the most folders in common. */
export function nearest(paths: readonly string[], from: string): string | undefined {
  const parts = from.split('/');
  let best: string | undefined;
  let bestScore = -Infinity;
  for (const path of paths) {
    const other = path.split('/');
    let common = 0;
    while (common < other.length - 1 && other[common] === parts[common]) common += 1;
    const score = common * 1_000 - other.length;
    if (score > bestScore) [best, bestScore] = [path, score];
  }
  return best;
}
