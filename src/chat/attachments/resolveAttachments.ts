import { assertNever } from '../../common/assertNever';
import { t } from '../../common/l10n';
import { looksSecret } from '../../context/secretFiles';
import { holdsSecret } from '../../context/secretText';
import { estimateTokens } from '../../prompt/estimateTokens';
import type { AttachmentProblem, AttachmentSource, ProblemsSource } from '../protocol';
import type { AttachmentPorts, CommandOutput } from './attachmentPorts';
import type { AttachmentResolver, ResolvedAttachment } from './attachmentResolver';
import { diffAttachment } from './diffAttachment';
import { imageAttachment, imageFile } from './imageAttachments';
import { findMentions } from './mentions';
import { namedOnly, piecesThatFit, type Piece } from './piecesThatFit';
import {
  LARGEST_FILE_BYTES,
  nameOf,
  problemOf,
  readText,
  refused,
  type Resolving,
  type Shown,
} from './readAttachable';
import { shownUnread } from './unreadSource';

/** Files of a folder or of the open editors that are read. */
const MOST_FILES = 200;
/** Files of a folder that are counted. */
const MOST_LISTED = 5_000;
/** The worst of them; more would say no more. */
const MOST_PROBLEMS = 200;
/** Pieces of the repository that are looked at for one question. */
const MOST_HITS = 24;
const IMAGE_NAMES = /\.(png|jpe?g|webp)$/i;

export function createAttachmentResolver(ports: AttachmentPorts): AttachmentResolver {
  return {
    resolve: (source, purpose, signal) => resolve(source, { ports, purpose, signal }),
    mentions: (query, signal) => findMentions(query, ports, signal),
  };
}

async function resolve(source: AttachmentSource, resolving: Resolving): Promise<ResolvedAttachment> {
  const { ports } = resolving;
  const isOwn = source.kind === 'selection' || source.kind === 'active-selection' || source.kind === 'image';
  if (!isOwn && !ports.isTrusted()) {
    const message = t('The workspace is not trusted: only what you select yourself can be attached.');
    return refused(source, shownUnread(source), 'untrusted-workspace', message);
  }
  switch (source.kind) {
    case 'file':
      return fileAttachment(source, ports);
    case 'uri':
      return uriAttachment(source.uri, resolving);
    case 'folder':
      return folderAttachment(source, resolving);
    case 'symbol':
      return symbolAttachment(source, ports);
    case 'selection':
      return selectionAttachment(source);
    case 'active-selection':
      return activeSelection(source, ports);
    case 'open-editors':
      return filesAttachment(source, t('Open editors'), ports.openFiles(), resolving);
    case 'problems':
      return problemsAttachment(source, ports);
    case 'diff':
      return diffAttachment(source, resolving);
    case 'terminal':
      return terminalAttachment(source, ports.terminal());
    case 'repo':
      return repoAttachment(source, resolving);
    case 'image':
      return imageAttachment(source);
    default:
      return assertNever(source);
  }
}

async function fileAttachment(
  source: Extract<AttachmentSource, { kind: 'file' }>,
  ports: AttachmentPorts,
): Promise<ResolvedAttachment> {
  const { path, startLine, endLine } = source;
  const lines = startLine === undefined ? '' : `:${startLine}-${endLine ?? startLine}`;
  const shown: Shown = {
    kind: 'file',
    label: `${nameOf(path)}${lines}`,
    detail: path,
    path,
    ...(startLine === undefined ? {} : { line: startLine }),
  };
  const read = await readText(path, ports);
  if (typeof read !== 'string') return refused(source, shown, read.code, read.message);
  const text = startLine === undefined ? read : linesOf(read, startLine, endLine ?? startLine);
  return text.trim() === ''
    ? refused(source, shown, 'empty', t('{0} is empty.', path))
    : { source, shown, text };
}

async function uriAttachment(uri: string, resolving: Resolving): Promise<ResolvedAttachment> {
  const found = await resolving.ports.find(uri);
  if (found === undefined || found === 'outside') {
    const source: AttachmentSource = { kind: 'file', path: uri };
    const problem = problemOf(nameOf(uri), found) ?? unavailable();
    return refused(source, { kind: 'file', label: nameOf(uri) }, problem.code, problem.message);
  }
  if (found.isFolder) return folderAttachment({ kind: 'folder', path: found.path }, resolving);
  if (IMAGE_NAMES.test(found.path)) return imageFile(found, resolving.ports);
  return fileAttachment({ kind: 'file', path: found.path }, resolving.ports);
}

async function folderAttachment(
  source: Extract<AttachmentSource, { kind: 'folder' }>,
  resolving: Resolving,
): Promise<ResolvedAttachment> {
  const found = await resolving.ports.find(source.path);
  const problem = problemOf(source.path, found);
  const shown: Shown = { kind: 'folder', label: `${nameOf(source.path)}/`, detail: source.path };
  if (problem !== undefined) return refused(source, shown, problem.code, problem.message);
  const files = await resolving.ports.filesIn(source.path, MOST_LISTED);
  return filesAttachment(source, shown.label, files, resolving);
}

/** Whole files as long as they fit, then the names of the others: nothing is left out without being named. */
async function filesAttachment(
  source: Extract<AttachmentSource, { kind: 'folder' | 'open-editors' }>,
  label: string,
  paths: readonly string[],
  { ports, purpose }: Resolving,
): Promise<ResolvedAttachment> {
  const pieces: Piece[] = [];
  const unreadable: string[] = [];
  for (const path of paths.slice(0, MOST_FILES)) {
    const text = await readText(path, ports);
    if (typeof text === 'string') pieces.push({ path, block: `#${path}\n${text}` });
    else if (!looksSecret(path) && text.code !== 'ignored') unreadable.push(path);
  }
  const { whole, without } = piecesThatFit(pieces, purpose.budgetTokens);
  const missing = [...without, ...paths.slice(MOST_FILES)];
  const files = whole.length + missing.length + unreadable.length;
  const detail =
    paths.length < MOST_LISTED
      ? t('{0} of {1} files', whole.length, files)
      : t('{0} of more than {1} files', whole.length, files);
  const place = 'path' in source ? `${source.path}, ${detail}` : detail;
  const shown: Shown = { kind: source.kind, label, detail: place };
  if (whole.length + missing.length === 0) {
    return refused(source, shown, 'empty', t('There are no files in it that can be attached.'));
  }
  const text = [
    ...whole.map(({ block }) => block),
    ...namedOnly('for want of room', missing),
    ...namedOnly('for they are no text, too large or hold secrets', unreadable),
  ].join('\n\n');
  return { source, shown, text };
}

async function symbolAttachment(
  source: Extract<AttachmentSource, { kind: 'symbol' }>,
  ports: AttachmentPorts,
): Promise<ResolvedAttachment> {
  const { name, path, line } = source;
  const shown: Shown = { kind: 'symbol', label: name, detail: `${path}:${line}`, path, line };
  const text = await readText(path, ports);
  if (typeof text !== 'string') return refused(source, shown, text.code, text.message);
  const [start, end] = (await ports.definitionLines(path, line)) ?? [line, line + SYMBOL_LINES];
  return { source, shown, text: linesOf(text, start, end) };
}

/** Where nobody tells how long a definition is. */
const SYMBOL_LINES = 30;

function selectionAttachment(source: Extract<AttachmentSource, { kind: 'selection' }>): ResolvedAttachment {
  const { path, startLine, endLine, text } = source;
  const label = `${nameOf(path)}:${startLine}-${endLine}`;
  const shown: Shown = { kind: 'selection', label, detail: path, path, line: startLine };
  if (text.length > LARGEST_FILE_BYTES) {
    const megabytes = (text.length / LARGEST_FILE_BYTES).toFixed(1);
    const message = t('{0} has {1} MB; 1 MB is the most that can be read.', path, megabytes);
    return refused(source, shown, 'too-large', message);
  }
  if (looksSecret(path) || holdsSecret(text)) {
    return refused(
      source,
      shown,
      'secret',
      t('The selection holds what looks like a key or an access token.'),
    );
  }
  return text.trim() === ''
    ? refused(source, shown, 'empty', t('The selection is empty.'))
    : { source, shown, text };
}

function activeSelection(source: AttachmentSource, ports: AttachmentPorts): ResolvedAttachment {
  const selected = ports.activeSelection();
  if (selected === undefined) {
    const shown: Shown = { kind: 'selection', label: t('Selection') };
    return refused(source, shown, 'unavailable', t('Nothing is selected in an editor.'));
  }
  return selectionAttachment({ kind: 'selection', ...selected });
}

function problemsAttachment(asked: ProblemsSource, ports: AttachmentPorts): ResolvedAttachment {
  const source = asked.isOfCode === true && asked.path === undefined ? ofSelection(asked, ports) : asked;
  if (source === undefined) {
    return refused(asked, shownUnread(asked), 'unavailable', t('Nothing is selected in an editor.'));
  }
  const { startLine = 1, endLine = Infinity } = source;
  const problems = ports
    .problems(source.path)
    .filter((problem) => problem.endLine >= startLine && problem.startLine <= endLine)
    .filter(({ path }) => !looksSecret(path));
  const listed = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length - listed.length;
  const rest = more === 0 ? [] : [`… and ${more} more problems, not shown`];
  const text = [...listed.map((problem) => problem.text), ...rest].join('\n');
  const label = source.path === undefined ? t('Problems') : t('Problems of {0}', nameOf(source.path));
  const detail =
    more === 0
      ? t('{0} problems', problems.length)
      : t('{0} of {1} problems', listed.length, problems.length);
  const shown: Shown = { kind: 'problems', label, detail };
  if (holdsSecret(text)) {
    return refused(source, shown, 'secret', t('{0} holds what looks like a key or an access token.', label));
  }
  return text === '' ? refused(source, shown, 'empty', t('There are no problems.')) : { source, shown, text };
}

function ofSelection(source: ProblemsSource, ports: AttachmentPorts): ProblemsSource | undefined {
  const selected = ports.activeSelection();
  if (selected === undefined) return undefined;
  const { path, startLine, endLine } = selected;
  return { ...source, path, startLine, endLine };
}

function terminalAttachment(
  source: Extract<AttachmentSource, { kind: 'terminal' }>,
  output: CommandOutput | undefined,
): ResolvedAttachment {
  const label = t('Terminal');
  const shown: Shown = { kind: source.kind, label };
  if (output === undefined) {
    const message = t(
      "There is no terminal whose output can be read; VS Code's shell integration is needed for that.",
    );
    return refused(source, shown, 'unavailable', message);
  }
  const { command, cutChars, cutSecret } = output;
  const missing = cutChars === 0 ? [] : [`[${cutChars} characters of the output are not shown here]`];
  const text = [`$ ${command}`, ...missing, output.text].join('\n');
  if (cutSecret || holdsSecret(text)) {
    return refused(source, shown, 'secret', t('{0} holds what looks like a key or an access token.', label));
  }
  const detail = cutChars === 0 ? {} : { detail: t('the last {0} characters', output.text.length) };
  return { source, shown: { ...shown, ...detail }, text };
}

/** As much as fits of what the index finds, best first; in the order of paths and lines, which reads best. */
async function repoAttachment(
  source: Extract<AttachmentSource, { kind: 'repo' }>,
  { ports, purpose, signal }: Resolving,
): Promise<ResolvedAttachment> {
  const shown: Shown = { kind: 'repo', label: '@repo' };
  // Before there is a question, there is nothing to look for.
  if (purpose.question.trim() === '') {
    return { source, shown: { ...shown, detail: t('looked for when the question is sent') }, text: '' };
  }
  let room = purpose.budgetTokens;
  const taken: { readonly path: string; readonly startLine: number; readonly block: string }[] = [];
  for (const { path, startLine, endLine, text } of await ports.search(purpose.question, MOST_HITS, signal)) {
    const block = `#${path} lines ${startLine}-${endLine}\n${text}`;
    const tokens = estimateTokens(block);
    if (tokens > room || holdsSecret(text)) continue;
    room -= tokens;
    taken.push({ path, startLine, block });
  }
  taken.sort((a, b) => (a.path === b.path ? a.startLine - b.startLine : a.path < b.path ? -1 : 1));
  const files = new Set(taken.map(({ path }) => path));
  const detail = t('{0} places in {1} files', taken.length, files.size);
  return { source, shown: { ...shown, detail }, text: taken.map(({ block }) => block).join('\n\n') };
}

function unavailable(): AttachmentProblem {
  return { code: 'unavailable', message: t('It could not be read.') };
}

function linesOf(text: string, start: number, end: number): string {
  return text
    .split('\n')
    .slice(start - 1, end)
    .join('\n');
}
