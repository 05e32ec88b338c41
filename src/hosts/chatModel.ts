import { architectureNumber, infoText, modelNames } from '../model/modelFacts';
import type { ModelDescription, ModelListing, ThinkingModes } from '../transport/engine';

/** A model of a host as far as chat is concerned. */
export interface ChatModel {
  readonly listing: ModelListing;
  readonly description: ModelDescription;
  /** Tokens it was trained for, where the host says so. */
  readonly contextLength?: number;
  readonly thinking: Thinking;
  readonly vision: boolean;
  readonly tools: boolean;
  /** False for models that only embed. */
  readonly canChat: boolean;
  /** Without one it takes a conversation for plain text, as base models do. */
  readonly hasChatTemplate: boolean;
  /** DeepSeek-R1 and what was distilled from it: its makers' advice on sampling and instructions applies. */
  readonly isDeepseekR1: boolean;
}

/** `always`: it thinks and can't be kept from it. Levels stand weakest first. */
export interface Thinking {
  readonly kind: 'none' | 'switch' | 'levels' | 'always';
  readonly levels: readonly string[];
  /** With `levels`: it can do without as well. */
  readonly canBeOff?: boolean;
}

export function chatModelOf(listing: ModelListing, description: ModelDescription): ChatModel {
  const { capabilities, template } = description;
  const contextLength = architectureNumber(description, 'context_length');
  const saysSo = capabilities.length > 0;
  // Ollama has all of a model's facts; servers with OpenAI's API hardly any, but a chat template for every model.
  const isDescribed = infoText(description, 'general.architecture') !== undefined;
  const embeds = EMBEDDING_NAMES.test(listing.tag) && !isDescribed;
  return {
    listing,
    description,
    ...(contextLength === undefined ? {} : { contextLength }),
    thinking: thinkingOf(listing, description),
    vision: saysSo ? capabilities.includes('vision') : !isDescribed && hasVisionName(listing, description),
    tools: capabilities.includes('tools'),
    canChat: saysSo ? capabilities.includes('completion') && !embeds : !EMBEDDING_NAMES.test(listing.tag),
    hasChatTemplate: template === '' ? !isDescribed : hasTurns(template),
    isDeepseekR1: isDeepseekR1(listing, description),
  };
}

const EMBEDDING_NAMES = /embed|bge-|minilm|rerank|gte-|e5-/i;

const VISION_NAMES =
  /(?:^|[-_./\d])(?:vl|vlm|vision|llava|pixtral|internvl|moondream|minicpm-v|multimodal)(?:[-_.\d]|$)/;

/** vLLM and its like do not tell which models see; their makers do in the name. */
function hasVisionName(listing: ModelListing, description: ModelDescription): boolean {
  return modelNames(description, listing.tag).some((name) => VISION_NAMES.test(name));
}

/** Ollama gives a model without a template one that holds nothing but the prompt. */
function hasTurns(template: string): boolean {
  return !/^\s*\{\{-?\s*\.Prompt\s*-?\}\}\s*$/.test(template);
}

function isDeepseekR1(listing: ModelListing, description: ModelDescription): boolean {
  return modelNames(description, listing.tag).some((name) => /deepseek-?r1|r1-distill/.test(name));
}

const LEVELS: readonly string[] = ['low', 'medium', 'high'];

function thinkingOf(listing: ModelListing, description: ModelDescription): Thinking {
  const { thinking, capabilities } = description;
  if (thinking !== undefined) return statedThinking(thinking);
  if (!capabilities.includes('thinking')) {
    // Pulled before its template could part the thought, or served by a host that does not say.
    return { kind: isDeepseekR1(listing, description) ? 'always' : 'none', levels: [] };
  }
  // It takes levels only, and says so on hosts that are newer.
  if (infoText(description, 'general.architecture') === 'gptoss') return { kind: 'levels', levels: LEVELS };
  return { kind: 'switch', levels: [] };
}

function statedThinking({ values }: ThinkingModes): Thinking {
  const levels = values.filter((value) => typeof value === 'string');
  if (levels.length > 0) return { kind: 'levels', levels, ...(values.includes(false) && { canBeOff: true }) };
  if (!values.includes(true)) return { kind: 'none', levels: [] };
  return { kind: values.includes(false) ? 'switch' : 'always', levels: [] };
}
