import type { AnswerAction } from './protocol';

/**
 * Does what was clicked in an answer: links, and the buttons of its code blocks. Never rejects: what can't be done is
 * told to the user by whoever implements it.
 */
export type HandleAnswerAction = (action: Exclude<AnswerAction, { type: 'showSent' }>) => Promise<void>;
