import type { ModelFamily } from '../model/family';
import { renderFim } from './renderFim';

/** The prompt for a hole in a file that stands alone, for texts that hold no special tokens. */
export function plainInfill(
  family: ModelFamily,
  hole: { readonly prefix: string; readonly suffix: string; readonly writesBos: boolean },
): string {
  const pieces = renderFim(family, { ...hole, repo: 'sample', path: 'sample.py', items: [] });
  return pieces.map(({ text }) => text).join('');
}
