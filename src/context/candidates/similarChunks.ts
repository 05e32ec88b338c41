import { t } from '../../common/l10n';
import type { Candidate, Surroundings } from './candidate';

/** A chunk that has all the names around the cursor is a good example, but mostly for what is known already. */
const CHUNK_VALUE = 0.4;

/** Code like that around the cursor, as examples. */
export function similarChunks({ similar }: Surroundings): Candidate[] {
  return similar.map(({ path, startLine, endLine, similarity }) => ({
    kind: 'lines',
    path,
    startLine,
    endLine,
    value: CHUNK_VALUE * similarity,
    reason: t('similar code'),
  }));
}
