import type { HandlersOf } from './commands';
import type { ChangeChoice, EditReviews } from './editReviews';

/** Accepting and rejecting changes under review: at the cursor, by a CodeLens, or all. */
export function reviewHandlers(reviews: EditReviews): HandlersOf<'review'> {
  return {
    'fillwright.review.accept': (argument) => reviews.accept(choiceOf(argument)),
    'fillwright.review.reject': (argument) => reviews.reject(choiceOf(argument)),
    'fillwright.review.acceptAll': () => reviews.accept('all'),
    'fillwright.review.rejectAll': () => reviews.reject('all'),
  };
}

/** From a CodeLens; the buttons of an editor's title hand over a URI, a key nothing. */
function choiceOf(argument: unknown): ChangeChoice {
  if (typeof argument !== 'object' || argument === null) return 'here';
  const { shown, index } = argument as { shown?: unknown; index?: unknown };
  return typeof shown === 'string' && typeof index === 'number' ? { shown, index } : 'here';
}
