import { t } from '../../common/l10n';
import { grouped } from '../../common/grouped';
import { findLoaded } from '../settleWindow';
import { CheckFailure } from './check';
import { perSecond, rounded, type DiagnosisFacts, type DiagnosisRung, type TimedTokens } from './facts';
import { generateText, orCheckFailure, unreadWords, type Trial } from './generation';
import { openedIn } from './modelRungs';
import type { DiagnosisPorts } from './ports';

/** What hosts give when nobody asks for more: Ollama's default on most machines. */
const DEFAULT_WINDOW = 4_096;
/** Longer than the default window by what can't be overlooked. */
const LONG_PROMPT_WORDS = DEFAULT_WINDOW + 512;
/** A first prompt that tells how fast the host reads. */
const QUICK_WORDS = 256;
/** Tokens left free for what a family or engine adds, and for the answer. */
const SPARE_TOKENS = 64;
/** The long prompt is sent only where it costs no more than this. */
const LONGEST_COST_MS = 5_000;
const LIMIT_MS = 30_000;
/** What a key adds to a prompt. */
const NEXT_WORD = ' next';

/** Whether the host gives the window that it is asked for, and keeps the head of a prompt that fills it. */
export function windowRung(ports: DiagnosisPorts): DiagnosisRung {
  return {
    name: 'context',
    limitMs: LIMIT_MS,
    blocks: false,
    mendOfTimeout: () =>
      t('The host reads slowly: lower fillwright.completion.contextWindow, or use a smaller model.'),
    look: (facts, signal) => measureWindow(facts, ports, signal),
  };
}

async function measureWindow(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string; facts: Partial<DiagnosisFacts> }> {
  const opened = openedIn(facts);
  const { endpoint } = facts;
  const asked = opened.load.numCtx;
  const loaded = await orCheckFailure(endpoint, () => findLoaded(opened, ports.engineFor(endpoint), signal));
  const given = loaded?.contextLength;
  if (given !== undefined && given < asked) {
    throw new CheckFailure(
      t('the host gives {0} of the {1} asked for', tokens(given), tokens(asked)),
      t(
        'On the host, set OLLAMA_CONTEXT_LENGTH={0}; or lower fillwright.completion.contextWindow to {1}.',
        asked,
        given,
      ),
    );
  }
  const window = Math.min(given ?? asked, asked);
  const note = opened.note === undefined ? [] : [opened.note.replace(/[.。]$/, '')];
  const said = [
    ...(given === undefined
      ? [t('{0} asked for', tokens(window)), t('the host does not tell what it gives')]
      : [t('{0} given', tokens(window))]),
    ...note,
  ];
  const quick = await readPrompt(facts, ports, {
    words: Math.min(QUICK_WORDS, window - SPARE_TOKENS),
    signal,
  });
  const words = Math.min(LONG_PROMPT_WORDS, window - SPARE_TOKENS);
  const costMs = (words / perSecond(quick.prefill)) * 1_000;
  if (costMs > LONGEST_COST_MS) {
    const untried = t('a full prompt was not tried: it would take {0} s', rounded(costMs / 1_000));
    return { saw: [...said, untried].join(t('; ')), facts: await speedOf(quick, facts, ports, signal) };
  }
  const long = await readPrompt(facts, ports, { words, signal });
  const counted = long.trial.metrics.promptTokens;
  if (counted !== undefined && counted < words) throw headDropped(counted, words);
  const kept = counted === undefined ? [] : [t('the head of a prompt of {0} was kept', tokens(counted))];
  return { saw: [...said, ...kept].join(t('; ')), facts: await speedOf(long, facts, ports, signal) };
}

/** What a key costs is measured while the host still has the prompt: behind other requests it would be read again. */
async function speedOf(
  { prompt, prefill }: ReadPrompt,
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<Partial<DiagnosisFacts>> {
  const key = await generateText(facts, ports, { prompt: prompt + NEXT_WORD, maxTokens: 1, signal });
  return { prefill, firstTokenMs: key.firstMs };
}

function headDropped(counted: number, words: number): CheckFailure {
  return new CheckFailure(
    t('of a prompt of at least {0} the host read {1}: it drops the head', tokens(words), counted),
    t('Update the host, or set OLLAMA_CONTEXT_LENGTH={0} there.', LONG_PROMPT_WORDS * 2),
  );
}

interface ReadPrompt {
  readonly prompt: string;
  readonly trial: Trial;
  readonly prefill: TimedTokens;
}

/** Has the host read what it never saw, so that all of it counts. */
async function readPrompt(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  { words, signal }: { readonly words: number; readonly signal: AbortSignal },
): Promise<ReadPrompt> {
  const prompt = unreadWords(words, ports.random);
  const trial = await generateText(facts, ports, { prompt, maxTokens: 1, signal });
  const { promptTokens = words, promptMs = trial.firstMs } = trial.metrics;
  return { prompt, trial, prefill: { tokens: promptTokens, ms: promptMs } };
}

function tokens(count: number): string {
  return t('{0} tokens', grouped(count));
}
