import { maskAt } from '../../context/secretText';
import type { StreamRule } from './streamRule';

/** Ends ahead of the line into which the model copies what stands in the prompt for a secret. */
export const atMask: StreamRule = (text, { isMasked }) => {
  const found = isMasked ? maskAt(text) : undefined;
  return found === undefined ? undefined : Math.max(text.lastIndexOf('\n', found - 1), 0);
};
