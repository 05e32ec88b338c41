import { t } from '../../common/l10n';
import { looksSecret } from '../../context/secretFiles';
import { holdsSecret } from '../../context/secretText';
import type { AttachmentProblem, AttachmentSource } from '../protocol';
import type { AttachmentPorts, FoundPath } from './attachmentPorts';
import type { AttachmentPurpose, ResolvedAttachment } from './attachmentResolver';

export type Shown = ResolvedAttachment['shown'];

/** All that a source is read with. */
export interface Resolving {
  readonly ports: AttachmentPorts;
  readonly purpose: AttachmentPurpose;
  readonly signal: AbortSignal;
}

/** A file of this size fills any window many times over; larger ones are not even read. */
export const LARGEST_FILE_BYTES = 1_048_576;

/** The text of a file that may be sent, or why it may not. */
export async function readText(
  path: string,
  ports: Pick<AttachmentPorts, 'find' | 'read'>,
): Promise<string | AttachmentProblem> {
  const found = await ports.find(path);
  const problem = problemOf(path, found);
  if (problem !== undefined) return problem;
  const content = await ports.read(path);
  if (content === undefined) {
    return { code: 'not-found', message: t('{0} is gone since, or may not be read.', path) };
  }
  const text = typeof content === 'string' ? content : decoded(content);
  if (text === undefined) return { code: 'binary', message: t('{0} is not a text file.', path) };
  if (holdsSecret(text)) {
    return { code: 'secret', message: t('{0} holds what looks like a key or an access token.', path) };
  }
  return text;
}

export function problemOf(
  path: string,
  found: FoundPath | 'outside' | undefined,
): AttachmentProblem | undefined {
  if (found === undefined)
    return { code: 'not-found', message: t('There is no {0} in the workspace.', path) };
  if (found === 'outside') {
    return { code: 'outside-workspace', message: t('{0} lies outside the workspace.', path) };
  }
  if (looksSecret(found.path) || looksSecret(found.leadsTo?.path ?? '')) {
    return { code: 'secret', message: t('{0} is a kind of file that holds secrets.', path) };
  }
  if (found.isIgnored || found.leadsTo?.isIgnored === true) {
    return { code: 'ignored', message: t('{0} is kept out by .gitignore or files.exclude.', path) };
  }
  if (!found.isFolder && found.sizeBytes > LARGEST_FILE_BYTES) {
    const megabytes = (found.sizeBytes / 1_048_576).toFixed(1);
    return {
      code: 'too-large',
      message: t('{0} has {1} MB; 1 MB is the most that can be read.', path, megabytes),
    };
  }
  return undefined;
}

function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 8_192).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // Not UTF-8: an image, an archive, or text of another encoding that is not open.
  }
}

export function refused(
  source: AttachmentSource,
  shown: Shown,
  code: AttachmentProblem['code'],
  message: string,
): ResolvedAttachment {
  return { source, shown: { ...shown, problem: { code, message } } };
}

export function nameOf(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}
