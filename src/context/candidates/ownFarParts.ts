import { t } from '../../common/l10n';
import type { Candidate, Surroundings } from './candidate';

/** What is out of sight in a long file: its imports, the headers around the cursor, and what is used near it. */
const IMPORT_VALUE = 0.1;
const HEADER_VALUE = 0.9;
const USED_SHARE = 0.5;
const LEAST_INTEREST = 0.2;

/** The parts of the target itself that the prompt doesn't show, when the file is larger than its share. */
export function ownFarParts({ index, scene, files, interest }: Surroundings): Candidate[] {
  const { path, shownStartLine, shownEndLine, cursorLine } = scene;
  if (shownStartLine <= 1 && shownEndLine >= scene.lineCount) return [];
  const isFar = (line: number): boolean => line < shownStartLine || line > shownEndLine;
  const own = files.definitions(path);
  const isNested = (line: number): boolean => own.some((one) => one.startLine < line && one.endLine > line);
  const imports = index
    .importsOf(path)
    .filter(({ startLine }) => isFar(startLine) && !isNested(startLine))
    .map(({ startLine, endLine, names }): Candidate => ({
      kind: 'lines',
      path,
      startLine,
      endLine,
      value: Math.max(IMPORT_VALUE, ...names.map(({ local }) => interest.get(local) ?? 0)),
      reason: t('an import further up in this file'),
    }));
  const definitions = own.flatMap((definition): Candidate[] => {
    if (!isFar(definition.nameLine) || definition.kind === 'module') return [];
    const encloses = definition.startLine < cursorLine && definition.endLine > cursorLine;
    const chance = USED_SHARE * (interest.get(definition.name) ?? 0);
    if (!encloses && chance < LEAST_INTEREST) return [];
    const reason = encloses ? t('encloses the cursor') : t('elsewhere in this file');
    return [{ kind: 'definition', definition, value: encloses ? HEADER_VALUE : chance, reason }];
  });
  return [...imports, ...definitions];
}
