import type { JSX } from 'preact';
import type { Attachment } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { Icon, IconButton } from '../ui/controls';
import { shortCount } from '../ui/numbers';

const icons: Readonly<Record<Attachment['kind'], string>> = {
  file: 'file-code',
  folder: 'folder',
  symbol: 'symbol-method',
  selection: 'selection',
  'open-editors': 'files',
  problems: 'warning',
  diff: 'diff',
  terminal: 'terminal',
  repo: 'repo',
  image: 'file-media',
};

interface ChipProps {
  readonly attachment: Attachment;
  /** Removes it; a chip of a message that was sent stays. */
  readonly onRemove?: () => void;
}

/** One attachment: what it is, how many tokens it takes, and what is wrong with it. */
export function AttachmentChip({ attachment, onRemove }: ChipProps): JSX.Element {
  const { send } = usePanel();
  const { label, detail, path, line, problem } = attachment;
  const tooltip = [detail ?? label, problem?.message].filter(Boolean).join('\n');
  const content = (
    <>
      <Icon name={problem === undefined ? icons[attachment.kind] : 'error'} />
      <span class="chip-label">{label}</span>
      <Tokens attachment={attachment} />
    </>
  );
  return (
    <li class={problem === undefined ? 'chip' : 'chip problem'} title={tooltip} data-kind={attachment.kind}>
      {path === undefined ? (
        <span class="chip-body">{content}</span>
      ) : (
        <button
          type="button"
          class="chip-body"
          onClick={() => send({ type: 'openFile', path, ...(line !== undefined && { line }) })}
        >
          {content}
        </button>
      )}
      {problem !== undefined && <span class="hidden-text">{problem.message}</span>}
      {onRemove !== undefined && (
        <IconButton icon="close" label={t('Remove {0}', label)} onClick={onRemove} />
      )}
    </li>
  );
}

function Tokens({ attachment }: { readonly attachment: Attachment }): JSX.Element | null {
  const { tokens, isExact, problem } = attachment;
  if (tokens === undefined || problem !== undefined) return null;
  const count = `${isExact ? '' : '≈ '}${shortCount(tokens)}`;
  return (
    <span class="chip-tokens" title={t('{0} tokens', tokens)}>
      {count}
    </span>
  );
}
