import { abortable } from '../../src/common/abort';
import type { Clock } from '../../src/common/clock';
import type { GenerateEvent, GenerateRequest } from '../../src/transport/engine';
import type { FakeEngine } from './fakeEngine';

/** How a host and the way to it differ from what is well. */
export interface WritingQuirks {
  /** A proxy hands on everything at the end, of an answer of so many tokens. */
  readonly buffered?: boolean | ((tokens: number) => boolean);
  /** A proxy hands on so many pieces at a time. */
  readonly bursts?: number;
  /** It tells no times, as vLLM. */
  readonly timeless?: boolean;
  /** What it takes to the first token on top of all else: others are served as well. */
  readonly waitMs?: number;
  /** What each token takes, for an answer of so many. */
  readonly tokenMs?: number | ((tokens: number) => number);
  /** After so many tokens an answer has said all. */
  readonly says?: number;
  /** Answers come in one piece. */
  readonly whole?: boolean;
  /** How many requests it serves at a time; one without it. */
  readonly slots?: number;
  /** What an answer takes longer while another is written. */
  readonly besideMs?: number;
  /** Given-up generations run on to their end. */
  readonly deaf?: boolean;
  /** How long given-up generations run on: each, or one after the other. */
  readonly lateMs?: number | (() => number);
  /** What it takes to read a token. */
  readonly readMs?: number;
  /** The most of a prompt that it reads. */
  readonly readsAtMost?: number;
  readonly fill?: string;
}

const PREFILL_MS_PER_TOKEN = 1;
const DECODE_MS_PER_TOKEN = 20;

/** The answers of a host that reads, writes and lets requests wait by the clock. */
export function fakeWriting(clock: Clock, quirks: WritingQuirks = {}): FakeEngine['answer'] {
  const slots = createSlots(quirks.slots ?? 1);
  const { besideMs = 0 } = quirks;
  return async function* (request: GenerateRequest, signal): AsyncGenerator<GenerateEvent> {
    await slots.take(signal);
    const waitMs = (quirks.waitMs ?? 0) + (slots.taken() > 1 ? besideMs : 0);
    const { promptTokens, promptMs } = reading(request, quirks);
    const texts = textsOf(request, quirks);
    const tokenMs = pace(quirks, texts.length);
    const decodeMs = texts.length * tokenMs;
    const endsAt = clock.now() + promptMs + waitMs + decodeMs;
    try {
      await clock.sleep(promptMs + waitMs, signal);
      const isWhole = quirks.whole === true || isBuffered(quirks, texts.length);
      const atATime = isWhole ? Infinity : (quirks.bursts ?? 1);
      for (let rest = texts; rest.length > 0; rest = rest.slice(atATime)) {
        const burst = rest.slice(0, atATime);
        await clock.sleep(burst.length * tokenMs, signal);
        for (const text of quirks.whole === true ? [burst.join('')] : burst) yield { kind: 'text', text };
      }
      const counted = { promptTokens, generatedTokens: texts.length };
      const metrics = quirks.timeless === true ? counted : { ...counted, promptMs, decodeMs };
      yield { kind: 'done', finishReason: 'length', metrics };
    } finally {
      const leftMs = Math.max(0, endsAt - clock.now());
      const runsOnMs = quirks.deaf === true ? leftMs : Math.min(leftMs, leftMs === 0 ? 0 : lateness(quirks));
      if (runsOnMs > 0) void clock.sleep(runsOnMs).then(() => slots.giveBack());
      else slots.giveBack();
    }
  };
}

function lateness({ lateMs = 0 }: WritingQuirks): number {
  return typeof lateMs === 'number' ? lateMs : lateMs();
}

function reading(
  { prompt }: GenerateRequest,
  { readMs = PREFILL_MS_PER_TOKEN, readsAtMost = Infinity }: WritingQuirks,
): { promptTokens: number; promptMs: number } {
  const words = prompt.split(/\s+/).length;
  const promptTokens = Math.min(words, readsAtMost);
  // What was read before is cached: only the first reading of long prompts takes time.
  const promptMs = prompt.endsWith(' next') || words < 50 ? 5 : promptTokens * readMs;
  return { promptTokens, promptMs };
}

function pace({ tokenMs = DECODE_MS_PER_TOKEN }: WritingQuirks, tokens: number): number {
  return typeof tokenMs === 'number' ? tokenMs : tokenMs(tokens);
}

function isBuffered({ buffered = false }: WritingQuirks, tokens: number): boolean {
  return typeof buffered === 'boolean' ? buffered : buffered(tokens);
}

function textsOf(
  { prompt, options }: GenerateRequest,
  { fill = 'a + b', says = Infinity }: WritingQuirks,
): readonly string[] {
  if (prompt.includes('def add')) return [fill];
  return Array.from({ length: Math.min(options.numPredict, says) }, () => 'x');
}

interface Slots {
  take(signal: AbortSignal): Promise<void>;
  giveBack(): void;
  taken(): number;
}

function createSlots(count: number): Slots {
  let free = count;
  let waiting: (() => void)[] = [];
  return {
    taken: () => count - free,
    take: async (signal) => {
      if (free > 0) {
        free -= 1;
        return;
      }
      let enter = (): void => undefined;
      const turn = new Promise<void>((resolve) => (enter = resolve));
      waiting.push(enter);
      try {
        await abortable(turn, signal);
      } catch (thrown) {
        waiting = waiting.filter((other) => other !== enter);
        throw thrown;
      }
    },
    giveBack: () => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
