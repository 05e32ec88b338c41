import { t } from '../common/l10n';
import { looksLikeHtml, type LineFaults, type ReadPiece } from './answerBody';
import { oneLine } from './statedError';

/** The JSON of one event. */
export type EventFields = Readonly<Record<string, unknown>>;

export interface EventStream {
  readonly events: AsyncGenerator<EventFields, void, undefined>;
  /** Whether `[DONE]` has passed: nothing worth waiting for comes behind it. */
  sawDone(): boolean;
}

/** Longest text taken for one event: an ordinary one has 300 bytes. */
const LONGEST_EVENT_CHARS = 1_048_576;

/**
 * Reads server-sent events whose data is JSON, as OpenAI-style servers stream them, up to `[DONE]` or the body's end. An
 * event with an `error` in it ends the stream with that; half an event at the end of the body is dropped.
 */
export function checkedEvents(read: ReadPiece, faults: LineFaults): EventStream {
  let done = false;
  async function* events(): AsyncGenerator<EventFields, void, undefined> {
    for await (const text of dataOf(read, faults)) {
      done = text.trim() === '[DONE]';
      if (done) return;
      yield checkEvent(text, faults);
    }
  }
  return { events: events(), sawDone: () => done };
}

/** The data of each event: its `data` lines, joined. */
async function* dataOf(read: ReadPiece, faults: LineFaults): AsyncGenerator<string, void, undefined> {
  let data: string[] = [];
  for await (const line of linesOf(read, faults)) {
    if (line === '') {
      if (data.length > 0) yield data.join('\n');
      data = [];
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    // Old servers of llama.cpp send an error in a field of its own.
    if (field === 'data' || field === 'error') data.push(value);
    else if (!knownFields.has(field)) throw notEvents(line, faults);
  }
  // The stream's end ends its last event, where that is whole.
  if (data.length > 0 && isWhole(data.join('\n'))) yield data.join('\n');
}

/** A line that begins with a colon, and so has an empty field, is a comment: proxies are kept awake by it. */
const knownFields: ReadonlySet<string> = new Set(['', 'event', 'id', 'retry']);

/** Lines may end in any of the three ways; a CR at the end of a piece may be half of a CRLF. */
async function* linesOf(read: ReadPiece, faults: LineFaults): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let piece = await read(); piece !== undefined; piece = await read()) {
    const text = rest + decoder.decode(piece, { stream: true });
    const held = text.endsWith('\r') ? '\r' : '';
    const lines = text.slice(0, text.length - held.length).split(/\r\n|\r|\n/);
    rest = (lines.pop() ?? '') + held;
    yield* lines;
    if (rest.length > LONGEST_EVENT_CHARS) throw faults.malformed(t('an event without end'));
  }
  rest = (rest + decoder.decode()).replace(/\r$/, '');
  if (rest !== '') yield rest;
}

function checkEvent(text: string, faults: LineFaults): EventFields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw faults.malformed(t('events that are not JSON'));
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw faults.malformed(t('events that are not JSON objects'));
  }
  const fields = parsed as Record<string, unknown>;
  const error = fields['error'] ?? (fields['object'] === 'error' ? fields['message'] : undefined);
  if (error !== undefined && error !== null) {
    throw faults.stated(typeof error === 'string' ? error : oneLine(JSON.stringify(error)));
  }
  return fields;
}

function notEvents(line: string, faults: LineFaults): Error {
  return faults.malformed(
    looksLikeHtml(line) ? t('a web page') : t('something else than a stream of events'),
  );
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return text.trim() === '[DONE]';
  }
}
