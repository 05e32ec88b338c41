import type { ModelDescription } from './engine';

/** How far a pull has come. A model is pulled in several layers, each with its own digest and size. */
export interface PullProgress {
  /** The host's words: `pulling manifest`, `pulling 8934d96d3f08`, `verifying sha256 digest`, `success`. */
  readonly status: string;
  readonly digest?: string;
  readonly totalBytes?: number;
  readonly completedBytes?: number;
}

/** A model as its host describes it to people. */
export interface ModelDetails extends ModelDescription {
  readonly family?: string;
  readonly parameterSize?: string;
  readonly quantization?: string;
  /** The model's own sampling options, one a line. */
  readonly parameters?: string;
  readonly system?: string;
  readonly licence?: string;
  /** In ms since 1970. */
  readonly modifiedAt?: number;
}

/** What changes a host's models. All methods throw a TransportError, or an AbortError when `signal` aborts. */
export interface ModelControl {
  /**
   * Downloads a model onto the host. Aborting `signal` pauses it, for the host keeps what has come: pulling the same tag
   * again goes on from there. Ends with the status `success`.
   */
  pull(tag: string, signal: AbortSignal): AsyncIterable<PullProgress>;
  /** Takes the model out of the host's memory. */
  unload(tag: string, signal: AbortSignal): Promise<void>;
  /** Deletes the model from the host's disk. */
  remove(tag: string, signal: AbortSignal): Promise<void>;
  details(tag: string, signal: AbortSignal): Promise<ModelDetails>;
}
