import type { RepositoryHit } from './repositoryHit';

/** The constant of reciprocal-rank fusion, as Cormack, Clarke and Büttcher found it to serve (SIGIR 2009). */
const SMOOTHING = 60;

/** One ranking of several that have no common scale: each gives 1 / (60 + rank) to what it ranks. Best first. */
export function fuseRanks(rankings: readonly (readonly RepositoryHit[])[]): readonly RepositoryHit[] {
  const fused = new Map<string, RepositoryHit>();
  for (const ranking of rankings) {
    for (const [at, hit] of ranking.entries()) {
      const key = `${hit.startLine} ${hit.path}`;
      const score = (fused.get(key)?.score ?? 0) + 1 / (SMOOTHING + at + 1);
      fused.set(key, { ...hit, score });
    }
  }
  return [...fused.values()].sort((a, b) => b.score - a.score);
}

/** No line twice: of pieces that overlap, only the one that is ranked first. */
export function withoutOverlaps(ranked: Iterable<RepositoryHit>, most: number): RepositoryHit[] {
  const taken: RepositoryHit[] = [];
  for (const hit of ranked) {
    if (taken.length >= most) break;
    const overlaps = taken.some(
      ({ path, startLine, endLine }) =>
        path === hit.path && startLine <= hit.endLine && hit.startLine <= endLine,
    );
    if (!overlaps) taken.push(hit);
  }
  return taken;
}
