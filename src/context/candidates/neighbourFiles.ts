import { t } from '../../common/l10n';
import { directoryOf } from '../index/indexPaths';
import { eitherOf, type Candidate, type Surroundings } from './candidate';
import { areKin } from './languageKin';
import { popularity, unambiguity } from './popularity';

/** Chances are so small that these files fill what nothing better does. */
const IMPORTED_BY_IMPORTS_VALUE = 0.008;
const SAME_FOLDER_VALUE = 0.006;
const IMPORTER_VALUE = 0.004;
const TRUST = 0.3;
/** Of each kind. */
const MOST_FILES = 40;

interface Neighbours {
  readonly paths: readonly string[];
  readonly value: number;
  readonly reason: string;
}

/** What other files around the target make known: those its imports import, its folder's, and those that import it. */
export function neighbourFiles(surroundings: Surroundings): Candidate[] {
  const { index, scene } = surroundings;
  // Where a package's files see each other, they are the neighbours, and candidates already.
  if (index.packageSiblings(scene.path).length > 0) return [];
  const targets = index.importsOf(scene.path).flatMap(({ targets: all }) => all);
  const behind = targets.flatMap((path) => index.importsOf(path).flatMap(({ targets: all }) => all));
  return [
    { paths: behind, value: IMPORTED_BY_IMPORTS_VALUE, reason: t('imported by what is imported here') },
    { paths: sameFolder(surroundings), value: SAME_FOLDER_VALUE, reason: t('in the same folder') },
    { paths: index.importersOf(scene.path), value: IMPORTER_VALUE, reason: t('imports this file') },
  ].flatMap((neighbours) => definitionsOf(neighbours, surroundings));
}

function sameFolder({ index, scene }: Surroundings): string[] {
  const language = index.file(scene.path)?.language ?? scene.languageId;
  return index.filesIn(directoryOf(scene.path)).filter((path) => {
    const file = index.file(path);
    return file !== undefined && !file.generated && areKin(file.language, language);
  });
}

function definitionsOf({ paths, value, reason }: Neighbours, surroundings: Surroundings): Candidate[] {
  const { files, index, interest, scene } = surroundings;
  return [...new Set(paths)]
    .filter((path) => path !== scene.path)
    .slice(0, MOST_FILES)
    .flatMap((path) => files.definitions(path))
    .filter(({ exported, kind }) => exported && kind !== 'implementation')
    .map((definition) => ({
      kind: 'definition',
      definition,
      value:
        unambiguity(definition.name, index) *
        eitherOf(
          value + popularity(definition.name, index) / 2,
          TRUST * (interest.get(definition.name) ?? 0),
        ),
      reason,
    }));
}
