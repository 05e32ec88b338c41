import { assertNever } from '../../common/assertNever';
import { t } from '../../common/l10n';
import type { EditRefusal } from './proposal';

/** Why nothing was made of an answer's code, and what to do next, in a sentence or two. */
export function refusalWords(refusal: EditRefusal): string {
  switch (refusal.code) {
    case 'no-code':
      return t('There is no code to apply in this answer.');
    case 'no-change':
      return t('The file says this already: there is nothing to change.');
    case 'cut-short':
      return t('The answer ended in the middle of its code: it met its limit or the connection broke.');
    case 'no-place':
      return t(
        'Nothing in line {0} of the code and what follows is like the file, so it is not clear where it belongs. Insert it at the cursor, or select what it replaces.',
        refusal.line,
      );
    case 'ambiguous-place':
      return t(
        'Line {0} of the code and what follows fit several places equally well. Select what it replaces and apply again.',
        refusal.line,
      );
    case 'hidden-code':
      return t(
        'Line {0} of the code leaves something out in its middle. Ask for the whole code.',
        refusal.line,
      );
    case 'too-large':
      return t('The file is too large to find the place in. Select what the code replaces and apply again.');
    case 'garbled-diff':
    case 'hunk-not-found':
    case 'hunk-ambiguous':
    case 'hunks-overlap':
    case 'several-files':
      return diffWords(refusal);
    default:
      return assertNever(refusal);
  }
}

type DiffRefusal = Exclude<
  EditRefusal,
  {
    code:
      'no-code' | 'no-change' | 'cut-short' | 'no-place' | 'ambiguous-place' | 'hidden-code' | 'too-large';
  }
>;

function diffWords(refusal: DiffRefusal): string {
  switch (refusal.code) {
    case 'garbled-diff':
      return t(
        'The change at line {0} of the diff says neither what it replaces nor what it stands beside.',
        refusal.line,
      );
    case 'hunk-not-found':
      return t(
        'Change {0} of the diff does not fit the file: it has no line “{1}” at that place.',
        refusal.hunk,
        refusal.missing,
      );
    case 'hunk-ambiguous':
      return t(
        'Change {0} of the diff fits {1} places equally well. Ask for more lines around it.',
        refusal.hunk,
        refusal.places,
      );
    case 'hunks-overlap':
      return t('Change {0} of the diff is for lines that another change of it is for too.', refusal.hunk);
    case 'several-files':
      return t('The diff is for several files: {0}.', refusal.paths.join(', '));
    default:
      return assertNever(refusal);
  }
}
