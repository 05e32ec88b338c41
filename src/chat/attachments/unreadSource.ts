import { t } from '../../common/l10n';
import type { AttachmentSource } from '../protocol';
import { nameOf, type Shown } from './readAttachable';

/** How a source shows that was not, or could not be, looked at. */
export function shownUnread(source: AttachmentSource): Shown {
  const kind =
    source.kind === 'uri' ? 'file' : source.kind === 'active-selection' ? 'selection' : source.kind;
  return { kind, label: labelOf(source) };
}

function labelOf(source: AttachmentSource): string {
  switch (source.kind) {
    case 'file':
    case 'folder':
    case 'symbol':
    case 'selection':
      return nameOf(source.path);
    case 'uri':
      return nameOf(source.uri);
    case 'image':
      return source.name;
    case 'open-editors':
      return t('Open editors');
    case 'problems':
      return source.path === undefined ? t('Problems') : t('Problems of {0}', nameOf(source.path));
    case 'diff':
      return t('Changes');
    case 'terminal':
      return t('Terminal');
    case 'repo':
      return '@repo';
    case 'active-selection':
      return t('Selection');
  }
}
