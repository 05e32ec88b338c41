// All that stands around the text that is being written: who answers, how, and whether it fits.
import type { Attachment } from './attachments';
import type { Failure } from './conversation';

/** All of the input area of one conversation. */
export interface Composer {
  readonly conversation: string;
  readonly endpoints: readonly EndpointChoice[];
  /** What answers next; absent where no endpoint has a model for chat. */
  readonly endpoint?: string;
  readonly model?: string;
  readonly think: ThinkChoice;
  /** The model takes images. */
  readonly acceptsImages: boolean;
  /** The model has no chat template: it takes a conversation for plain text. */
  readonly isBaseModel?: boolean;
  readonly attachments: readonly Attachment[];
  readonly meter: ContextMeter;
  /** Why sending would be refused now; absent when it would not. */
  readonly obstacle?: SendObstacle;
}

export interface EndpointChoice {
  readonly name: string;
  readonly state: 'unknown' | 'reachable' | 'busy' | 'failed';
  /** With `failed`: what stands in the way. */
  readonly failure?: Failure;
  readonly models: readonly ModelChoice[];
}

export interface ModelChoice {
  readonly tag: string;
  readonly sizeBytes?: number;
  readonly parameterSize?: string;
  readonly quantization?: string;
  /** Tokens the model was trained for. */
  readonly contextLength?: number;
  readonly capabilities: { readonly thinking: boolean; readonly vision: boolean; readonly tools: boolean };
  /** In the host's memory now. */
  readonly isLoaded: boolean;
}

/** `true` and `false` switch; a text is a level. */
export type ThinkValue = boolean | string;

/** `always`: the model thinks and can't be kept from it. */
export interface ThinkChoice {
  readonly kind: 'none' | 'switch' | 'levels' | 'always';
  /** With `levels`, weakest first. */
  readonly levels: readonly string[];
  /** With `levels`: `false` is a value too. */
  readonly canBeOff?: boolean;
  readonly value: ThinkValue;
}

/** In tokens. used + reserved ≤ window, or there is an obstacle. */
export interface ContextMeter {
  readonly window: number;
  /** Everything that would be sent. */
  readonly used: number;
  /** Kept free for the answer. */
  readonly reserved: number;
  readonly parts: readonly MeterPart[];
  /** Why the window is not the one that was asked for. */
  readonly note?: string;
}

export interface MeterPart {
  /** `template`: what the host writes around the messages. */
  readonly kind: 'instructions' | 'conversation' | 'attachments' | 'draft' | 'template';
  readonly tokens: number;
  /** False: guessed in part, or counted by the look of the text where the model's vocabulary is not known. */
  readonly isExact: boolean;
}

export type SendObstacle =
  /** `overTokens` more than fit. `canCompact`: a summary of the conversation would make room. */
  | { readonly code: 'does-not-fit'; readonly overTokens: number; readonly canCompact: boolean }
  | { readonly code: 'no-model' }
  | { readonly code: 'images-unsupported' }
  | { readonly code: 'attachment-problem' }
  | { readonly code: 'answer-under-way' };
