import { t } from '../../common/l10n';
import { CheckFailure } from './check';
import { perSecond, rounded, type DiagnosisFacts, type DiagnosisRung, type TimedTokens } from './facts';
import { generateText, type Trial } from './generation';
import type { DiagnosisPorts } from './ports';

/** Enough text for a proxy's buffer of 4 KB to show: an NDJSON line has 100 bytes and more. */
const STREAMED_TOKENS = 48;
/** Text that any model goes on with for long. */
const COUNTING = 'one = 1\ntwo = 2\nthree = 3\nfour = 4\nfive = 5\nsix = 6\nseven = 7\neight = 8\n';
/** Writing that takes less than this tells nothing of how it travelled. */
const SHORTEST_TELLING_MS = 120;
/** What a quick host writes instead. */
const MORE_STREAMED_TOKENS = 128;
/** A stream is held back where so many tokens were written before the first piece came; a buffer of 4 KB holds 30. */
const HELD_BACK_TOKENS = 14;
/** TCP itself may wait 40 ms for an acknowledgement on each of its ways. */
const HELD_BACK_MS = 60;
const STREAM_TRIALS = 3;
/** The writing that is given up should go on for so long if nobody stopped it. */
const ABANDONED_MS = 3_000;
const MOST_ABANDONED_TOKENS = 1_024;
const LIMIT_MS = 60_000;

/** Whether text comes as it is written, and stops being written when nobody reads it. */
export function streamRungs(ports: DiagnosisPorts): readonly DiagnosisRung[] {
  const mendOfTimeout = (): string =>
    t('The host writes slowly: use a smaller model, or look at what else it does.');
  const rung = { limitMs: LIMIT_MS, blocks: false, mendOfTimeout };
  return [
    { ...rung, name: 'streaming', look: (facts, signal) => watchStream(facts, ports, signal) },
    { ...rung, name: 'abort', look: (facts, signal) => giveUp(facts, ports, signal) },
  ];
}

async function watchStream(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string; facts: Partial<DiagnosisFacts> }> {
  const stream = (maxTokens: number): Promise<Streamed> => streamOnce(facts, ports, maxTokens, signal);
  let least = await stream(STREAMED_TOKENS);
  const maxTokens = least.decode.ms < SHORTEST_TELLING_MS ? MORE_STREAMED_TOKENS : STREAMED_TOKENS;
  if (maxTokens > STREAMED_TOKENS) least = await stream(maxTokens);
  // A busy machine here holds text back as well, but not every time.
  for (let repeats = 1; repeats < STREAM_TRIALS && isHeldBack(least); repeats += 1) {
    const next = await stream(maxTokens);
    if (next.heldMs < least.heldMs) least = next;
  }
  const { trial, decode, heldMs } = least;
  if (isHeldBack(least)) {
    throw new CheckFailure(
      t(
        'the first piece was held back for {0} of {1} ms of writing',
        Math.round(heldMs),
        Math.round(decode.ms),
      ),
      t(
        'A proxy in between buffers: in nginx, proxy_buffering off; proxy_cache off; gzip off; or the header X-Accel-Buffering: no.',
      ),
    );
  }
  const saw =
    decode.ms < SHORTEST_TELLING_MS
      ? t('{0} pieces within {1} ms: too quick to tell', trial.pieces, Math.round(decode.ms))
      : t('{0} pieces, one every {1} ms', trial.pieces, rounded(decode.ms / Math.max(1, trial.pieces)));
  return { saw, facts: { decode } };
}

interface Streamed {
  readonly trial: Trial;
  readonly decode: TimedTokens;
  /** How long the first piece was under way after it was written. */
  readonly heldMs: number;
}

async function streamOnce(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  maxTokens: number,
  signal: AbortSignal,
): Promise<Streamed> {
  const trial = await generateText(facts, ports, { prompt: COUNTING, maxTokens, signal });
  const decode = decodeOf(trial);
  return { trial, decode, heldMs: Math.max(0, decode.ms - (trial.totalMs - trial.firstMs)) };
}

function isHeldBack({ decode, heldMs }: Streamed): boolean {
  const heldTokens = (heldMs / decode.ms) * decode.tokens;
  return decode.ms >= SHORTEST_TELLING_MS && heldTokens > HELD_BACK_TOKENS && heldMs > HELD_BACK_MS;
}

/** What the host says of its writing, or what it must have been: the prompt is short, so nearly all is writing. */
function decodeOf({ metrics, pieces, totalMs }: Trial): TimedTokens {
  return { tokens: metrics.generatedTokens ?? pieces, ms: metrics.decodeMs ?? totalMs };
}

async function giveUp(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string }> {
  const rate = facts.decode === undefined ? MOST_ABANDONED_TOKENS : perSecond(facts.decode);
  const wanted = Math.round((rate * ABANDONED_MS) / 1_000);
  const maxTokens = Math.min(MOST_ABANDONED_TOKENS, Math.max(STREAMED_TOKENS, wanted));
  await generateText(facts, ports, { prompt: COUNTING, maxTokens, signal, onText: () => true });
  const next = await generateText(facts, ports, { prompt: COUNTING, maxTokens: 1, signal });
  const leftMs = (maxTokens / rate) * 1_000;
  if (next.firstMs > leftMs / 2) {
    throw new CheckFailure(
      t('the next request waited {0} ms for one that was given up', Math.round(next.firstMs)),
      t(
        'Update the host (ollama --version); keep proxy_ignore_client_abort off in nginx; OLLAMA_NUM_PARALLEL=2 lets the next one pass.',
      ),
    );
  }
  return { saw: t('the host was free again {0} ms after an answer was given up', Math.round(next.firstMs)) };
}
