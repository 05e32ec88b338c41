import { abortable, isAbort } from '../common/abort';
import { t } from '../common/l10n';
import { canContinue, runAnswer } from './answering';
import { repoShare } from './attachments/gatheredShare';
import { readSource, type Chip } from './chips';
import { compact } from './compaction';
import { freeTokens } from './contextMeter';
import { canCompact, composerOf, fitObstacle, isSearch, meterOf, sentOf, withTokens } from './inputState';
import {
  nodeOf,
  pathTo,
  shownPath,
  type AnswerNode,
  type SentAttachment,
  type UserNode,
} from './conversationTree';
import type { OpenConversation, Run } from './openConversation';
import type { Expansion } from './prompts/promptLibrary';
import { isNotThere, sourcesOfPrompt } from './prompts/promptSources';
import { giveFirstTitle, giveTitle } from './titles';
import type { AttachmentSource, PendingQuestion, SendObstacle } from './protocol';

/** What a user turn is made of. */
interface Question {
  readonly text: string;
  readonly prompt: string;
  readonly attach: readonly AttachmentSource[];
  /** The turn it follows. */
  readonly parent: string | undefined;
  /** Sent along as they are: an edited turn's own. */
  readonly inherited: readonly SentAttachment[];
}

/** What a text stands for; undefined where it was a command that asks nothing and has been carried out. */
export type Expand = (text: string) => Promise<Exclude<Expansion, { kind: 'clear' }> | undefined>;

/** Sends a text behind the shown branch, with the composer's attachments. Resolves when the answer is over. */
export function send(open: OpenConversation, text: string, expand: Expand): Promise<void> {
  // The text leaves the box as it is sent; one that came from elsewhere leaves what is being written alone.
  if (open.run === undefined && text.startsWith(open.draft)) open.draft = '';
  const act = async (signal: AbortSignal): Promise<void> => {
    const expanded = await expandPending(open, expand(text), signal);
    if (expanded === undefined) return;
    // Behind what another window has asked meanwhile, not beside it.
    await open.catchUp();
    const parent = shownPath(open.stored).at(-1)?.id;
    await ask(open, { text, ...expanded, parent, inherited: [] }, signal);
  };
  return askThenTitle(open, act, { text });
}

/** Another question in the place of this one, with its attachments. */
export function editAndResend(
  open: OpenConversation,
  turn: string,
  text: string,
  expand: Expand,
): Promise<void> {
  open.edit = undefined;
  const act = async (signal: AbortSignal): Promise<void> => {
    const expanded = await expandPending(open, expand(text), signal);
    const node = nodeOf(open.stored, turn);
    if (expanded === undefined || node?.kind !== 'user') return;
    await ask(open, { text, ...expanded, parent: node.parent, inherited: node.attachments }, signal);
  };
  return askThenTitle(open, act, { text, replaces: turn });
}

/** The title is made beside whatever comes next: neither the next question nor anything else waits for it. */
async function askThenTitle(
  open: OpenConversation,
  act: (signal: AbortSignal) => Promise<void>,
  pending: PendingQuestion,
): Promise<void> {
  let asked: AbortSignal | undefined;
  await exclusively(open, (signal) => act((asked = signal)), pending);
  if (asked?.aborted === false) void giveTitle(open);
}

async function expandPending(
  open: OpenConversation,
  expanding: ReturnType<Expand>,
  signal: AbortSignal,
): Promise<Extract<Expansion, { kind: 'prompt' }> | undefined> {
  const expanded = await unlessStopped(expanding, signal);
  if (expanded === undefined && !signal.aborted) open.pending = undefined;
  if (expanded?.kind !== 'refused') return expanded;
  open.tell('error', t('Not sent: {0}', expanded.problem));
  return undefined;
}

/** Another answer beside this one, by the model that is picked now. */
export function regenerate(open: OpenConversation, turn: string): Promise<void> {
  return exclusively(open, async (signal) => {
    const node = nodeOf(open.stored, turn);
    const question = node?.kind === 'answer' ? node.parent : node?.id;
    if (question === undefined) return;
    const last = pathTo(open.stored, question).at(-1);
    if (last?.kind === 'user') await answer(open, last.id, signal);
  });
}

/** Goes on with an answer that met its limit or broke off; one without text is made anew. */
export function continueAnswer(open: OpenConversation, turn: string): Promise<void> {
  if (!canContinue(open, turn)) return regenerate(open, turn);
  return exclusively(open, async (signal) => {
    const node = nodeOf(open.stored, turn);
    if (node?.kind === 'answer') await runAnswer(open, node, signal);
  });
}

/** Has the model put a summary in place of the conversation so far. */
export function compactNow(open: OpenConversation): Promise<void> {
  return exclusively(open, async (signal) => {
    await open.catchUp();
    if (canCompact(shownPath(open.stored))) await compact(open, signal);
    else open.tell('info', t('There is nothing to summarize yet: the model has not answered since.'));
  });
}

/** One answer at a time in a conversation; others go on beside it. */
async function exclusively(
  open: OpenConversation,
  action: (signal: AbortSignal) => Promise<void>,
  pending?: PendingQuestion,
): Promise<void> {
  if (open.run !== undefined) {
    open.tell('warning', t('An answer is under way in this conversation; stop it first.'));
    if (pending !== undefined) open.giveBack(pending);
    return;
  }
  const abort = new AbortController();
  const over = Promise.resolve().then(() => afterLook(open, abort.signal, action));
  const run: Run = { abort, over };
  open.begin(run, pending);
  try {
    await over;
  } finally {
    open.end(run);
  }
}

/** Where no model is known, the endpoints may not have been looked at yet, or be back by now. */
async function afterLook(
  open: OpenConversation,
  signal: AbortSignal,
  action: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (open.pick === undefined) await unlessStopped(open.parts.hosts.settlePreferred(), signal);
  await action(signal);
}

async function unlessStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await abortable(promise, signal);
  } catch (thrown) {
    if (!isAbort(thrown)) throw thrown;
    return undefined; // What was stopped ends by its own rules.
  }
}

async function ask(open: OpenConversation, question: Question, signal: AbortSignal): Promise<void> {
  const taken = new Set(open.chips);
  const attachments = await readAttachments(open, question, signal);
  if (attachments === undefined) return;
  const { obstacle, parent } = await makeRoom(open, { question, attachments }, signal);
  if (signal.aborted) return;
  if (obstacle !== undefined) {
    open.tell('error', obstacleText(open, obstacle, attachments));
    return;
  }
  const node: UserNode = {
    kind: 'user',
    id: open.parts.newId(),
    ...(parent === undefined ? {} : { parent }),
    at: open.parts.wallClock(),
    text: question.text,
    ...(question.prompt === question.text ? {} : { prompt: question.prompt }),
    attachments,
  };
  open.chips = open.chips.filter((chip) => !taken.has(chip));
  open.pending = undefined;
  open.showNode(node);
  giveFirstTitle(open);
  await answer(open, node.id, signal);
}

async function answer(open: OpenConversation, parent: string, signal: AbortSignal): Promise<void> {
  const { pick, parts } = open;
  const node: AnswerNode = {
    kind: 'answer',
    id: parts.newId(),
    parent,
    at: parts.wallClock(),
    endpoint: pick?.endpoint ?? '',
    model: pick?.model ?? '',
    parts: [],
    state: { kind: 'waiting', reason: 'connecting' },
  };
  open.showNode(node);
  if (pick !== undefined) open.follow(pick);
  await runAnswer(open, node, signal);
}

/**
 * The files as they are now, not as they were when they were attached; a search last, for what is free then. Undefined
 * where that was stopped.
 */
async function readAttachments(
  open: OpenConversation,
  { prompt, attach, inherited, parent }: Question,
  stop: AbortSignal,
): Promise<readonly SentAttachment[] | undefined> {
  const wanted = sourcesOfPrompt(
    attach,
    open.chips.map(({ source }) => source),
  );
  const sources = [...open.chips.map(({ id, source }) => ({ id, source })), ...wanted.map(newChip)];
  const read = await readAll(sources.filter((each) => !isSearch(each)));
  const found = await readAll(sources.filter(isSearch), await roomForSearch(read));
  if (stop.aborted) return undefined;
  const inOrder = sources.flatMap(({ id }) => [...read, ...found].filter((chip) => chip.id === id));
  return [...inherited, ...(await withTokens(open, sentChips(inOrder)))];

  function readAll(which: typeof sources, budgetTokens?: number): Promise<readonly Chip[]> {
    const to = { question: prompt, stop, ...(budgetTokens === undefined ? {} : { budgetTokens }) };
    return Promise.all(
      which.map(async ({ id, source }) => ({ id, source, resolved: await readSource(open, source, to) })),
    );
  }

  async function roomForSearch(others: readonly Chip[]): Promise<number | undefined> {
    if (stop.aborted || !sources.some(isSearch)) return undefined;
    const path = parent === undefined ? [] : pathTo(open.stored, parent);
    const composer = [...inherited, ...sentChips(others)];
    const meter = await meterOf(open, path, { draft: prompt, composer });
    return repoShare(meter.window, freeTokens(meter));
  }

  function newChip(source: AttachmentSource): { id: string; source: AttachmentSource } {
    return { id: open.parts.newId(), source };
  }
}

function sentChips(chips: readonly Chip[]): readonly SentAttachment[] {
  return chips
    .filter(({ resolved }) => resolved === undefined || !isNotThere(resolved))
    .map(sentOf)
    .filter((each) => each !== undefined);
}

/** Whether the question fits, after a summary if need be, and behind which turn it then stands. */
async function makeRoom(
  open: OpenConversation,
  { question, attachments }: { readonly question: Question; readonly attachments: readonly SentAttachment[] },
  signal: AbortSignal,
): Promise<{ readonly obstacle?: SendObstacle | undefined; readonly parent: string | undefined }> {
  const { parent } = question;
  const plain = await plainObstacle(open, attachments, signal);
  if (plain !== undefined) return { obstacle: plain, parent };
  const fitsBehind = async (turn: string | undefined): Promise<SendObstacle | undefined> => {
    const path = turn === undefined ? [] : pathTo(open.stored, turn);
    return fitObstacle(await meterOf(open, path, { draft: question.prompt, composer: attachments }), path);
  };
  const obstacle = await fitsBehind(parent);
  const isLatest = parent === shownPath(open.stored).at(-1)?.id;
  if (obstacle?.code !== 'does-not-fit' || !obstacle.canCompact || !isLatest) return { obstacle, parent };
  if (!(await compact(open, signal))) return { obstacle, parent };
  const summary = shownPath(open.stored).at(-1)?.id;
  return { obstacle: await fitsBehind(summary), parent: summary };
}

async function plainObstacle(
  open: OpenConversation,
  attachments: readonly SentAttachment[],
  signal: AbortSignal,
): Promise<SendObstacle | undefined> {
  const { pick, parts } = open;
  if (pick === undefined) return { code: 'no-model' };
  if (attachments.some(({ shown }) => shown.problem !== undefined)) return { code: 'attachment-problem' };
  const hasImage = attachments.some(({ imageBase64 }) => imageBase64 !== undefined);
  if (hasImage && parts.hosts.model(pick) === undefined)
    await unlessStopped(parts.hosts.refresh([pick.endpoint]), signal);
  if (!hasImage || (await composerOf(open)).acceptsImages) return undefined;
  return { code: 'images-unsupported' };
}

function obstacleText(
  { parts }: OpenConversation,
  obstacle: SendObstacle,
  attachments: readonly SentAttachment[],
): string {
  switch (obstacle.code) {
    case 'does-not-fit':
      return t(
        'Not sent: it is {0} tokens more than the model can take. Remove attachments, compact the conversation, or begin a new one.',
        obstacle.overTokens,
      );
    case 'no-model': {
      const error = parts.hosts.endpoints.find((endpoint) => endpoint.error !== undefined)?.error;
      if (error === undefined) return t('Not sent: no endpoint has a model that can chat.');
      return t('Not sent: {0}', parts.failureText(error));
    }
    case 'images-unsupported':
      return t('Not sent: the model takes no images. Remove them, or pick a model with vision.');
    case 'attachment-problem': {
      const bad = attachments.find(({ shown }) => shown.problem !== undefined)?.shown;
      return t("Not sent: {0} can't be attached. {1}", bad?.label ?? '', bad?.problem?.message ?? '');
    }
    case 'answer-under-way':
      return t('An answer is under way in this conversation; stop it first.');
  }
}
