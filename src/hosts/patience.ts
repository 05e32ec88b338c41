import { t } from '../common/l10n';
import { abortError, abortable } from '../common/abort';
import type { Clock } from '../common/clock';
import type { EndpointSettings } from '../settings/settings';
import { TransportError } from '../transport/errors';

/** A host that leaves a small question unanswered for so long is not worth waiting for while another one is. */
const SILENCE_MS = 2_000;

/** Asks a host something small. Throws a TransportError of kind `timeout` where it doesn't answer in time. */
export async function askInTime<T>(
  endpoint: EndpointSettings,
  clock: Clock,
  ask: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const late = clock.sleep(SILENCE_MS, either).then(() => {
    throw silence(endpoint);
  });
  late.catch(() => undefined); // Answered in time.
  try {
    return await abortable(Promise.race([ask(either), late]), signal);
  } finally {
    over.abort(abortError());
  }
}

/** Waits for what goes on by itself, but no longer than so many ms. Rejects with an AbortError where the signal aborts. */
export async function waitAtMost(
  going: Promise<void>,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const enough = new AbortController();
  const patience = clock.sleep(ms, enough.signal).catch(() => undefined);
  try {
    await abortable(Promise.race([going, patience]), signal);
  } finally {
    enough.abort(abortError());
  }
}

function silence({ url }: EndpointSettings): TransportError {
  const detail = t('no answer for {0} s, not even to a small question', SILENCE_MS / 1000);
  const facts = { kind: 'timeout', endpoint: url, phase: 'firstByte', detail } as const;
  return new TransportError({ ...facts, route: t('asking what is loaded') });
}
