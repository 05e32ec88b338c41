import type { FinishReason, GenerateEvent, GenerateMetrics } from '../../transport/engine';
import { atBlockEnd } from './blockEnd';
import { atLineEnd } from './lineEnd';
import { atLineLimit } from './lineLimit';
import { atLoop } from './loop';
import { atMask } from './mask';
import { atSpecialToken } from './specialToken';
import { FirstLineConfidence } from './firstLineConfidence';
import type { StreamContext, StreamRule } from './streamRule';
import { atSuffixLine } from './suffixLine';

const rules = {
  atSpecialToken,
  atMask,
  atSuffixLine,
  atLoop,
  atLineEnd,
  atBlockEnd,
  atLineLimit,
} as const satisfies Readonly<Record<string, StreamRule>>;

export type StreamRuleName = keyof typeof rules;

/** Why a generation ended: by the host, or by the rule that had enough. */
export type EndReason = FinishReason | StreamRuleName;

/** A generation as far as it has come. `end` says why there will be no more. */
export interface StreamedText {
  readonly text: string;
  readonly end?: FinishReason | 'enough';
  /** With `enough`: the rule that had it. */
  readonly rule?: StreamRuleName;
  readonly metrics?: GenerateMetrics;
  /** Mean probability of a token, 0 to 1, in the first line that is not blank; absent where the host tells none. */
  readonly confidence?: number;
}

/**
 * The growing text of a generation: each value replaces the one before, because a rule may take back a line that turns
 * out to be the suffix's. Ends, and so ends the request, as soon as a rule has enough.
 */
export async function* streamText(
  events: AsyncIterable<GenerateEvent>,
  context: StreamContext,
): AsyncGenerator<StreamedText> {
  let text = '';
  const confidence = new FirstLineConfidence();
  for await (const event of events) {
    if (event.kind === 'done') {
      yield { text, end: event.finishReason, metrics: event.metrics, ...confidence.known };
      return;
    }
    confidence.add(event.logProbabilities ?? [], text);
    text += event.text.replaceAll('\r', '');
    const enough = endOfText(text, context);
    if (enough !== undefined) {
      yield { text: text.slice(0, enough.offset), end: 'enough', rule: enough.rule, ...confidence.known };
      return;
    }
    yield { text, ...confidence.known };
  }
  yield { text, end: 'cut-off', ...confidence.known };
}

/** The rule that has enough of `text` first, and the offset at which it has. */
export function endOfText(
  text: string,
  context: StreamContext,
): { readonly offset: number; readonly rule: StreamRuleName } | undefined {
  let first: { readonly offset: number; readonly rule: StreamRuleName } | undefined;
  for (const [rule, end] of inOrder) {
    const offset = end(text, context);
    if (offset !== undefined && (first === undefined || offset < first.offset)) first = { offset, rule };
  }
  return first;
}

const inOrder = Object.entries(rules) as readonly (readonly [StreamRuleName, StreamRule])[];
