import { t } from '../../common/l10n';
import { pullPercent, pullWords, type PullState } from '../../hosts/setup/pullProgress';
import type { PullEnd, RunningPull } from '../../hosts/setup/runningPull';
import { askUntil } from './ask';
import { wizardTitle } from './step';

/**
 * Shows how a pull comes along, until it ends. Going back pauses it as "Pause" does; hiding the question leaves it to
 * the background, so that a key pressed by chance costs nothing.
 */
export async function watchPull(pull: RunningPull): Promise<PullEnd | 'leave'> {
  const answer = await askUntil<'pause' | 'leave', PullEnd>(
    {
      ...headWords(pull.tag, undefined),
      choices: [
        {
          label: t('$(debug-pause) Pause'),
          detail: t('The host keeps what has come; it can be gone on with at any time'),
          value: 'pause',
        },
        {
          label: t('$(arrow-down) Go on in the background'),
          description: t('Escape'),
          detail: t('A notification shows how far it is, and leads back here when the model is there'),
          value: 'leave',
        },
      ],
      follow: (show) => pull.onDidProgress((state) => show(headWords(pull.tag, state))),
    },
    pull.end,
  );
  if (answer.kind === 'cancelled') return 'leave';
  if (answer.kind === 'answer' && answer.value !== 'pause') return answer.value;
  pull.pause();
  return pull.end;
}

/** The choices stay as they are: a list that is drawn anew twice a second can't be clicked or read aloud. */
function headWords(tag: string, state: PullState | undefined): { title: string; placeholder: string } {
  const title = t('{0}: pulling {1}', wizardTitle(), tag);
  if (state === undefined) return { title, placeholder: t('Asking the host …') };
  const percent = state.totalBytes === 0 ? [] : [`${Math.floor(pullPercent(state))} %`];
  return { title: [title, ...percent].join(' · '), placeholder: pullWords(state) };
}
