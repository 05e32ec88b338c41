// What the text before the cursor asks for: a mention behind an @, a command behind a / at the very start.
import type { MentionQuery, SlashCommand } from '../../chat/protocol';

/** A stretch of the text, in UTF-16 units, that a choice replaces. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export type Ask =
  | { readonly kind: 'mention'; readonly at: Stretch; readonly query: MentionQuery }
  | { readonly kind: 'command'; readonly at: Stretch; readonly prefix: string };

const mentionPattern = /(?:^|\s)@(?:(file|folder|symbol)[ \t]+)?([^\s@]*)$/;

/** Undefined where the text before the cursor asks for nothing. */
export function askedFor(text: string, cursor: number): Ask | undefined {
  const before = text.slice(0, cursor);
  const command = /^\/([\w-]*)$/.exec(before);
  if (command !== null) {
    return { kind: 'command', at: { start: 0, end: cursor }, prefix: command[1] ?? '' };
  }
  const mention = mentionPattern.exec(before);
  if (mention === null) return undefined;
  const start = before.lastIndexOf('@');
  const [, kind, typed = ''] = mention;
  return {
    kind: 'mention',
    at: { start, end: cursor },
    query: { ...(isKind(kind) && { kind }), text: typed },
  };
}

/** What was asked of the extension last. */
export interface MentionRequest {
  readonly number: number;
  readonly query: MentionQuery;
}

/**
 * Whether entries answer what now stands before the cursor. Those of an earlier request are shown until then, but no key
 * chooses one of them: it is meant for what was typed.
 */
export function answers(answered: number, asked: MentionRequest | undefined, query: MentionQuery): boolean {
  // The next request is made after the text is shown: its number alone does not tell.
  return answered === asked?.number && asked.query.kind === query.kind && asked.query.text === query.text;
}

export function matchingCommands(commands: readonly SlashCommand[], prefix: string): readonly SlashCommand[] {
  const typed = prefix.toLowerCase();
  return commands.filter(({ name }) => name.toLowerCase().startsWith(typed));
}

/** The text with the stretch replaced, and where the cursor then stands. */
export function replaced(
  text: string,
  { start, end }: Stretch,
  by: string,
): { readonly text: string; readonly cursor: number } {
  return { text: text.slice(0, start) + by + text.slice(end), cursor: start + by.length };
}

function isKind(text: string | undefined): text is NonNullable<MentionQuery['kind']> {
  return text === 'file' || text === 'folder' || text === 'symbol';
}
