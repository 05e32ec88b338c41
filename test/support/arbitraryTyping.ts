import fc from 'fast-check';
import { splitsSurrogatePair } from '../../src/common/text';
import type { CompletionItem } from '../../src/completion/outcome';
import type { SelectedSuggestion } from '../../src/completion/query';
import type { TargetText } from '../../src/prompt/targetText';

/** What a user does next. Texts that are typed come from the shown completion where there is one, or are their own. */
export type Step =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'type-along'; readonly chars: number }
  | { readonly kind: 'accept' }
  | { readonly kind: 'delete'; readonly chars: number }
  | { readonly kind: 'undo' }
  | { readonly kind: 'move'; readonly offset: number }
  | { readonly kind: 'invoke' }
  /** Selects an item of the suggest widget that goes on from the last characters typed. */
  | { readonly kind: 'select'; readonly chars: number }
  | { readonly kind: 'wait'; readonly ms: number };

export const typingStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('type' as const),
    text: fc.constantFrom('a', '.', '(', '()', '{', '\n  ', ' ', ')', '"', '😀', '\t'),
  }),
  fc.record({ kind: fc.constant('type-along' as const), chars: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('accept' as const) }),
  fc.record({ kind: fc.constant('delete' as const), chars: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('undo' as const) }),
  fc.record({ kind: fc.constant('move' as const), offset: fc.nat() }),
  fc.record({ kind: fc.constant('invoke' as const) }),
  fc.record({ kind: fc.constant('select' as const), chars: fc.integer({ min: 0, max: 3 }) }),
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 30, 150, 400, 2000),
    }),
  },
);

/** The text after `next`, done while `shown` is on screen; undefined where that changes nothing. */
export function edited(
  at: TargetText,
  next: Step,
  shown: CompletionItem | undefined,
): TargetText | undefined {
  const { replaceBefore = 0 } = shown ?? {};
  const before = at.prefix.slice(0, at.prefix.length - replaceBefore);
  switch (next.kind) {
    case 'type': {
      // As an editor closes pairs: the closer stands behind the cursor.
      const [open = '', close = ''] = next.text === '()' ? ['(', ')'] : [next.text, ''];
      return { ...at, prefix: at.prefix + open, suffix: close + at.suffix };
    }
    case 'type-along':
      return shown === undefined
        ? undefined
        : { ...at, prefix: before + shown.text.slice(0, wholeAt(shown.text, replaceBefore + next.chars)) };
    case 'accept':
      if (shown === undefined) return undefined;
      return { ...at, prefix: before + shown.text, suffix: at.suffix.slice(shown.replaceAfter) };
    case 'delete':
      return {
        ...at,
        prefix: at.prefix.slice(0, wholeAt(at.prefix, Math.max(at.prefix.length - next.chars, 0))),
      };
    case 'move': {
      const text = at.prefix + at.suffix;
      const offset = wholeAt(text, next.offset % (text.length + 1));
      return { ...at, prefix: text.slice(0, offset), suffix: text.slice(offset) };
    }
    case 'invoke':
    case 'select':
    case 'undo':
    case 'wait':
      return undefined;
  }
}

/** Editors move by whole characters. */
function wholeAt(text: string, offset: number): number {
  return splitsSurrogatePair(text, offset) ? offset + 1 : offset;
}

/** As the suggest widget has it: what is typed of a word, and the whole of it. */
export function selectedAt({ prefix }: TargetText, chars: number): SelectedSuggestion {
  const line = prefix.slice(prefix.lastIndexOf('\n') + 1);
  const replaceStart = wholeAt(prefix, prefix.length - Math.min(chars, line.length));
  return { replaceStart, text: `${prefix.slice(replaceStart)}ed` };
}
