import { HostError } from './hostError';
import type { LlamaModel, Token } from './llamaCpp';

/** llama.cpp rounds a context up to a multiple of this. */
const SLOT_STEP_TOKENS = 256;

export interface PromptLimits {
  /** The context window in tokens. */
  readonly numCtx: number;
  /** Tokens at the prompt's head that survive a cut. */
  readonly numKeep: number;
  /** Whether an over-long prompt is cut (Ollama's default) or refused. */
  readonly truncate: boolean;
  /** Whether the context may shift while generating; Ollama cuts prompts only then. */
  readonly shift: boolean;
}

/**
 * A prompt's tokens, brought into the window the way Ollama does it: the first `numKeep` tokens (and BOS) stay, a
 * middle block goes, so that about half of the window is free again.
 * @throws HostError 400 in Ollama's words when the prompt is too long and may not be cut
 */
export function promptTokens(model: LlamaModel, prompt: string, limits: PromptLimits): Token[] {
  const { numCtx, truncate, shift } = limits;
  const tokens = tokenize(model, prompt);
  // Ollama looks at the bytes first, and leaves a prompt that is shorter than the window to llama-server.
  if (!truncate || Buffer.byteLength(prompt) < numCtx) {
    const slot = slotTokens(numCtx);
    if (tokens.length < slot) return tokens;
    throw tooLong(tokens.length, slot);
  }
  if (tokens.length < numCtx) return tokens;
  if (!shift) {
    throw new HostError(
      400,
      'the prompt is longer than the context length currently available to the model; shorten the prompt, ' +
        'adjust the context length in settings, or use a model with a longer context length',
    );
  }
  const keep = keptTokens(model, limits, tokens.length);
  const length = numCtx - Math.max(Math.floor((numCtx - keep) / 2), 1);
  return [...tokens.slice(0, keep), ...tokens.slice(tokens.length - (length - keep))];
}

/** The window that llama.cpp makes of the one asked for: a multiple of 256. */
export function slotTokens(numCtx: number): number {
  return Math.ceil(numCtx / SLOT_STEP_TOKENS) * SLOT_STEP_TOKENS;
}

/** Tokens of a prompt with special tokens parsed as such, and BOS before them where the model wants it. */
function tokenize(model: LlamaModel, text: string): Token[] {
  const tokens = model.tokenize(text, true);
  const { bos, shouldPrependBosToken } = model.tokens;
  return shouldPrependBosToken && bos !== null ? [bos, ...tokens] : tokens;
}

function keptTokens(model: LlamaModel, { numKeep, numCtx }: PromptLimits, promptLength: number): number {
  const asked = numKeep < 0 ? promptLength : numKeep;
  return Math.min(asked + (model.tokens.shouldPrependBosToken ? 1 : 0), numCtx - 1);
}

/** Ollama passes llama-server's JSON on as a string. */
function tooLong(tokens: number, numCtx: number): HostError {
  const error = {
    code: 400,
    message: `request (${tokens} tokens) exceeds the available context size (${numCtx} tokens), try increasing it`,
    type: 'exceed_context_size_error',
    n_prompt_tokens: tokens,
    n_ctx: numCtx,
  };
  return new HostError(400, JSON.stringify({ error }));
}
