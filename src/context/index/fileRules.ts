import { looksSecret } from '../secretFiles';
import { holdsSecret } from '../secretText';
import { decodeText } from './decodeText';
import { languageOf } from './languages';

/** Larger files are data or generated; parsing one would take as long as a hundred others. */
export const LARGEST_FILE_BYTES = 1_000_000;
// Code written by people has shorter lines on average, by far.
const LONGEST_MEAN_LINE_CHARS = 200;
const SMALLEST_MINIFIED_CHARS = 4_096;
// Where generators put their notice.
const NOTICE_CHARS = 2_000;

const MINIFIED_NAME = /[.-](min|bundle|umd\.prod|production)\.[cm]?js$/;
const GENERATED_NAME =
  /\.pb\.(go|cc|h)$|_pb2(_grpc)?\.pyi?$|\.g\.(cs|dart)$|\.designer\.cs$|\.generated\.\w+$|_generated\.\w+$/i;
const GENERATED_NOTICE =
  /@generated\b|code generated .{0,80}do not edit|<auto-?generated|auto-?generated (by|from|file)|generated (automatically|by the protocol buffer compiler)/i;

/** True for a file that is worth reading, by its name and size alone. */
export function isIndexable(path: string, sizeBytes: number): boolean {
  if (sizeBytes > LARGEST_FILE_BYTES || languageOf(path) === undefined) return false;
  return !looksSecret(path) && !MINIFIED_NAME.test(path);
}

/** The text of a file as the index may hold it; undefined for a binary or minified one, or one that holds a secret. */
export function admissibleText(bytes: Uint8Array): string | undefined {
  const text = decodeText(bytes);
  return text === undefined || isMinified(text) || holdsSecret(text) ? undefined : text;
}

export function isGenerated(path: string, text: string): boolean {
  return GENERATED_NAME.test(path) || GENERATED_NOTICE.test(text.slice(0, NOTICE_CHARS));
}

function isMinified(text: string): boolean {
  if (text.length < SMALLEST_MINIFIED_CHARS) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.length / lines > LONGEST_MEAN_LINE_CHARS;
}
