import { t } from '../../common/l10n';
import { looksSecret } from '../../context/secretFiles';
import { changesByFile, isSecretChange, type FileChange } from '../fileChanges';
import type { AttachmentSource } from '../protocol';
import type { AttachmentPorts, GitChanges } from './attachmentPorts';
import type { ResolvedAttachment } from './attachmentResolver';
import { namedOnly, piecesThatFit, type Piece } from './piecesThatFit';
import { readText, refused, type Resolving, type Shown } from './readAttachable';

/** Changed files that are looked at; the others are named. */
const MOST_FILES = 200;

/** What is not committed: whole changes as long as they fit, untracked files as new ones; nothing of what is secret or ignored. */
export async function diffAttachment(
  source: Extract<AttachmentSource, { kind: 'diff' }>,
  { ports, purpose, signal }: Resolving,
): Promise<ResolvedAttachment> {
  const shown: Shown = { kind: 'diff', label: t('Changes') };
  const folders = await ports.changes(signal);
  if (folders.length === 0)
    return refused(source, shown, 'unavailable', t('There is no git repository in the workspace.'));
  const sorted = sort(await Promise.all(folders.map((folder) => changesOf(folder, ports))));
  // A change is what the question is about: half of the window is for it.
  const { whole, without } = piecesThatFit(sorted.shareable, 2 * purpose.budgetTokens);
  const missing = [...without, ...sorted.unread];
  const files = whole.length + missing.length + sorted.unreadable.length;
  if (files + sorted.kept === 0)
    return refused(source, shown, 'empty', t('{0}: there is nothing.', shown.label));
  if (files === 0) {
    const message = t('All changed files hold secrets or are ignored: nothing of them is sent.');
    return refused(source, shown, 'secret', message);
  }
  const parts = [t('{0} of {1} files', whole.length, files)];
  if (sorted.kept > 0) parts.push(t('{0} kept back as secret or ignored', sorted.kept));
  const text = [
    ...whole.map(({ block }) => block),
    ...namedOnly('for want of room', missing),
    ...namedOnly('for they are no text or too large', sorted.unreadable),
  ].join('\n\n');
  return { source, shown: { ...shown, detail: parts.join(', ') }, text };
}

/** One changed file: shown, named, or neither. */
type Look =
  | ({ readonly kind: 'shareable' } & Piece)
  | { readonly kind: 'unread' | 'unreadable' | 'kept'; readonly path: string };

async function changesOf(
  { prefix, patch, changed, untracked }: GitChanges & { readonly prefix: string },
  ports: AttachmentPorts,
): Promise<readonly Look[]> {
  const changes = changesByFile(patch).slice(0, MOST_FILES);
  const shown = new Set(changes.map(({ path }) => path));
  const unread = [...changed.filter((path) => !shown.has(path)), ...untracked.slice(MOST_FILES)];
  return [
    ...(await Promise.all(changes.map((change) => trackedFile(prefix, change, ports)))),
    ...(await Promise.all(untracked.slice(0, MOST_FILES).map((path) => newFile(prefix, path, ports)))),
    ...unread.map((path): Look => ({ kind: looksSecret(path) ? 'kept' : 'unread', path: prefix + path })),
  ];
}

async function trackedFile(prefix: string, change: FileChange, ports: AttachmentPorts): Promise<Look> {
  const path = prefix + change.path;
  return isSecretChange(change) || (await mayNotBeRead(path, ports))
    ? { kind: 'kept', path }
    : { kind: 'shareable', path, block: headed(prefix, change.text) };
}

/** By the file as it is now: a key in it need not be part of the change. */
async function mayNotBeRead(path: string, ports: AttachmentPorts): Promise<boolean> {
  const read = await readText(path, ports);
  if (typeof read === 'string') return false;
  if (read.code === 'not-found') return ports.isIgnored(path);
  return read.code === 'secret' || read.code === 'ignored';
}

async function newFile(prefix: string, path: string, ports: AttachmentPorts): Promise<Look> {
  const whole = prefix + path;
  const read = await readText(whole, ports);
  if (typeof read !== 'string')
    return { kind: read.code === 'secret' || read.code === 'ignored' ? 'kept' : 'unreadable', path: whole };
  const lines = read.replace(/\n$/, '').split('\n');
  const added = read === '' ? [] : [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)];
  const heading = [`diff --git a/${path} b/${path}`, 'new file, untracked', '--- /dev/null', `+++ b/${path}`];
  return { kind: 'shareable', path: whole, block: headed(prefix, [...heading, ...added].join('\n')) };
}

/** Where there are several folders, the one a change is in. */
function headed(prefix: string, change: string): string {
  return prefix === '' ? change : `In ${prefix}\n${change}`;
}

function sort(looks: readonly (readonly Look[])[]): {
  readonly shareable: readonly Piece[];
  readonly unread: readonly string[];
  readonly unreadable: readonly string[];
  readonly kept: number;
} {
  const all = looks.flat();
  const pathsOf = (kind: Look['kind']): string[] =>
    all.flatMap((look) => (look.kind === kind ? [look.path] : []));
  return {
    shareable: all.flatMap((look) => (look.kind === 'shareable' ? [look] : [])),
    unread: pathsOf('unread'),
    unreadable: pathsOf('unreadable'),
    kept: pathsOf('kept').length,
  };
}
