import type { JSX } from 'preact';
import type { Composer, EndpointChoice, SendObstacle } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { Icon, TextButton } from '../ui/controls';
import { stateWords } from './ModelPicker';

interface ObstacleProps {
  readonly obstacle: SendObstacle;
  readonly composer: Composer;
}

/** Why the message can't be sent as it is, and what would help. */
export function Obstacle({ obstacle, composer }: ObstacleProps): JSX.Element | null {
  const { send } = usePanel();
  const { conversation, endpoints } = composer;
  if (obstacle.code === 'answer-under-way') return null;
  const canCompact = obstacle.code === 'does-not-fit' && obstacle.canCompact;
  return (
    <div class="obstacle" role="status">
      <Icon name="warning" />
      <span>{words(obstacle, endpoints)}</span>
      {obstacle.code === 'no-model' && (
        <TextButton onClick={() => send({ type: 'refreshModels' })}>{t('Try the Hosts Again')}</TextButton>
      )}
      {canCompact && (
        <TextButton onClick={() => send({ type: 'compact', conversation })}>
          {t('Summarize the Conversation')}
        </TextButton>
      )}
    </div>
  );
}

function words(
  obstacle: Exclude<SendObstacle, { code: 'answer-under-way' }>,
  endpoints: readonly EndpointChoice[],
): string {
  switch (obstacle.code) {
    case 'does-not-fit':
      return t(
        '{0} tokens more than the context window holds. Remove an attachment or shorten the message.',
        obstacle.overTokens,
      );
    case 'no-model':
      return noModelWords(endpoints);
    case 'images-unsupported':
      return t("This model can't see images. Remove the image or choose a model that can.");
    case 'attachment-problem':
      return t("An attachment can't be sent. Remove it; its chip says why.");
  }
}

/** Where a host does not answer, nobody knows what models it has. */
function noModelWords(endpoints: readonly EndpointChoice[]): string {
  const failed = endpoints.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return `${failed.name}: ${failed.failure?.message ?? stateWords(failed)}`;
  return t('No endpoint has a model for chat. Pull one on a host, or name another endpoint in the settings.');
}
