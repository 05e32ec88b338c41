import type { Place } from '../place';

export interface DraftContext {
  /** Where the text was generated, not where the cursor is by now. */
  readonly origin: Place;
  readonly trigger: 'automatic' | 'invoked';
  /** The generation ended for want of tokens or of the connection, so its last line is no whole one. */
  readonly cutShort: boolean;
}

/** Takes away what must not be shown. An empty text ends the chain: nothing is suggested. LF line ends. */
export type PostprocessRule = (text: string, context: DraftContext) => string;
