import { t } from '../../common/l10n';
import type { Candidate, Surroundings } from './candidate';
import { areKin } from './languageKin';

/** A name that the target's imports lead to a definition is almost surely that one. */
const RESOLVED_TRUST = 0.95;
/** One that merely has the same name somewhere in the repository, divided by how many there are. */
const SAME_NAME_TRUST = 0.6;
/** A member of a type that nothing here leads to is mostly one of another type's. */
const MEMBER_TRUST = 0.15;
/** With more definitions than this, a name does not say which is meant. */
const MOST_DEFINITIONS = 5;
/** Names that are looked up, the likeliest first. */
const MOST_NAMES = 120;
/** Names less likely to be written than this are not looked up. */
const LEAST_INTEREST = 0.15;

/** Definitions of the names around the cursor: by the import graph where it knows, else by name. */
export function namesNearCursor({ index, scene, files, interest }: Surroundings): Candidate[] {
  const own = new Set(files.definitions(scene.path).map(({ name }) => name));
  const language = index.file(scene.path)?.language ?? scene.languageId;
  const candidates: Candidate[] = [];
  const likely = [...interest]
    .filter(([name, chance]) => chance >= LEAST_INTEREST && !own.has(name) && index.definitionCount(name) > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_NAMES);
  for (const [name, chance] of likely) {
    const resolved = index.resolve(scene.path, name).filter(({ path }) => path !== scene.path);
    for (const definition of resolved) {
      candidates.push({
        kind: 'definition',
        definition,
        value: RESOLVED_TRUST * chance,
        reason: t('used near the cursor'),
      });
    }
    if (resolved.length > 0 || index.definitionCount(name) > MOST_DEFINITIONS) continue;
    const sameName = index
      .definitionsOf(name)
      .filter(({ path }) => path !== scene.path && areKin(index.file(path)?.language ?? '', language));
    for (const definition of sameName) {
      const trust = definition.container === undefined ? SAME_NAME_TRUST : MEMBER_TRUST;
      const value = (trust * chance) / sameName.length;
      candidates.push({
        kind: 'definition',
        definition,
        value,
        reason: t('has a name used near the cursor'),
      });
    }
  }
  return candidates;
}
