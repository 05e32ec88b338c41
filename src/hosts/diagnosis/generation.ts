import { t } from '../../common/l10n';
import type { EndpointSettings } from '../../settings/settings';
import type { GenerateMetrics } from '../../transport/engine';
import { TransportError } from '../../transport/errors';
import { CheckFailure, CheckSkipped } from './check';
import type { CheckName } from './check';
import type { DiagnosisFacts, DiagnosisRung } from './facts';
import { mendOf } from './mends';
import type { DiagnosisPorts } from './ports';

const WRITING_LIMIT_MS = 60_000;

/** A check that watches the host write. Whatever comes of it, what is behind it can be looked at. */
export function writingRung(name: CheckName, look: DiagnosisRung['look']): DiagnosisRung {
  return {
    name,
    limitMs: WRITING_LIMIT_MS,
    blocks: false,
    mendOfTimeout: () => t('The host writes slowly: use a smaller model, or look at what else it does.'),
    look,
  };
}

export interface TrialRequest {
  readonly prompt: string;
  readonly maxTokens: number;
  readonly stop?: readonly string[];
  readonly signal: AbortSignal;
  /** Called with each piece of text as it comes; true ends the generation. */
  readonly onText?: () => boolean;
}

/** How one generation went, by this machine's clock. Times in ms from the request. */
export interface Trial {
  readonly text: string;
  /** When each piece of text came. */
  readonly arrivals: readonly number[];
  readonly firstMs: number;
  readonly totalMs: number;
  readonly metrics: GenerateMetrics;
}

/** Asks the opened model, always the likeliest token. Throws a CheckFailure. */
export async function generateText(
  { opened, endpoint }: DiagnosisFacts,
  { engineFor, clock }: DiagnosisPorts,
  { prompt, maxTokens, stop = [], signal, onText }: TrialRequest,
): Promise<Trial> {
  if (opened === undefined) throw new CheckSkipped(t('no model is open'));
  const startedAt = clock.now();
  let text = '';
  const arrivals: number[] = [];
  let firstMs: number | undefined;
  let metrics: GenerateMetrics = {};
  await orCheckFailure(endpoint, async () => {
    const options = { numPredict: maxTokens, temperature: 0, ...(stop.length === 0 ? {} : { stop }) };
    const request = { model: opened.tag, prompt, load: opened.load, options };
    for await (const event of engineFor(endpoint).generate(request, signal)) {
      firstMs ??= clock.now() - startedAt;
      if (event.kind === 'done') metrics = event.metrics;
      else {
        text += event.text;
        arrivals.push(clock.now() - startedAt);
        if (onText?.() === true) break;
      }
    }
  });
  const totalMs = clock.now() - startedAt;
  return { text, arrivals, firstMs: firstMs ?? totalMs, totalMs, metrics };
}

/** Turns what a host refused into a failed check with its mend. */
export async function orCheckFailure<T>(endpoint: EndpointSettings, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    if (!(thrown instanceof TransportError)) throw thrown;
    throw new CheckFailure(thrown.facts.detail, mendOf(thrown, endpoint.url));
  }
}

/** Text that any model goes on with for long. */
export const COUNTING = 'one = 1\ntwo = 2\nthree = 3\nfour = 4\nfive = 5\nsix = 6\nseven = 7\neight = 8\n';

/** Words that no host has read before and that count at least one token each: a word never ends in a token's middle. */
export function unreadWords(count: number, random: () => number): string {
  const word = (): string => WORDS[Math.floor(random() * WORDS.length)] ?? 'a';
  const nonce = Math.floor(random() * 1e9);
  return `# ${nonce}\n${Array.from({ length: count }, word).join(' ')}`;
}

const WORDS = ['red', 'map', 'list', 'code', 'time', 'name', 'open', 'file', 'line', 'read', 'key', 'set'];
