import type { TransportError } from '../transport/errors';

/** The state of the endpoint that serves completion, for the status item and the log. */
export type EndpointState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-configured' }
  /** It answers; nobody has asked it for completions yet. `model` is the one that answered last. */
  | { readonly kind: 'reachable'; readonly endpoint: string; readonly model?: string }
  | { readonly kind: 'loading'; readonly endpoint: string; readonly model: string }
  | {
      readonly kind: 'ready';
      readonly endpoint: string;
      readonly model: string;
      readonly window: number;
      /** What the user should know though it works: "window halved to 8192: 3.8 GiB of weights + …". */
      readonly note?: string;
    }
  | { readonly kind: 'working'; readonly endpoint: string; readonly model: string }
  /** A chat answer of the same model keeps a completion waiting. */
  | { readonly kind: 'busy'; readonly endpoint: string; readonly model: string }
  | { readonly kind: 'no-fim-model'; readonly endpoint: string; readonly explanation: string }
  | { readonly kind: 'failed'; readonly endpoint: string; readonly error: TransportError };
