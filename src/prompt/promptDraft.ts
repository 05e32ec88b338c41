import { trimLoneSurrogates } from '../common/text';
import type { ModelFamily } from '../model/family';
import type { PromptLimits } from './budget';
import type { ContextItem } from './contextItem';
import { countPrompt } from './countPrompt';
import { familyTokens } from './familyTokens';
import { headWithin } from './measuredText';
import { measurePrefix, type MeasuredPrefix } from './prefixEdge';
import { headerPath, repoName } from './promptPath';
import { renderFim, renderItem, type FimContent } from './renderFim';
import type { TargetText } from './targetText';
import type { TokenCounter } from './tokenCounter';

/** The model as far as the prompt's form depends on it. */
export interface PromptForm {
  readonly family: ModelFamily;
  /** Tokens the host really gives this model. */
  readonly window: number;
  /** Whether the BOS text must be written because the host does not add it. */
  readonly writesBos: boolean;
}

/** A target made ready for a prompt: special-token text is harmless, and the prefix is measured. */
export interface PromptDraft {
  readonly names: Pick<FimContent, 'repo' | 'path' | 'writesBos'>;
  readonly prefix: string;
  readonly measured: MeasuredPrefix;
  /** As much of the suffix as the limits let it show. */
  readonly suffix: string;
  readonly suffixTokens: number;
  /** Tokens of everything but context, prefix and suffix; includes the BOS that the host adds. */
  readonly frameTokens: number;
}

export function draftPrompt(
  target: TargetText,
  form: PromptForm,
  limits: Pick<PromptLimits, 'suffixTokens'>,
  counter: TokenCounter,
): PromptDraft {
  const { neutralise } = familyTokens(form.family).neutraliser;
  const prefix = neutralise(trimLoneSurrogates(target.prefix));
  const suffix = headWithin(neutralise(trimLoneSurrogates(target.suffix)), limits.suffixTokens, counter);
  const names = {
    repo: neutralise(repoName(target)),
    path: neutralise(headerPath(target.path)),
    writesBos: form.writesBos,
  };
  return {
    names,
    prefix,
    measured: measurePrefix(prefix, form.window, counter),
    suffix,
    suffixTokens: counter.count(suffix),
    frameTokens: frameTokens(form, names, counter),
  };
}

/** An item whose path and text can't act as special tokens. */
export function harmlessItem<T extends ContextItem>(item: T, family: ModelFamily): T {
  const { neutralise } = familyTokens(family).neutraliser;
  return {
    ...item,
    path: neutralise(headerPath(item.path)),
    text: neutralise(trimLoneSurrogates(item.text)),
  };
}

/** What a (harmless) item costs in a prompt, its header and footer included. */
export function itemTokens(item: ContextItem, family: ModelFamily, counter: TokenCounter): number {
  return countPrompt(renderItem(family, item), family, counter);
}

/** BOS that the host adds is not in the text, but takes its place in the window. */
export function hiddenBosTokens(form: PromptForm): number {
  return form.family.bos !== undefined && !form.writesBos ? 1 : 0;
}

/** Counted with an empty item, so that the headers which only stand beside context are in it. */
function frameTokens(form: PromptForm, names: PromptDraft['names'], counter: TokenCounter): number {
  const pieces = renderFim(form.family, {
    ...names,
    items: [{ path: '', text: '' }],
    prefix: '',
    suffix: '',
  });
  return (
    countPrompt(pieces.map((piece) => piece.text).join(''), form.family, counter) + hiddenBosTokens(form)
  );
}
