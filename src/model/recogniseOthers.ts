import { t } from '../common/l10n';
import { modelFamilies } from './families';
import type { ModelFamily } from './family';
import { architectureNumber, infoText, modelNames, type ModelFacts } from './modelFacts';
import {
  codegemma,
  codellama,
  codestral,
  granite33,
  granite4,
  graniteCode,
  mellum,
  qwen25Coder,
  qwen3Coder,
  seedCoder,
  stableCode,
  starcoder,
  starcoder2,
} from './otherFamilies';
import type { Recognition } from './recognition';

/** How a family shows: by architecture, and by the name where other models share that or the host tells no more. */
interface Signs {
  readonly family: ModelFamily;
  readonly architectures: readonly string[];
  /** Whether architecture and pre-tokenizer are enough, because no other model has them. */
  readonly needsNoName?: boolean;
  readonly pre?: string;
  readonly vocabularySize?: number;
  readonly name: RegExp;
}

/** The first that fits is it: the narrower before the wider. */
const signs: readonly Signs[] = [
  { family: starcoder2, architectures: ['starcoder2'], needsNoName: true, name: /starcoder-?2/ },
  { family: seedCoder, architectures: ['llama'], pre: 'seed-coder', needsNoName: true, name: /seed-coder/ },
  { family: granite4, architectures: ['granite', 'granitemoe', 'granitehybrid'], name: /granite-?4/ },
  { family: granite33, architectures: ['granite'], name: /granite-?3\.3/ },
  { family: graniteCode, architectures: ['starcoder', 'llama'], name: /granite.*code/ },
  { family: starcoder, architectures: ['starcoder'], needsNoName: true, name: /starcoder/ },
  { family: mellum, architectures: ['llama'], name: /mellum/ },
  { family: codestral, architectures: ['llama'], name: /codestral/ },
  { family: seedCoder, architectures: ['llama'], name: /seed-coder/ },
  { family: codellama, architectures: ['llama'], vocabularySize: 32_016, name: /code-?llama/ },
  { family: codegemma, architectures: ['gemma'], name: /code-?gemma|gemma.*code/ },
  { family: qwen3Coder, architectures: ['qwen3', 'qwen3moe', 'qwen3next'], name: /qwen3.*coder/ },
  { family: qwen25Coder, architectures: ['qwen2'], name: /qwen.*coder/ },
  { family: stableCode, architectures: ['stablelm'], name: /stable-?code/ },
];

/** Families of other makers; undefined for a model that none of them fits. */
export function recogniseByVocabulary(facts: ModelFacts, tag: string): Recognition | undefined {
  const names = modelNames(facts, tag);
  const family = signs.find((sign) => fits(sign, facts, names))?.family;
  if (family === undefined) return recogniseByTemplate(facts);
  if (infoText(facts, 'general.architecture') === undefined)
    return { kind: 'fim', family, doubt: nameOnly() };
  if (!isTunedForChat(family, facts)) return { kind: 'fim', family };
  return {
    kind: 'fim',
    family,
    note: t(
      '{0} is tuned for chat and may answer in prose; {1} completes better.',
      tag,
      family.pull ?? t('its base sibling'),
    ),
  };
}

function nameOnly(): string {
  return t('is known by its name alone');
}

/** A template that can insert spells the tokens: the family that has the same ones is close, if not the model's own. */
function recogniseByTemplate({ template }: ModelFacts): Recognition | undefined {
  if (!template.includes('.Suffix')) return undefined;
  const family = modelFamilies.find(({ tokens }) =>
    Object.values(tokens).every((token) => template.includes(token.trim())),
  );
  if (family === undefined) return undefined;
  return {
    kind: 'fim',
    family,
    doubt: t('has the tokens of {0} in its template, and no more is known', family.label),
  };
}

function fits(sign: Signs, facts: ModelFacts, names: readonly string[]): boolean {
  const isNamed = names.some((name) => sign.name.test(name));
  const architecture = infoText(facts, 'general.architecture');
  if (architecture === undefined) return isNamed;
  if (!sign.architectures.includes(architecture)) return false;
  if (sign.pre !== undefined && infoText(facts, 'tokenizer.ggml.pre') !== sign.pre) return false;
  const size = architectureNumber(facts, 'vocab_size');
  if (sign.vocabularySize !== undefined && size !== undefined && size !== sign.vocabularySize) return false;
  return isNamed || sign.needsNoName === true;
}

/** Families whose base and chat models share everything but the template. Only Qwen3-Coder has no base model. */
function isTunedForChat(family: ModelFamily, facts: ModelFacts): boolean {
  if (family === qwen3Coder || facts.capabilities.includes('insert')) return false;
  return /<\|im_start\|>|\[INST\]|<start_of_turn>|<\|start_of_role\|>|### (Instruction|Response)/.test(
    facts.template,
  );
}
