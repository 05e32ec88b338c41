import type { ChatEndpointView, ModelPick } from '../hosts/chatHosts';
import type { ChatModel } from '../hosts/chatModel';
import type { Chip } from './chips';
import { attachmentBlock, buildMessages, type BuiltMessages } from './chatMessages';
import { measure, reservedTokens, withSearch } from './contextMeter';
import { shownPath, type SentAttachment, type TurnNode } from './conversationTree';
import { adviceFor } from './modelAdvice';
import type { OpenConversation } from './openConversation';
import type {
  Attachment,
  Composer,
  ContextMeter,
  EndpointChoice,
  ModelChoice,
  SendObstacle,
  ThinkChoice,
} from './protocol';

/** All that the input area shows of a conversation now. */
export async function composerOf(open: OpenConversation): Promise<Composer> {
  const { hosts } = open.parts;
  const pick = open.pick;
  const model = pick === undefined ? undefined : hosts.model(pick);
  const known = await meterOf(open, shownPath(open.stored), {
    draft: open.draft,
    composer: open.chips
      .filter((chip) => !isReadWhenSent(chip))
      .map(sentOf)
      .filter((sent) => sent !== undefined),
    hasUnread: open.chips.some(isReadWhenSent),
  });
  const meter = open.chips.some(isSearch) ? withSearch(known) : known;
  const attachments = await chipsOf(open, meter.used - known.used);
  const obstacle = obstacleOf({ open, pick, model, attachments, meter });
  return {
    conversation: open.id,
    endpoints: hosts.endpoints.map((endpoint) => endpointChoice(endpoint, open)),
    ...(pick === undefined ? {} : { endpoint: pick.endpoint, model: model?.listing.tag ?? pick.model }),
    think: thinkChoice(model, open),
    acceptsImages: model?.vision ?? false,
    ...(model?.hasChatTemplate === false ? { isBaseModel: true } : {}),
    attachments,
    meter,
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

export interface ToMeasure {
  readonly draft: string;
  readonly composer: readonly SentAttachment[];
  readonly hasUnread?: boolean;
}

/** What would be sent for these turns, with this draft behind them. */
export async function meterOf(
  open: OpenConversation,
  path: readonly TurnNode[],
  { draft, composer, hasUnread = false }: ToMeasure,
): Promise<ContextMeter> {
  const { window, reserved, digest } = limitsOf(open);
  const note = sessionFits(open) ? open.session?.note : undefined;
  const measured = await measure(
    {
      built: builtFor(open, path),
      draft,
      composerBlocks: composer.map(attachmentBlock).filter((block) => block !== ''),
      composerImages: composer.filter(({ imageBase64 }) => imageBase64 !== undefined).length,
      hasUnread,
      window,
      reserved,
      modelDigest: digest,
    },
    open.parts.countTokens,
  );
  return note === undefined ? measured : { ...measured, note };
}

export function builtFor(open: OpenConversation, path: readonly TurnNode[]): BuiltMessages {
  const model = pickedModel(open);
  const advice =
    model === undefined ? { sampling: {} } : adviceFor(model, open.parts.settings().systemPrompt);
  return buildMessages(path, advice);
}

/** By the window the host has given, or will be asked for. */
export function limitsOf(open: OpenConversation): { window: number; reserved: number; digest: string } {
  const { contextWindow, maxTokens } = open.parts.settings();
  const model = pickedModel(open);
  const asked = Math.min(contextWindow.tokens, model?.contextLength ?? contextWindow.tokens);
  const window = sessionFits(open) ? (open.session?.window ?? asked) : asked;
  const thinks = model !== undefined && thinkChoice(model, open).value !== false;
  return { window, reserved: reservedTokens(window, maxTokens, thinks), digest: model?.listing.digest ?? '' };
}

export function thinkChoice(model: ChatModel | undefined, open: OpenConversation): ThinkChoice {
  const { kind, levels, canBeOff = false } = model?.thinking ?? { kind: 'none', levels: [] };
  switch (kind) {
    case 'none':
      return { kind, levels, value: false };
    case 'always':
      return { kind, levels, value: true };
    case 'switch':
      return { kind, levels, value: open.think !== false };
    case 'levels': {
      const middle = levels[Math.floor(levels.length / 2)] ?? true;
      const isLevel = typeof open.think === 'string' && levels.includes(open.think);
      const isOff = open.think === false && canBeOff;
      return { kind, levels, canBeOff, value: isLevel || isOff ? open.think : middle };
    }
  }
}

/** A chip as it is sent; undefined while it is being read. */
export function sentOf(chip: Chip): SentAttachment | undefined {
  if (chip.resolved === undefined) return undefined;
  const { shown, text, imageBase64 } = chip.resolved;
  return {
    shown: { ...shown, id: chip.id, isExact: false },
    ...(text === undefined ? {} : { text }),
    ...(imageBase64 === undefined ? {} : { imageBase64 }),
  };
}

/** With the tokens each takes. */
export async function withTokens(
  open: OpenConversation,
  sent: readonly SentAttachment[],
): Promise<readonly SentAttachment[]> {
  const counted = sent.filter(({ text }) => text !== undefined);
  const { counts, isExact } = await open.parts.countTokens(
    counted.map(attachmentBlock),
    limitsOf(open).digest,
  );
  return sent.map((each) => {
    const tokens = counts[counted.indexOf(each)];
    return tokens === undefined ? each : { ...each, shown: { ...each.shown, tokens, isExact } };
  });
}

/** A search is shown with what it will be given. */
async function chipsOf(open: OpenConversation, searchTokens: number): Promise<readonly Attachment[]> {
  const read = await withTokens(
    open,
    open.chips.map(sentOf).filter((sent) => sent !== undefined),
  );
  const byId = new Map(read.map(({ shown }) => [shown.id, shown]));
  return open.chips.map((chip) => {
    const shown = byId.get(chip.id) ?? unread(chip);
    if (isSearch(chip)) return { ...shown, tokens: searchTokens, isExact: false };
    return isReadWhenSent(chip) ? withoutCount(shown) : shown;
  });
}

/** What the repository holds on a question depends on the question, as it is sent. */
function isReadWhenSent(chip: Chip): boolean {
  return chip.resolved === undefined || isSearch(chip);
}

export function isSearch({ source }: Pick<Chip, 'source'>): boolean {
  return source.kind === 'repo';
}

function withoutCount(attachment: Attachment): Attachment {
  const shown: Attachment & { tokens?: number } = { ...attachment, isExact: false };
  delete shown.tokens;
  return shown;
}

function unread({ id, source }: Chip): Attachment {
  const kind =
    source.kind === 'uri' ? 'file' : source.kind === 'active-selection' ? 'selection' : source.kind;
  return { id, kind, label: 'path' in source ? (source.path ?? '') : '', isExact: false };
}

interface Situation {
  readonly open: OpenConversation;
  readonly pick: ModelPick | undefined;
  readonly model: ChatModel | undefined;
  readonly attachments: readonly Attachment[];
  readonly meter: ContextMeter;
}

function obstacleOf({ open, pick, model, attachments, meter }: Situation): SendObstacle | undefined {
  if (open.run !== undefined) return { code: 'answer-under-way' };
  if (pick === undefined) return isLookedAt(open) ? { code: 'no-model' } : undefined;
  if (attachments.some(({ problem }) => problem !== undefined)) return { code: 'attachment-problem' };
  const hasImage = attachments.some(({ kind }) => kind === 'image');
  if (hasImage && model !== undefined && !model.vision) return { code: 'images-unsupported' };
  return fitObstacle(meter, shownPath(open.stored));
}

/** Until then a question can be sent: it waits for the look. */
function isLookedAt({ parts }: OpenConversation): boolean {
  return parts.hosts.endpoints.every(({ state }) => state !== 'unknown');
}

/** A summary makes room where it would stand for more than itself. */
export function fitObstacle(
  { used, reserved, window, parts }: ContextMeter,
  path: readonly TurnNode[],
): SendObstacle | undefined {
  const overTokens = used + reserved - window;
  if (overTokens <= 0) return undefined;
  const before = parts.filter(({ kind }) => kind !== 'instructions' && kind !== 'draft');
  const held = before.reduce((sum, { tokens }) => sum + tokens, 0);
  return { code: 'does-not-fit', overTokens, canCompact: canCompact(path) && held > overTokens };
}

/** A summary of what has no answer since the last one would only cost. */
export function canCompact(path: readonly TurnNode[]): boolean {
  const live = path.slice(path.findLastIndex(({ kind }) => kind === 'summary') + 1);
  return live.some(({ kind }) => kind === 'answer');
}

function pickedModel(open: OpenConversation): ChatModel | undefined {
  return open.pick === undefined ? undefined : open.parts.hosts.model(open.pick);
}

/** Whether the session is with the model that is picked now. */
export function sessionFits({ session, pick }: OpenConversation): boolean {
  if (session === undefined || pick === undefined) return false;
  const { tag } = session.model.listing;
  return session.endpointName === pick.endpoint && (tag === pick.model || tag === `${pick.model}:latest`);
}

function endpointChoice(endpoint: ChatEndpointView, { parts }: OpenConversation): EndpointChoice {
  const { name, error, models, loadedTags } = endpoint;
  const failure =
    error === undefined
      ? {}
      : { failure: { code: error.kind, message: parts.failureText(error), isRetryable: true } };
  return {
    name,
    state: stateOf(endpoint),
    ...failure,
    models: models.map((model) => modelChoice(model, loadedTags)),
  };
}

/** A host that answers somebody is there: it only takes longer. */
function stateOf({ state, error, isAnswering }: ChatEndpointView): EndpointChoice['state'] {
  if (error?.kind === 'busy' || (isAnswering && state === 'reachable')) return 'busy';
  return state;
}

function modelChoice(model: ChatModel, loadedTags: readonly string[]): ModelChoice {
  const { tag, sizeBytes, parameterSize, quantization } = model.listing;
  return {
    tag,
    ...(sizeBytes > 0 ? { sizeBytes } : {}),
    ...(parameterSize === undefined ? {} : { parameterSize }),
    ...(quantization === undefined ? {} : { quantization }),
    ...(model.contextLength === undefined ? {} : { contextLength: model.contextLength }),
    capabilities: { thinking: model.thinking.kind !== 'none', vision: model.vision, tools: model.tools },
    isLoaded: loadedTags.includes(tag),
  };
}
