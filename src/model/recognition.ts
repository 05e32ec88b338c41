import type { ModelFamily } from './family';

/** Whether a model can fill in the middle, and how it is to be asked. */
export type Recognition =
  | {
      readonly kind: 'fim';
      readonly family: ModelFamily;
      /** What the user should know though it works. */
      readonly note?: string;
      /** Why it is not sure, ending a sentence that begins with the tag: a real infill must settle it. */
      readonly doubt?: string;
    }
  | {
      readonly kind: 'no-fim';
      /** One or two sentences: what the model is and why it can't complete. */
      readonly explanation: string;
      /** Tag to pull from Ollama's library instead. */
      readonly pull: string;
    };
