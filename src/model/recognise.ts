import { t } from '../common/l10n';
import { wantedFamily, type DescribedFamily } from './describedFamily';
import type { ModelFamily } from './family';
import { architectureNumber, infoText, modelNames, type ModelFacts } from './modelFacts';
import { recogniseDeepseek } from './recogniseDeepseek';
import type { Recognition } from './recognition';
import { recogniseByVocabulary } from './recogniseOthers';

/** What to pull where nothing better is known: the smallest download that completes well. */
export const FIRST_CHOICE = 'deepseek-coder:6.7b-base';

/**
 * Tells a model's family: from the family the user set, else from what the host says of the model, its name last.
 * `override` is a family's id, or the user's own description of one.
 */
export function recogniseFamily(
  facts: ModelFacts,
  tag: string,
  override?: string | DescribedFamily,
): Recognition {
  if (override !== undefined) return overridden(override, tag);
  const known = recogniseDeepseek(facts, tag) ?? recogniseByVocabulary(facts, tag);
  if (known?.kind === 'fim' && lacksTokens(known.family, facts)) {
    return noFim(
      t(
        '{0} is of the family {1}, but its vocabulary lacks the fill-in-the-middle tokens.',
        tag,
        known.family.label,
      ),
    );
  }
  return known ?? unknownModel(facts, tag);
}

/** Whether the BOS text must be written into a raw prompt, because the host's tokenizer does not add it. */
export function writesBos(family: ModelFamily, facts: ModelFacts): boolean {
  return family.bos !== undefined && !addsBos(facts);
}

/** The model's own window in tokens. */
export function modelWindow(family: ModelFamily, facts: ModelFacts): number {
  return architectureNumber(facts, 'context_length') ?? family.trainedWindow;
}

/** llama.cpp's default where a GGUF does not say: SentencePiece vocabularies get BOS, byte-level BPE ones do not. */
function addsBos(facts: ModelFacts): boolean {
  const said = facts.info['tokenizer.ggml.add_bos_token'];
  return typeof said === 'boolean' ? said : infoText(facts, 'tokenizer.ggml.model') === 'llama';
}

function overridden(wanted: string | DescribedFamily, tag: string): Recognition {
  const family = wantedFamily(wanted);
  return 'unknown' in family
    ? noFim(t('The settings give {0} {1}.', tag, family.unknown))
    : { kind: 'fim', family };
}

/** Only a description with its vocabulary can tell; without one the family is believed. */
function lacksTokens(family: ModelFamily, facts: ModelFacts): boolean {
  const vocabulary = facts.info['tokenizer.ggml.tokens'];
  if (!Array.isArray(vocabulary) || vocabulary.length === 0) return false;
  const known = new Set<unknown>(vocabulary);
  // SentencePiece writes the space that belongs to a token as U+2581.
  const present = (token: string): boolean => token === '' || known.has(token) || known.has(`\u2581${token}`);
  return !Object.values(family.tokens).every((token) => present(token.trim()));
}

function unknownModel(facts: ModelFacts, tag: string): Recognition {
  if (facts.capabilities.includes('insert')) {
    return noFim(
      t(
        "The host says that {0} can fill in the middle, but Fillwright does not know its family: name the family in the endpoint's settings.",
        tag,
      ),
    );
  }
  const name = modelNames(facts, '')[0];
  return noFim(
    t(
      '{0}{1} is not a model that Fillwright knows to fill in the middle.',
      tag,
      name === undefined ? '' : ` (${name})`,
    ),
  );
}

function noFim(explanation: string): Recognition {
  return { kind: 'no-fim', explanation, pull: FIRST_CHOICE };
}
