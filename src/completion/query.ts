import type { TargetText } from '../prompt/targetText';

export type TriggerKind = 'automatic' | 'invoked';

/** The item selected in the suggest widget: a completion must begin with it. */
export interface SelectedSuggestion {
  /** UTF-16 offset into the document where the replaced text begins; it ends at the cursor. */
  readonly replaceStart: number;
  readonly text: string;
}

/** One request to the completion engine. */
export interface CompletionQuery {
  readonly target: TargetText;
  readonly trigger: TriggerKind;
  /** What the editor has beside a single cursor, as far as it has told. */
  readonly beside?: 'further-cursors' | 'selection';
  readonly selectedSuggestion?: SelectedSuggestion;
}
