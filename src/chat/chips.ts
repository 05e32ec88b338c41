import { abortable, isAbort } from '../common/abort';
import { t } from '../common/l10n';
import type { ChatModelSession } from '../hosts/chatModelSession';
import type { ResolvedAttachment } from './attachments/attachmentResolver';
import { gatheredShare } from './attachments/gatheredShare';
import { shownUnread } from './attachments/unreadSource';
import type { ChatParts } from './chatParts';
import type { AttachmentProblem, AttachmentSource } from './protocol';

/** An attachment that waits in the composer. */
export interface Chip {
  readonly id: string;
  readonly source: AttachmentSource;
  /** Absent while it is being read. */
  readonly resolved?: ResolvedAttachment;
}

/** A conversation, as far as its chips go. */
export interface ChipHolder {
  chips: readonly Chip[];
  readonly draft: string;
  readonly parts: ChatParts;
  readonly session: ChatModelSession | undefined;
}

/** What takes longer hangs: a language server, a repository of another machine. */
const LONGEST_READ_MS = 20_000;
const NEVER = new AbortController().signal;

/** Resolves when it has been read; it is there at once. */
export async function attachChip(open: ChipHolder, source: AttachmentSource): Promise<void> {
  const id = open.parts.newId();
  open.chips = [...open.chips, { id, source }];
  await readChip(open, id, source);
}

async function readChip(open: ChipHolder, id: string, source: AttachmentSource): Promise<void> {
  const resolved = await readSource(open, source, { question: open.draft });
  open.chips = open.chips.map((chip) => (chip.id === id ? { id, source: resolved.source, resolved } : chip));
}

export function detachChip(open: ChipHolder, id: string): void {
  open.chips = open.chips.filter((chip) => chip.id !== id);
}

/** Chips as they were kept: at once without what they hold, and then with it. */
export async function restoreChips(open: ChipHolder, sources: readonly AttachmentSource[]): Promise<void> {
  const chips = sources.map((source) => ({ id: open.parts.newId(), source }));
  open.chips = [...open.chips, ...chips];
  await Promise.all(chips.map(({ id, source }) => readChip(open, id, source)));
}

/** What of the chips is kept for the next session: never the text of what may hold secrets. */
export function keptSources(chips: readonly Chip[]): readonly AttachmentSource[] {
  return chips.filter(mayBeKept).map(({ source }) => source);
}

function mayBeKept({ source, resolved }: Chip): boolean {
  if (source.kind === 'active-selection') return false;
  return source.kind !== 'selection' || (resolved !== undefined && resolved.shown.problem === undefined);
}

export interface ToRead {
  readonly question: string;
  readonly stop?: AbortSignal;
  /** For what is gathered to measure. */
  readonly budgetTokens?: number;
}

function shareOf({ session, parts }: ChipHolder): number {
  return gatheredShare(session?.window ?? parts.settings().contextWindow.tokens);
}

/** Reads a source for a question; what it finds wrong comes with the result. */
export async function readSource(
  open: ChipHolder,
  source: AttachmentSource,
  { question, stop = NEVER, budgetTokens = shareOf(open) }: ToRead,
): Promise<ResolvedAttachment> {
  const { parts } = open;
  const signal = AbortSignal.any([AbortSignal.timeout(LONGEST_READ_MS), stop]);
  try {
    return await abortable(parts.attachments.resolve(source, { question, budgetTokens }, signal), signal);
  } catch (thrown) {
    if (!isAbort(thrown) && !signal.aborted) parts.log.error('An attachment could not be read', thrown);
    return unreadable(source);
  }
}

function unreadable(source: AttachmentSource): ResolvedAttachment {
  const problem: AttachmentProblem = {
    code: 'unavailable',
    message: t('It could not be read; remove it and try again.'),
  };
  return { source, shown: { ...shownUnread(source), problem } };
}
