import { t } from '../../common/l10n';
import type { AttachmentSource, Mention, MentionQuery } from '../protocol';
import type { AttachmentPorts } from './attachmentPorts';

/** Entries of the list at most: more than the eye takes in. */
const MOST = 30;

/** What may stand behind the `@`: first the kinds, then what of a kind fits the text. */
export async function findMentions(
  { kind, text }: MentionQuery,
  ports: AttachmentPorts,
  signal: AbortSignal,
): Promise<readonly Mention[]> {
  if (kind === undefined) {
    const kinds = offers().filter(({ label }) => label.startsWith(text.toLowerCase()));
    if (text === '') return kinds;
    return [...kinds, ...files(await ports.paths(text, MOST, signal))].slice(0, MOST);
  }
  switch (kind) {
    case 'file':
      return files(await ports.paths(text, MOST, signal));
    case 'folder':
      return (await ports.folders(text, MOST, signal)).map((path) => ({
        label: `${path}/`,
        source: { kind: 'folder', path },
      }));
    case 'symbol':
      return symbols(text, ports, signal);
  }
}

function offers(): readonly Mention[] {
  const whole = (label: string, detail: string, source: AttachmentSource): Mention => ({
    label,
    detail,
    source,
  });
  return [
    { label: 'file', detail: t('A file of the workspace'), narrow: 'file' },
    { label: 'folder', detail: t('The files of a folder, as many as fit'), narrow: 'folder' },
    { label: 'symbol', detail: t('A function, class or other definition'), narrow: 'symbol' },
    whole('selection', t('What is selected in the editor'), { kind: 'active-selection' }),
    whole('open', t('The files in open editors'), { kind: 'open-editors' }),
    whole('problems', t('Errors and warnings of the workspace'), { kind: 'problems' }),
    whole('diff', t('Changes that are not committed'), { kind: 'diff' }),
    whole('terminal', t('The last output of the terminal'), { kind: 'terminal' }),
    whole('repo', t('What the repository holds on the question'), { kind: 'repo' }),
  ];
}

function files(paths: readonly string[]): Mention[] {
  return paths.map((path) => {
    const cut = path.lastIndexOf('/');
    const detail = cut < 0 ? {} : { detail: path.slice(0, cut) };
    return { label: path.slice(cut + 1), ...detail, source: { kind: 'file', path } };
  });
}

async function symbols(
  text: string,
  ports: AttachmentPorts,
  signal: AbortSignal,
): Promise<readonly Mention[]> {
  const found = await ports.symbols(text, MOST, signal);
  return found.map(({ name, kind, path, line }) => ({
    label: name,
    detail: `${kind}, ${path}:${line}`,
    source: { kind: 'symbol', name, path, line },
  }));
}
