import { t } from '../common/l10n';
import { deepseekCoder, deepseekCoderV2Lite, fillwrightDemo } from './deepseekFamilies';
import { architectureNumber, infoNumber, infoText, modelNames, type ModelFacts } from './modelFacts';
import type { Recognition } from './recognition';

/** Ids in the 32,256-entry vocabulary of DeepSeek-Coder v1. */
const V1_BOS = 32_013;
const V1_BASE_EOS = 32_014;
const V1_INSTRUCT_EOS = 32_021;
/** The demo model's own 16,384-entry vocabulary begins with its special tokens. */
const DEMO_VOCABULARY = 16_384;
const DEMO_EOS = 1;
/** Vocabulary of DeepSeek-LLM, which v1.5 was built on: it holds no FIM tokens. */
const LLM_VOCABULARY = 102_400;
/** Layers of DeepSeek-V2-Lite; the 236B model has 60. */
const V2_LITE_LAYERS = 27;

/** v1 sizes in Ollama's library by their layers. */
const V1_SIZES: ReadonlyMap<number, string> = new Map([
  [24, '1.3b'],
  [32, '6.7b'],
  [62, '33b'],
]);

/** DeepSeek's models and the demo model, which shares their tokens; undefined for any other. */
export function recogniseDeepseek(facts: ModelFacts, tag: string): Recognition | undefined {
  const architecture = infoText(facts, 'general.architecture');
  if (architecture === undefined) return recogniseByName(facts, tag);
  if (architecture === 'deepseek2') return recogniseV2(facts, tag);
  if (architecture !== 'llama') return undefined;
  if (isDemo(facts)) return { kind: 'fim', family: fillwrightDemo };
  if (isV1(facts, tag)) return recogniseV1(facts, tag);
  return isV15(facts, tag) ? noFimInV15(tag) : undefined;
}

/** For hosts that tell nothing but names, as OpenAI-style servers do. */
function recogniseByName(facts: ModelFacts, tag: string): Recognition | undefined {
  if (isNamed(facts, tag, /fillwright-demo|fimlet/)) return { kind: 'fim', family: fillwrightDemo };
  if (isNamed(facts, tag, /deepseek-coder-?v2/)) return recogniseV2(facts, tag);
  if (isNamed(facts, tag, /deepseek-coder.*v1\.5/)) return noFimInV15(tag);
  return isNamed(facts, tag, /deepseek-coder/) ? recogniseV1(facts, tag) : undefined;
}

function isDemo(facts: ModelFacts): boolean {
  return (
    infoText(facts, 'tokenizer.ggml.pre') === 'deepseek-coder' &&
    infoNumber(facts, 'tokenizer.ggml.eos_token_id') === DEMO_EOS &&
    (architectureNumber(facts, 'vocab_size') ?? DEMO_VOCABULARY) === DEMO_VOCABULARY
  );
}

function isV1(facts: ModelFacts, tag: string): boolean {
  const bos = infoNumber(facts, 'tokenizer.ggml.bos_token_id');
  const eos = infoNumber(facts, 'tokenizer.ggml.eos_token_id');
  if (bos === V1_BOS || eos === V1_BASE_EOS || eos === V1_INSTRUCT_EOS) return true;
  if (bos !== undefined || eos !== undefined) return false;
  if (infoText(facts, 'tokenizer.ggml.pre') === 'deepseek-coder') return true;
  return isNamed(facts, tag, /deepseek-coder(?!-v2|.*v1\.5)/);
}

function recogniseV1(facts: ModelFacts, tag: string): Recognition {
  const instruct = isV1Instruct(facts, tag);
  if (instruct === undefined) return { kind: 'fim', family: deepseekCoder, doubt: untold() };
  if (!instruct) return { kind: 'fim', family: deepseekCoder };
  const named = /1\.3b|6\.7b|33b/.exec(tag)?.[0];
  const size = V1_SIZES.get(architectureNumber(facts, 'block_count') ?? 0) ?? named ?? '6.7b';
  const pull = `deepseek-coder:${size}-base`;
  return {
    kind: 'no-fim',
    explanation: t(
      "{0} is DeepSeek-Coder's instruct model, which was not trained to fill in the middle; tags without -base are instruct models.",
      tag,
    ),
    pull,
  };
}

function untold(): string {
  return t('tells neither by its end token nor by its template or name whether it is a base model');
}

/** By the end token, then by the template, the name last; undefined where none of them tells. */
function isV1Instruct(facts: ModelFacts, tag: string): boolean | undefined {
  const eos = infoNumber(facts, 'tokenizer.ggml.eos_token_id');
  if (eos === V1_BASE_EOS) return false;
  if (eos === V1_INSTRUCT_EOS) return true;
  if (/###\s*Instruction|\.Messages|<\|EOT\|>/.test(facts.template)) return true;
  if (isNamed(facts, tag, /base/)) return false;
  // Ollama's own tags without -base are instruct models; a model that somebody imported may be either.
  return isNamed(facts, tag, /instruct|^deepseek-coder:[\w.]+$/) ? true : undefined;
}

function isV15(facts: ModelFacts, tag: string): boolean {
  return (
    architectureNumber(facts, 'vocab_size') === LLM_VOCABULARY ||
    infoText(facts, 'tokenizer.ggml.pre') === 'deepseek-llm' ||
    isNamed(facts, tag, /deepseek-coder.*v1\.5/)
  );
}

function noFimInV15(tag: string): Recognition {
  return {
    kind: 'no-fim',
    explanation: t(
      '{0} looks like DeepSeek-Coder v1.5 or another model built on DeepSeek-LLM: their vocabulary has no fill-in-the-middle tokens.',
      tag,
    ),
    pull: 'deepseek-coder:6.7b-base',
  };
}

function recogniseV2(facts: ModelFacts, tag: string): Recognition {
  const layers = architectureNumber(facts, 'block_count');
  const isLite = layers === V2_LITE_LAYERS || (layers === undefined && isNamed(facts, tag, /lite|16b/));
  const isCoder = isNamed(facts, tag, /coder/) || facts.capabilities.includes('insert');
  if (!isLite || !isCoder) {
    return {
      kind: 'no-fim',
      explanation: t(
        '{0} is a DeepSeek model that was not trained to fill in the middle: of this architecture only DeepSeek-Coder-V2-Lite was.',
        tag,
      ),
      pull: 'deepseek-coder-v2:16b-lite-base-q4_K_M',
    };
  }
  if (isNamed(facts, tag, /base/)) return { kind: 'fim', family: deepseekCoderV2Lite };
  return {
    kind: 'fim',
    family: deepseekCoderV2Lite,
    note: t(
      '{0} is an instruct model and may answer in prose; deepseek-coder-v2:16b-lite-base-q4_K_M completes better.',
      tag,
    ),
  };
}

function isNamed(facts: ModelFacts, tag: string, pattern: RegExp): boolean {
  return modelNames(facts, tag).some((name) => pattern.test(name));
}
