import { isAbort } from '../common/abort';
import { t } from '../common/l10n';
import type { ChatModelSession } from '../hosts/chatModelSession';
import type { GenerateMetrics } from '../transport/engine';
import { TransportError } from '../transport/errors';
import { concernsHost } from './askModel';
import { growingAnswer, type GrowingAnswer } from './answerParts';
import { builtFor, meterOf, sessionFits, thinkChoice } from './inputState';
import { answerText, nodeOf, pathTo, type AnswerNode } from './conversationTree';
import { adviceFor } from './modelAdvice';
import type { OpenConversation } from './openConversation';
import { windowClosed } from './mergeConversations';
import type { AnswerFinish, AnswerMetrics, AnswerState, Failure, WaitReason } from './protocol';

/** Deltas are gathered so long: three frames of a screen, below what the eye calls a delay. */
const GATHER_MS = 40;
/** So often a growing answer is kept: what a window that crashes can lose. */
const KEEP_EVERY_MS = 3_000;

/** Answers a turn, or goes on with an answer that has parts already. Never rejects: the turn's state tells how it went. */
export async function runAnswer(
  open: OpenConversation,
  node: AnswerNode,
  signal: AbortSignal,
): Promise<void> {
  const failures: AnswerFailure[] = [];
  for (let turn: AnswerNode | undefined = node; turn !== undefined;) {
    const failure = await answerOnce(open, turn, signal);
    turn = failure && standIn(open, failures, failure);
  }
  open.save();
}

/** An answer that failed before there was anything of it. */
interface AnswerFailure {
  readonly node: AnswerNode;
  readonly thrown: unknown;
  /** Shows it as the turn's end. */
  readonly show: () => void;
}

/** The turn as the next endpoint is to answer it; undefined where none stands in, and the first failure is told. */
function standIn(
  open: OpenConversation,
  failures: AnswerFailure[],
  failure: AnswerFailure,
): AnswerNode | undefined {
  failures.push(failure);
  const tried = failures.map(({ node }) => node.endpoint);
  const mayStandIn = !open.isPicked && concernsHost(failure.thrown);
  const next = mayStandIn
    ? open.parts.hosts.preferences().find(({ endpoint }) => !tried.includes(endpoint))
    : undefined;
  if (next !== undefined) {
    open.follow(next);
    return { ...failure.node, ...next };
  }
  const [first = failure] = failures;
  open.follow(first.node);
  first.show();
  return undefined;
}

/** @returns the failure where another model may answer in this one's place */
async function answerOnce(
  open: OpenConversation,
  node: AnswerNode,
  signal: AbortSignal,
): Promise<AnswerFailure | undefined> {
  const { clock } = open.parts;
  const answer = growingAnswer(node.parts);
  const show = (state: AnswerState, metrics?: AnswerMetrics): void =>
    open.showNode({ ...node, parts: answer.parts, state, ...(metrics === undefined ? {} : { metrics }) });
  try {
    const { finishReason, metrics } = await stream({ open, node, answer, show }, signal);
    show({ kind: 'finished', finishReason }, metrics);
  } catch (thrown) {
    answer.end(clock.now());
    const end = (): void => show(stateOfFailure(open, thrown, signal));
    if (answer.parts.length === 0 && !signal.aborted && node.endpoint !== '')
      return { node, thrown, show: end };
    end();
  }
  return undefined;
}

interface Streaming {
  readonly open: OpenConversation;
  readonly node: AnswerNode;
  readonly answer: GrowingAnswer;
  readonly show: (state: AnswerState) => void;
}

async function stream(
  streaming: Streaming,
  signal: AbortSignal,
): Promise<{ finishReason: AnswerFinish; metrics: AnswerMetrics }> {
  const { open, node, answer, show } = streaming;
  const { clock } = open.parts;
  const wait = (reason: WaitReason): void => show({ kind: 'waiting', reason });
  const session = await sessionFor(open, wait, signal);
  const request = await requestFor(open, node, session);
  const asked = clock.now();
  let firstAt: number | undefined;
  const deltas = gatheredDeltas(streaming);
  wait('reading');
  const tellWait = (isWaiting: boolean): void => {
    if (firstAt === undefined) wait(isWaiting ? 'queued' : 'reading');
  };
  try {
    for await (const event of session.chat(request, signal, tellWait)) {
      if (event.kind === 'done') {
        answer.end(clock.now());
        const isEmpty = answerText({ ...node, parts: answer.parts }).trim() === '';
        const finishReason = isEmpty && event.finishReason !== 'length' ? 'empty' : event.finishReason;
        const measured = metricsOf(event.metrics, { asked, firstAt, now: clock.now() });
        return { finishReason, metrics: measured };
      }
      if (event.kind === 'tool-call') continue;
      if (firstAt === undefined) show({ kind: 'streaming' });
      firstAt ??= clock.now();
      deltas.grew(answer.take(event, clock.now()));
    }
  } finally {
    deltas.stop();
  }
  return { finishReason: 'cut-off', metrics: {} };
}

/** Opens the model that is picked, unless it is open. */
export async function sessionFor(
  open: OpenConversation,
  wait: (reason: WaitReason) => void,
  signal: AbortSignal,
): Promise<ChatModelSession> {
  const { pick, parts, session } = open;
  if (session !== undefined && sessionFits(open)) return session;
  if (pick === undefined) throw new ChatFailure('no-model', t('No endpoint has a model that can chat.'));
  wait('loading');
  const opened = await parts.hosts.open(pick, signal);
  open.session = opened;
  parts.learnVocabulary(opened.model.listing.digest, () => opened.vocabulary(AbortSignal.timeout(60_000)));
  return opened;
}

async function requestFor(
  open: OpenConversation,
  node: AnswerNode,
  session: ChatModelSession,
): Promise<Parameters<ChatModelSession['chat']>[0]> {
  const path = pathTo(open.stored, node.id);
  // What the host gives may be less than was asked for.
  const asked = node.parts.length === 0 ? path.slice(0, -1) : path;
  const meter = await meterOf(open, asked, { draft: '', composer: [] });
  const room = session.window - meter.used;
  if (room < meter.reserved) throw doesNotFit(meter.used, meter.reserved, session.window);
  const { maxTokens, systemPrompt } = open.parts.settings();
  const think = thinkChoice(session.model, open);
  return {
    messages: builtFor(open, asked).messages,
    options: {
      numPredict: Math.min(maxTokens, room),
      ...adviceFor(session.model, systemPrompt).sampling,
    },
    ...(think.kind === 'switch' || think.kind === 'levels' ? { think: think.value } : {}),
  };
}

/** A failure that is not the host's. */
export class ChatFailure extends Error {
  override readonly name = 'ChatFailure';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function doesNotFit(used: number, reserved: number, window: number): ChatFailure {
  const text = t(
    'The conversation takes {0} tokens, and {1} are kept for the answer, but the model has a window of {2}. Remove attachments, compact the conversation, or begin a new one.',
    used,
    reserved,
    window,
  );
  return new ChatFailure('does-not-fit', text);
}

export function failureOf(open: OpenConversation, thrown: unknown): Failure {
  if (thrown instanceof ChatFailure) return { code: thrown.code, message: thrown.message, isRetryable: true };
  if (thrown instanceof TransportError) {
    return { code: thrown.kind, message: open.parts.failureText(thrown), isRetryable: true };
  }
  open.parts.log.error('An answer failed in an unforeseen way', thrown);
  return { code: 'internal', message: t('Something went wrong; the log has details.'), isRetryable: true };
}

export function stateOfFailure(open: OpenConversation, thrown: unknown, signal: AbortSignal): AnswerState {
  if (open.isClosing) return { kind: 'failed', failure: windowClosed() };
  if (signal.aborted || isAbort(thrown)) return { kind: 'stopped' };
  return { kind: 'failed', failure: failureOf(open, thrown) };
}

interface GatheredDeltas {
  /** `hasChanged`: not only grown, so that the whole turn is sent. */
  grew(hasChanged: boolean): void;
  stop(): void;
}

/** Sends what has grown a few dozen times a second at most, and keeps it now and then. */
function gatheredDeltas({ open, node, answer, show }: Streaming): GatheredDeltas {
  const { clock } = open.parts;
  const over = new AbortController();
  let isDue = false;
  let isKeepDue = false;
  let keptAt = -Infinity;
  const keep = (): void => {
    isKeepDue = false;
    keptAt = clock.now();
    open.save();
  };
  // The first text at once, later text in time: a host that falls silent says nothing that would remind of it.
  const keepSoon = (): void => {
    if (isKeepDue) return;
    const inMs = keptAt + KEEP_EVERY_MS - clock.now();
    if (inMs <= 0) return keep();
    isKeepDue = true;
    clock.sleep(inMs, over.signal).then(keep, () => undefined); // The answer is over: it is kept whole.
  };
  const flush = (): void => {
    isDue = false;
    const deltas = answer.takeDeltas();
    // A view that opens the conversation now gets what the others have.
    open.noteNode({ ...node, parts: answer.parts, state: { kind: 'streaming' } });
    if (deltas.length > 0) open.emit({ type: 'deltas', conversation: open.id, turn: node.id, deltas });
    keepSoon();
  };
  return {
    grew: (hasChanged) => {
      if (hasChanged) {
        answer.takeDeltas();
        show({ kind: 'streaming' });
      } else if (!isDue) {
        isDue = true;
        clock.sleep(GATHER_MS, over.signal).then(flush, () => undefined); // The answer is over: it is sent whole.
      }
    },
    stop: () => over.abort(),
  };
}

function metricsOf(
  { promptTokens, generatedTokens, decodeMs }: GenerateMetrics,
  times: { readonly asked: number; readonly firstAt: number | undefined; readonly now: number },
): AnswerMetrics {
  const rate =
    generatedTokens === undefined || decodeMs === undefined || decodeMs === 0
      ? undefined
      : (generatedTokens * 1_000) / decodeMs;
  return {
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(generatedTokens === undefined ? {} : { answerTokens: generatedTokens }),
    ...(rate === undefined ? {} : { tokensPerSecond: rate }),
    ...(times.firstAt === undefined ? {} : { firstTokenMs: times.firstAt - times.asked }),
    totalMs: times.now - times.asked,
  };
}

/** Whether a turn can be gone on with: something of the answer is there. */
export function canContinue(open: OpenConversation, id: string): boolean {
  const node = nodeOf(open.stored, id);
  return node?.kind === 'answer' && answerText(node) !== '';
}
