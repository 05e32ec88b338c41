import { deepseekCoder } from '../src/model/deepseekFamilies';
import { familyTokens } from '../src/prompt/familyTokens';
import type { HostRequest } from './simulatedHost';

// Of the file's text before the typing, as much as tells where in the prompt it ends.
const ANCHOR_CHARS = 120;

export interface TypedText {
  /** The file's text before what was typed. */
  readonly before: string;
  readonly keys: readonly { readonly text: string; readonly atMs: number }[];
}

/**
 * When it turned out that what was typed is not what the request's answer says, judged by nothing but the keys and the
 * tokens written until then; undefined when it never did while it was under way. A request for text that is not typed
 * yet (looking ahead) departs when something else is typed on the way there.
 */
export function departureOf(request: HostRequest, { before, keys }: TypedText): number | undefined {
  const asked = typedInPrompt(request.prompt, before);
  if (asked === undefined) return undefined;
  const over = request.abortedAt ?? request.freedAt ?? Infinity;
  const moments = [...keys.map(({ atMs }) => atMs), ...request.written.map(({ at }) => at)]
    .filter((at) => at >= request.arrivedAt && at <= over)
    .sort((one, other) => one - other);
  return moments.find((moment) => {
    const typed = textUntil(
      keys.map(({ text, atMs }) => ({ text, at: atMs })),
      moment,
    );
    const said = asked + textUntil(request.written, moment);
    return !startsEqually(flat(harmless(typed)), flat(harmless(said)));
  });
}

/** What of the typed text the prompt holds, up to its hole. */
function typedInPrompt(prompt: string, before: string): string | undefined {
  const anchor = harmless(before.slice(-ANCHOR_CHARS));
  const hole = prompt.lastIndexOf(deepseekCoder.tokens.suffix);
  const start = prompt.lastIndexOf(anchor, hole);
  return hole < 0 || start < 0 ? undefined : prompt.slice(start + anchor.length, hole);
}

function textUntil(
  pieces: readonly { readonly text: string; readonly at: number }[],
  moment: number,
): string {
  return pieces
    .filter(({ at }) => at <= moment)
    .map(({ text }) => text)
    .join('');
}

/** As prompts show code that holds special tokens of its own. */
function harmless(text: string): string {
  return familyTokens(deepseekCoder).neutraliser.neutralise(text);
}

/** An editor indents a new line before the user does. */
function flat(text: string): string {
  return text.replace(/\n\s*/g, '\n');
}

function startsEqually(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
