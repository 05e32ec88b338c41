import { t } from '../../common/l10n';
import { eitherOf, type Candidate, type Surroundings } from './candidate';

/** For the lines edited last; each earlier place is worth less. */
const EDITED_VALUE = 0.3;
const FADING = 0.75;
/** Lines shown around an edited one. */
const LINES_AROUND = 8;
/** For each definition of the tab used last; each earlier tab is worth less. */
const TAB_VALUE = 0.03;
const TAB_TRUST = 0.6;
const MOST_TABS = 12;

/** Where the developer has just worked: recently edited places, and the files in open tabs. */
export function recentPlaces({ trail, openDocuments, files, interest, scene }: Surroundings): Candidate[] {
  const edited: Candidate[] = trail
    .filter(({ path }) => path !== scene.path)
    .map(({ path, line }, age) => ({
      kind: 'lines',
      path,
      startLine: Math.max(line - LINES_AROUND, 1),
      endLine: line + LINES_AROUND,
      value: EDITED_VALUE * FADING ** age,
      reason: t('edited a moment ago'),
    }));
  const tabs = openDocuments
    .filter(({ path }) => path !== scene.path)
    .slice(0, MOST_TABS)
    .flatMap(({ path }, age): Candidate[] =>
      files.definitions(path).map((definition) => ({
        kind: 'definition',
        definition,
        value: eitherOf(TAB_VALUE * FADING ** age, TAB_TRUST * (interest.get(definition.name) ?? 0)),
        reason: t('in an open tab'),
      })),
    );
  return [...edited, ...tabs];
}
