import { t } from '../common/l10n';
import { oneLine } from './statedError';

/** Reads the next piece of a body; undefined at its end. */
export type ReadPiece = () => Promise<Uint8Array | undefined>;

export interface LineFaults {
  /** A line that no engine writes. */
  malformed(detail: string): Error;
  /** A line with an `error` in it. */
  stated(said: string): Error;
}

export interface LineStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Whether the line with `done` has passed. */
  sawDone(): boolean;
}

/** Longest line taken from a host: an ordinary one has 150 bytes, the last of a generation at most a few KB. */
const LONGEST_LINE_CHARS = 1_048_576;

/**
 * Passes on whole NDJSON lines, each checked: the client behind it would only print bad ones to the console. What stands
 * before a bad line is still delivered; half a line at the end of the body is dropped. `onLines` is called whenever
 * whole lines have come.
 */
export function checkedLines(
  read: ReadPiece,
  faults: LineFaults,
  onLines: () => void = () => undefined,
): LineStream {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  let done = false;
  let fault: Error | undefined;

  const accept = (lines: readonly string[]): string => {
    let accepted = '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const checked = checkLine(line, faults);
      if (checked instanceof Error) {
        fault = checked;
        break;
      }
      done ||= checked.done;
      accepted += `${line}\n`;
    }
    if (accepted !== '') onLines();
    return accepted;
  };

  const next = async (): Promise<string | undefined> => {
    const piece = await read();
    if (piece === undefined) {
      const last = rest + decoder.decode();
      rest = '';
      return isJson(last) ? accept([last]) : undefined;
    }
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE_CHARS) fault = faults.malformed(t('a line without end'));
    return accept(lines);
  };

  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      let accepted: string | undefined = '';
      while (accepted === '') {
        if (fault !== undefined) throw fault;
        accepted = await next();
      }
      if (accepted === undefined) controller.close();
      else controller.enqueue(encoder.encode(accepted));
    },
  });
  return { body, sawDone: () => done };
}

export interface BodyBounds {
  readonly limitBytes: number;
  readonly tooLong: () => Error;
  /** Called for each piece that is no mere drip. */
  readonly onPiece?: () => void;
}

/** A body that comes in smaller pieces would take for ever. */
const DRIP_BYTES = 16;

/** Passes a body on up to `limitBytes`, and fails beyond. */
export function boundedBody(
  read: ReadPiece,
  { limitBytes, tooLong, onPiece }: BodyBounds,
): ReadableStream<Uint8Array> {
  let total = 0;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const piece = await read();
      if (piece === undefined) {
        controller.close();
        return;
      }
      total += piece.byteLength;
      if (total > limitBytes) throw tooLong();
      if (piece.byteLength > DRIP_BYTES) onPiece?.();
      controller.enqueue(piece);
    },
  });
}

/** The beginning of a body as text: as much as tells what went wrong. */
export async function beginningOf(read: ReadPiece, limitBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let total = 0;
  while (total < limitBytes) {
    const piece = await read();
    if (piece === undefined) break;
    total += piece.byteLength;
    text += decoder.decode(piece, { stream: true });
  }
  return text;
}

function checkLine(line: string, faults: LineFaults): { done: boolean } | Error {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return faults.malformed(looksLikeHtml(line) ? t('a web page') : t('lines that are not JSON'));
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return faults.malformed(t('lines that are not JSON objects'));
  }
  const { error, done } = parsed as { error?: unknown; done?: unknown };
  if (error === undefined) return { done: done === true };
  return faults.stated(typeof error === 'string' ? error : oneLine(JSON.stringify(error)));
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
