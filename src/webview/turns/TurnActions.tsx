import type { ComponentChildren, JSX } from 'preact';
import type { Turn } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { IconButton } from '../ui/controls';

interface TurnActionsProps {
  readonly conversation: string;
  readonly turn: Turn;
  readonly label: string;
  /** Besides switching between branches. */
  readonly children: ComponentChildren;
  readonly facts?: string | undefined;
}

/** The row below a turn: seen while the pointer or the focus is on the turn. */
export function TurnActions({ conversation, turn, label, children, facts }: TurnActionsProps): JSX.Element {
  return (
    <div class="turn-actions">
      <div role="toolbar" aria-label={label} class="turn-buttons">
        {children}
      </div>
      {facts !== undefined && <span class="turn-facts">{facts}</span>}
      {turn.branch.count > 1 && <BranchSwitch conversation={conversation} turn={turn} />}
    </div>
  );
}

interface BranchSwitchProps {
  readonly conversation: string;
  readonly turn: Turn;
}

function BranchSwitch({ conversation, turn }: BranchSwitchProps): JSX.Element {
  const { send } = usePanel();
  const { index, count } = turn.branch;
  const choose = (next: number): void =>
    send({ type: 'chooseBranch', conversation, turn: turn.id, index: next });
  return (
    <div class="branches" role="group" aria-label={t('Versions')}>
      <IconButton
        icon="chevron-left"
        label={t('Earlier version')}
        isDisabled={index === 0}
        onClick={() => choose(index - 1)}
      />
      <span aria-label={t('Version {0} of {1}', index + 1, count)} role="img">
        {index + 1}/{count}
      </span>
      <IconButton
        icon="chevron-right"
        label={t('Later version')}
        isDisabled={index + 1 >= count}
        onClick={() => choose(index + 1)}
      />
    </div>
  );
}
