import { LruMap } from '../common/lru';
import { repoShare } from './attachments/gatheredShare';
import type { BuiltMessages } from './chatMessages';
import type { ContextMeter, MeterPart } from './protocol';

/** Counts tokens of texts as a model reads them. */
export interface CountTokens {
  (texts: readonly string[], modelDigest: string): Promise<TokenCounts>;
}

export interface TokenCounts {
  /** One for each text. */
  readonly counts: readonly number[];
  /** False where the model's vocabulary is not known: then they err on the high side. */
  readonly isExact: boolean;
}

/** What a template writes around one message: role, markers, line ends. The largest of the common ones. */
const TOKENS_PER_MESSAGE = 8;
/** Hosts do not tell what an image takes; models in use take 256 to 1,600 tokens. */
const TOKENS_PER_IMAGE = 1_600;
/** Below this an answer says nothing. */
const SMALLEST_ANSWER = 256;

/** The room an answer is given, at least: more where the model thinks before it speaks. */
export function reservedTokens(window: number, maxTokens: number, thinks: boolean): number {
  const share = Math.floor(window / (thinks ? 2 : 4));
  return Math.min(maxTokens, Math.max(share, Math.min(SMALLEST_ANSWER, window)));
}

export interface MeterQuestion {
  readonly built: BuiltMessages;
  readonly draft: string;
  /** Blocks of the composer's attachments. */
  readonly composerBlocks: readonly string[];
  readonly composerImages: number;
  /** Something of the composer is read only when it is sent. */
  readonly hasUnread: boolean;
  readonly window: number;
  readonly reserved: number;
  readonly modelDigest: string;
}

export async function measure(question: MeterQuestion, count: CountTokens): Promise<ContextMeter> {
  const { built, window, reserved, modelDigest } = question;
  const { instructions, conversation } = built.parts;
  const attachments = [...built.parts.attachments, ...question.composerBlocks];
  const groups = { instructions, conversation, attachments, draft: [question.draft] } as const;
  const kinds = Object.keys(groups) as (keyof typeof groups)[];
  const { counts, isExact } = await count(
    kinds.flatMap((kind) => groups[kind]),
    modelDigest,
  );
  let next = 0;
  const counted = kinds.map((kind): MeterPart => {
    const texts = groups[kind];
    const own = counts.slice(next, next + texts.length);
    next += texts.length;
    return { kind, tokens: own.reduce((sum, tokens) => sum + tokens, 0), isExact };
  });
  const parts = [
    ...counted.map((part) => (part.kind === 'attachments' ? withGuesses(part) : part)),
    template(),
  ];
  const used = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  return { window, reserved, used, parts };

  function withGuesses(part: MeterPart): MeterPart {
    const images = built.images + question.composerImages;
    const isKnown = images === 0 && !question.hasUnread;
    return { ...part, tokens: part.tokens + images * TOKENS_PER_IMAGE, isExact: part.isExact && isKnown };
  }

  function template(): MeterPart {
    return { kind: 'template', tokens: (built.messages.length + 1) * TOKENS_PER_MESSAGE, isExact: false };
  }
}

export function freeTokens({ window, reserved, used }: ContextMeter): number {
  return window - reserved - used;
}

/** With what a search will be given that runs only when the question is sent. */
export function withSearch(meter: ContextMeter): ContextMeter {
  const tokens = repoShare(meter.window, freeTokens(meter));
  const parts = meter.parts.map((part) =>
    part.kind === 'attachments' ? { ...part, tokens: part.tokens + tokens, isExact: false } : part,
  );
  return { ...meter, used: meter.used + tokens, parts };
}

/** Remembers counts, so that a keystroke counts nothing but the draft. */
export function rememberingCounts(count: CountTokens): CountTokens {
  const known = new LruMap<string, number>(REMEMBERED_TEXTS);
  let basis = '';
  let wasExact = false;
  return async (texts, modelDigest) => {
    const isNew = (text: string): boolean => known.get(text) === undefined;
    const missing = [...new Set(basis.startsWith(`${modelDigest} `) ? texts.filter(isNew) : texts)];
    const counted =
      missing.length === 0 ? { counts: [], isExact: wasExact } : await count(missing, modelDigest);
    const nowBasis = `${modelDigest} ${counted.isExact}`;
    const isStale = nowBasis !== basis && missing.length < new Set(texts).size;
    // The vocabulary has become known since: the counts remembered were estimates.
    const { counts, isExact } = isStale ? await count(texts, modelDigest) : counted;
    const fresh = new Map((isStale ? texts : missing).map((text, index) => [text, counts[index] ?? 0]));
    if (nowBasis !== basis) known.clear();
    basis = nowBasis;
    wasExact = isExact;
    const result = texts.map((text) => fresh.get(text) ?? known.get(text) ?? 0);
    for (const [text, tokens] of fresh) known.set(text, tokens);
    return { counts: result, isExact };
  };
}

const REMEMBERED_TEXTS = 500;
