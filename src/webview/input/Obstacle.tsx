import type { JSX } from 'preact';
import type { SendObstacle } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { Icon, TextButton } from '../ui/controls';

interface ObstacleProps {
  readonly obstacle: SendObstacle;
  readonly conversation: string;
}

/** Why the message can't be sent as it is, and what would help. */
export function Obstacle({ obstacle, conversation }: ObstacleProps): JSX.Element | null {
  const { send } = usePanel();
  if (obstacle.code === 'answer-under-way') return null;
  const canCompact = obstacle.code === 'does-not-fit' && obstacle.canCompact;
  return (
    <div class="obstacle" role="status">
      <Icon name="warning" />
      <span>{words(obstacle)}</span>
      {canCompact && (
        <TextButton onClick={() => send({ type: 'compact', conversation })}>
          {t('Summarize the Conversation')}
        </TextButton>
      )}
    </div>
  );
}

function words(obstacle: Exclude<SendObstacle, { code: 'answer-under-way' }>): string {
  switch (obstacle.code) {
    case 'does-not-fit':
      return t(
        '{0} tokens more than the context window holds. Remove an attachment or shorten the message.',
        obstacle.overTokens,
      );
    case 'no-model':
      return t(
        'No endpoint has a model for chat. Pull one on a host, or name another endpoint in the settings.',
      );
    case 'images-unsupported':
      return t("This model can't see images. Remove the image or choose a model that can.");
    case 'attachment-problem':
      return t("An attachment can't be sent. Remove it; its chip says why.");
  }
}
