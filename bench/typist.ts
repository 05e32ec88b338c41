import type { CompletionItem, CompletionOutcome } from '../src/completion/outcome';
import type { TargetText } from '../src/prompt/targetText';
import type { Clock } from '../src/common/clock';
import { languageIdOf, uriOf, type Trace } from './trace';

/** What is typed into: an engine, or the plain strategy. */
export interface Completer {
  complete(target: TargetText, signal: AbortSignal): Promise<CompletionOutcome>;
  moved(target: TargetText): void;
}

/** One key of a trace and what was on screen after it. */
export interface KeyRecord {
  readonly text: string;
  readonly atMs: number;
  /** To the next key; Infinity for the last. */
  readonly gapMs: number;
  /** When its query was answered with something to show, after the key. */
  shownAfterMs?: number;
  source?: string;
  shown?: CompletionItem;
  /** The key continued the text that was on screen. */
  asShown: boolean;
  /** What was shown can't stand at the cursor it was shown at. */
  invalid: boolean;
}

// Between the opening of the file and the first key: reading where to write.
const OPENING_MS = 10_000;
const CLOSING_MS = 1_500;

/** A clock, and the way to let time pass on it. */
export interface PassingClock extends Pick<Clock, 'now'> {
  advance(durationMs: number): Promise<void>;
}

/** Types a trace key by key, asking after each key, as an editor does. */
export async function typeTrace(
  trace: Trace,
  completer: Completer,
  clock: PassingClock,
): Promise<KeyRecord[]> {
  const records: KeyRecord[] = [];
  let prefix = trace.before;
  completer.moved(targetOf(trace, prefix, 0));
  await clock.advance(OPENING_MS);
  const start = clock.now();
  let cancel = new AbortController();
  for (const [index, key] of trace.keys.entries()) {
    await clock.advance(start + key.atMs - clock.now());
    const next = trace.keys[index + 1];
    const before = records.at(-1);
    prefix += key.text;
    const record: KeyRecord = {
      text: key.text,
      atMs: clock.now(),
      gapMs: next === undefined ? Infinity : next.atMs - key.atMs,
      asShown: before?.shown?.text.startsWith(key.text) ?? false,
      invalid: false,
    };
    records.push(record);
    cancel.abort();
    cancel = new AbortController();
    void query(completer, targetOf(trace, prefix, index + 1), cancel.signal, { record, clock, trace });
  }
  await clock.advance(CLOSING_MS);
  cancel.abort();
  await clock.advance(CLOSING_MS);
  return records;
}

interface Asked {
  readonly record: KeyRecord;
  readonly clock: PassingClock;
  readonly trace: Trace;
}

async function query(
  completer: Completer,
  target: TargetText,
  signal: AbortSignal,
  { record, clock }: Asked,
): Promise<void> {
  completer.moved(target);
  const outcome = await completer.complete(target, signal);
  if (outcome.kind === 'failed') throw outcome.error;
  const [item] = outcome.kind === 'shown' ? outcome.items : [];
  if (outcome.kind !== 'shown' || item === undefined || signal.aborted) return;
  record.shownAfterMs = clock.now() - record.atMs;
  record.source = outcome.source;
  record.shown = item;
  record.invalid = !isValidAt(item, target);
}

/** The item can be inserted where it was shown: on one line, over text that it says itself. */
function isValidAt(item: CompletionItem, target: TargetText): boolean {
  const line = /^[^\r\n]*/.exec(target.suffix)?.[0] ?? '';
  return item.text.trim() !== '' && item.replaceAfter <= line.length && item.replaceBefore === 0;
}

/** The document with `prefix` in it before the cursor. */
export function targetOf(trace: Trace, prefix: string, version: number): TargetText {
  return {
    uri: uriOf(trace.path),
    path: trace.path,
    languageId: languageIdOf(trace.path),
    version,
    eol: '\n',
    prefix,
    suffix: trace.after,
    omittedBefore: 0,
    omittedAfter: 0,
  };
}
