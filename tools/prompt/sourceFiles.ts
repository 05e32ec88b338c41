import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeText } from '../../src/context/index/decodeText';
import { looksSecret } from '../../src/context/secretFiles';
import { holdsSecret } from '../../src/context/secretText';
import type { OpenDocument } from '../../src/context/promptPlanner';
import type { TargetText } from '../../src/prompt/targetText';
import { PromptToolError, type PromptCase } from './arguments';

/** The target as the editor would hand it over, with the masked part taken out. Throws a PromptToolError. */
export function readTarget(root: string, { path: relative, offset, maskLength }: PromptCase): TargetText {
  const file = readSource(root, relative);
  if (looksSecret(file.path)) {
    throw new PromptToolError(`${file.path} looks like a file of secrets, for which no prompt is made.`);
  }
  if (offset + maskLength > file.text.length) {
    const wanted = maskLength === 0 ? `Offset ${offset}` : `Offset ${offset} with ${maskLength} masked units`;
    throw new PromptToolError(
      `${wanted} lies behind the end of ${file.path}, which has ${file.text.length} UTF-16 units.`,
    );
  }
  return {
    uri: file.uri,
    path: file.path,
    languageId: file.languageId,
    version: 1,
    eol: file.text.includes('\r\n') ? '\r\n' : '\n',
    prefix: file.text.slice(0, offset),
    suffix: file.text.slice(offset + maskLength),
    omittedBefore: 0,
    omittedAfter: 0,
  };
}

/** Files as if open in tabs, without those that the editor would keep back as secret. Throws a PromptToolError. */
export function readOpenDocuments(root: string, paths: readonly string[]): OpenDocument[] {
  return paths
    .map((relative) => readSource(root, relative))
    .filter((document) => !looksSecret(document.path) && !holdsSecret(document.text));
}

function readSource(root: string, relative: string): OpenDocument {
  const absolute = path.resolve(root, relative);
  const inRoot = path.relative(path.resolve(root), absolute);
  if (inRoot === '' || inRoot.startsWith('..') || path.isAbsolute(inRoot)) {
    throw new PromptToolError(`${relative} does not lie in the root ${root}.`);
  }
  const text = readText(absolute);
  if (leadsOut(root, absolute)) {
    throw new PromptToolError(`${relative} is a link that leads out of the root ${root}.`);
  }
  return {
    uri: pathToFileURL(absolute).href,
    path: inRoot.split(path.sep).join('/'),
    languageId: path.extname(absolute).slice(1),
    version: 1,
    text,
  };
}

function leadsOut(root: string, absolute: string): boolean {
  const real = path.relative(realpathSync(root), realpathSync(absolute));
  return real.startsWith('..') || path.isAbsolute(real);
}

/** In the encoding that the index reads it in, so that offsets mean the same. */
function readText(file: string): string {
  const text = decodeText(readBytes(file));
  if (text === undefined) throw new PromptToolError(`${file} holds bytes, not text.`);
  return text;
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (thrown) {
    throw new PromptToolError(
      `${file} can't be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}
