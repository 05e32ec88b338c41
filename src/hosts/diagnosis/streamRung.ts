import { t } from '../../common/l10n';
import { CheckFailure } from './check';
import { rounded, type DiagnosisFacts, type DiagnosisRung } from './facts';
import { COUNTING, generateText, writingRung, type Trial } from './generation';
import type { Seen } from './ladder';
import type { DiagnosisPorts } from './ports';
import { judgeByArrivals, judgeByHost, type StreamJudgement } from './streamJudgement';

/** Enough text for a proxy's buffer of 4 KB to show: an NDJSON line has 100 bytes and more. Then what a quick host writes. */
const STREAMED_TOKENS = [48, 128, 512] as const;
const STREAM_TRIALS = 3;

/** Whether text comes as it is written. */
export function streamRung(ports: DiagnosisPorts): DiagnosisRung {
  return writingRung('streaming', (facts, signal) => watchStream(facts, ports, signal));
}

async function watchStream(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<Seen<DiagnosisFacts>> {
  const judge = judgeOf(facts, ports, signal);
  const stream = async (maxTokens: number): Promise<Streamed> => {
    const trial = await generateText(facts, ports, { prompt: COUNTING, maxTokens, signal });
    return { ...(await judge(trial)), pieces: trial.arrivals.length, maxTokens };
  };
  /** What a quick host writes is lengthened until it can tell. */
  const telling = async (least: number): Promise<Streamed> => {
    let streamed = await stream(least);
    for (const maxTokens of STREAMED_TOKENS) {
      if (streamed.kind === 'quick' && maxTokens > least) streamed = await stream(maxTokens);
    }
    return streamed;
  };
  let least = await telling(STREAMED_TOKENS[0]);
  // A busy machine here holds text back as well, but not every time.
  for (let repeats = 1; repeats < STREAM_TRIALS && least.kind === 'held-back'; repeats += 1) {
    const next = await telling(least.maxTokens);
    if (next.kind === 'flowing' || (next.kind === 'held-back' && next.heldMs < least.heldMs)) least = next;
  }
  return streamSeen(least);
}

interface Streamed extends StreamJudgement {
  readonly pieces: number;
  readonly maxTokens: number;
}

/** Asks for answers of one token only where the host tells no times, and once. */
function judgeOf(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): (trial: Trial) => Promise<StreamJudgement> {
  let oneTokenMs: number | undefined;
  return async (trial) => {
    const byHost = judgeByHost(trial);
    if (byHost !== undefined) return byHost;
    if (oneTokenMs === undefined) {
      const first = await generateText(facts, ports, { prompt: COUNTING, maxTokens: 1, signal });
      const second = await generateText(facts, ports, { prompt: COUNTING, maxTokens: 1, signal });
      oneTokenMs = Math.min(first.firstMs, second.firstMs);
    }
    return judgeByArrivals(trial, oneTokenMs);
  };
}

function streamSeen({ kind, heldMs, writingMs, decode, pieces }: Streamed): Seen<DiagnosisFacts> {
  const facts = decode === undefined ? {} : { decode };
  switch (kind) {
    case 'held-back':
      throw new CheckFailure(
        t(
          'the first piece was held back for {0} of {1} ms of writing',
          Math.round(heldMs),
          Math.round(writingMs),
        ),
        t(
          'A proxy in between buffers: in nginx, proxy_buffering off; proxy_cache off; gzip off; or the header X-Accel-Buffering: no.',
        ),
      );
    case 'flowing': {
      const everyMs = decode === undefined ? 0 : decode.ms / Math.max(1, decode.tokens);
      return { saw: t('{0} pieces, one every {1} ms', pieces, rounded(everyMs)), facts };
    }
    case 'quick': {
      const saw = t('{0} pieces within {1} ms: too quick to tell', pieces, Math.round(writingMs));
      return { saw, verdict: 'skipped', facts };
    }
    case 'short':
      return { saw: t('too short an answer to tell (pieces: {0})', pieces), verdict: 'skipped', facts };
  }
}
