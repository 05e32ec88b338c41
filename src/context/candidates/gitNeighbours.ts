import { t } from '../../common/l10n';
import { eitherOf, type Candidate, type Surroundings } from './candidate';

/** For each definition of a file that changed in every commit that changed the target. */
const CO_CHANGED_VALUE = 0.08;
const CO_CHANGED_TRUST = 0.5;
const MOST_FILES = 8;
/** Work in hand belongs together more often than not. */
const UNCOMMITTED_VALUE = 0.2;
const MOST_CHANGES = 20;
const LINES_AROUND = 3;

/** Files that often changed together with the target, and what is not committed yet. */
export function gitNeighbours({ history, scene, files, interest }: Surroundings): Candidate[] {
  const together = history
    .coChanged(scene.path)
    .slice(0, MOST_FILES)
    .flatMap(({ path, share }): Candidate[] =>
      files.definitions(path).map((definition) => ({
        kind: 'definition',
        definition,
        value: share * eitherOf(CO_CHANGED_VALUE, CO_CHANGED_TRUST * (interest.get(definition.name) ?? 0)),
        reason: t('often changed together with this file'),
      })),
    );
  const uncommitted = history
    .uncommitted()
    .filter(({ path }) => path !== scene.path)
    .slice(0, MOST_CHANGES)
    .map(({ path, startLine, endLine }): Candidate => ({
      kind: 'lines',
      path,
      startLine: Math.max(startLine - LINES_AROUND, 1),
      endLine: endLine + LINES_AROUND,
      value: UNCOMMITTED_VALUE,
      reason: t('changed and not committed yet'),
    }));
  return [...together, ...uncommitted];
}
