import { layoutShares, type PromptLimits } from './budget';
import type { ContextItem } from './contextItem';
import { countPrompt } from './countPrompt';
import type { FimPrompt, PlacedItem } from './fimPrompt';
import { headWithin } from './measuredText';
import { cutPrefix } from './prefixEdge';
import {
  draftPrompt,
  harmlessItem,
  hiddenBosTokens,
  itemTokens,
  type PromptDraft,
  type PromptForm,
} from './promptDraft';
import { renderFim, type PromptPiece } from './renderFim';
import type { TargetText } from './targetText';
import type { TokenCounter } from './tokenCounter';

export interface LayoutInput {
  readonly target: TargetText;
  readonly form: PromptForm;
  readonly limits: PromptLimits;
  /** In the order they are to stand; from the first that does not fit, they are left out, but for its beginning. */
  readonly items: readonly ContextItem[];
  readonly counter: TokenCounter;
}

/** Tokens taken off at least when the whole counts more than the sum of its lines. */
const SHRINK_STEP_TOKENS = 64;

type MeasuredItem = ContextItem & { readonly tokens: number };

/** What goes into one prompt; the prefix by its budget, for its edges follow from it. */
interface Filling {
  readonly items: readonly MeasuredItem[];
  readonly prefixTokens: number;
  readonly suffix: string;
}

/**
 * Lays out one prompt within its limits. Deterministic: while the items stay and less than a step is typed, the head
 * of the prompt stays byte-identical. Only a limit too small for the FIM tokens themselves is exceeded.
 */
export function layoutPrompt(input: LayoutInput): FimPrompt {
  const { form, limits, counter } = input;
  const draft = draftPrompt(input.target, form, limits, counter);
  const shares = layoutShares({
    window: form.window,
    limits,
    frameTokens: draft.frameTokens,
    prefixTokens: draft.measured.tokens,
    suffixTokens: draft.suffixTokens,
  });
  const items = measuredItems(input, Math.min(shares.context, limits.contextTokens ?? Infinity));
  const prefixTokens = shares.prompt - draft.frameTokens - shares.suffix - sumOfTokens(items);
  let filling: Filling = {
    items,
    prefixTokens: Math.min(prefixTokens, limits.prefixTokens ?? Infinity),
    suffix: headWithin(draft.suffix, shares.suffix, counter),
  };
  for (;;) {
    const prompt = compose(input, draft, filling);
    const excess = prompt.tokens.total - shares.prompt;
    const smaller = excess > 0 ? shrunk(filling, excess) : undefined;
    if (smaller === undefined) return prompt;
    filling = smaller;
  }
}

function measuredItems(input: LayoutInput, shareTokens: number): MeasuredItem[] {
  const measured: MeasuredItem[] = [];
  let left = shareTokens;
  for (const raw of input.items) {
    const item = harmlessItem(raw, input.form.family);
    const tokens = itemTokens(item, input.form.family, input.counter);
    if (tokens > left) {
      const part = input.limits.contextTokens === undefined ? undefined : beginning(item, left, input);
      return part === undefined ? measured : [...measured, part];
    }
    left -= tokens;
    measured.push({ ...item, tokens });
  }
  return measured;
}

/** Fewer tokens of an item than this tell the model too little. */
const LEAST_PART_TOKENS = 48;

/** The lines of an item that a host has read of it already; undefined where they are too few. */
function beginning(
  item: ContextItem,
  maxTokens: number,
  { form, counter }: LayoutInput,
): MeasuredItem | undefined {
  const headerTokens = itemTokens({ ...item, text: '' }, form.family, counter);
  if (maxTokens - headerTokens < LEAST_PART_TOKENS) return undefined;
  const text = headWithin(item.text, maxTokens - headerTokens, counter);
  if (!text.endsWith('\n')) return undefined;
  const part = { ...item, text, endLine: item.startLine + text.split('\n').length - 2 };
  return { ...part, tokens: itemTokens(part, form.family, counter) };
}

function shrunk(filling: Filling, excess: number): Filling | undefined {
  if (filling.prefixTokens > 0) {
    const prefixTokens = Math.max(filling.prefixTokens - Math.max(excess, SHRINK_STEP_TOKENS), 0);
    return { ...filling, prefixTokens };
  }
  if (filling.items.length > 0) return { ...filling, items: filling.items.slice(0, -1) };
  return filling.suffix === '' ? undefined : { ...filling, suffix: '' };
}

function compose(input: LayoutInput, draft: PromptDraft, filling: Filling): FimPrompt {
  const { form, counter } = input;
  const cut = cutPrefix(draft.measured, filling.prefixTokens);
  const prefix = draft.prefix.slice(cut.start);
  const pieces = renderFim(form.family, {
    ...draft.names,
    items: filling.items,
    prefix,
    suffix: filling.suffix,
  });
  const text = pieces.map((piece) => piece.text).join('');
  return {
    text,
    stops: form.family.stops,
    window: form.window,
    tokens: {
      total: countPrompt(text, form.family, counter) + hiddenBosTokens(form),
      context: sumOfTokens(filling.items),
      prefix: counter.count(prefix),
      suffix: counter.count(filling.suffix),
      exact: counter.exact,
    },
    headChars: startOf(pieces, (piece) => piece.part === 'prefix') + cut.tailStart - cut.start,
    prefixChars: prefix.length,
    suffixChars: filling.suffix.length,
    items: filling.items.map((item, index) => placed(item, index, pieces)),
  };
}

function placed(item: MeasuredItem, index: number, pieces: readonly PromptPiece[]): PlacedItem {
  const { kind, path, startLine, endLine, reason, tokens } = item;
  const start = startOf(pieces, (piece) => piece.item === index);
  const endChar = start + (pieces.find((piece) => piece.item === index)?.text.length ?? 0);
  return { kind, path, startLine, endLine, reason, tokens, endChar };
}

/** UTF-16 units of the prompt before the first piece that is wanted. */
function startOf(pieces: readonly PromptPiece[], wanted: (piece: PromptPiece) => boolean): number {
  let chars = 0;
  for (const piece of pieces) {
    if (wanted(piece)) break;
    chars += piece.text.length;
  }
  return chars;
}

function sumOfTokens(items: readonly MeasuredItem[]): number {
  return items.reduce((sum, item) => sum + item.tokens, 0);
}
