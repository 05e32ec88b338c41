import type { CompletionSource, NoCompletionReason } from './completionEnds';
import type { PostprocessRuleName } from './postprocess/postprocess';
import type { EndReason } from './stream/streamText';

/** One decision on the way of a query. Plain data, without any text of the user. */
export type TrailEvent =
  | { readonly kind: 'refused'; readonly reason: NoCompletionReason }
  /** Something was known already; `shown` may still turn it down. */
  | { readonly kind: 'found'; readonly source: CompletionSource }
  | { readonly kind: 'known-empty' }
  | { readonly kind: 'joined' }
  | { readonly kind: 'paused'; readonly waitMs: number }
  | { readonly kind: 'no-host' }
  | { readonly kind: 'host'; readonly endpoint: string; readonly model: string; readonly window: number }
  /** What the host had said when the wait for it was over; `end` is absent while it goes on. */
  | { readonly kind: 'said'; readonly chars: number; readonly end?: EndReason }
  /** A rule of post-processing took something away, or all there was. */
  | { readonly kind: 'cut'; readonly rule: PostprocessRuleName; readonly isAll: boolean }
  /** What was said departs from what was typed meanwhile. */
  | { readonly kind: 'departed' }
  /** It was offered here before and typed over. */
  | { readonly kind: 'unwanted' }
  /** It says no more than what stands behind the cursor already. */
  | { readonly kind: 'redundant' };

export type TrailStep = TrailEvent & {
  /** Since the query was asked. */
  readonly atMs: number;
};

export type DecisionTrail = readonly TrailStep[];
