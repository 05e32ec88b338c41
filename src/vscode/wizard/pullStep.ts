import * as vscode from 'vscode';
import { systemClock } from '../../common/clock';
import { t } from '../../common/l10n';
import { canComplete } from '../../hosts/modelOffer';
import { adviseModels } from '../../hosts/setup/modelAdvice';
import { startPull, type PullEnd, type RunningPull } from '../../hosts/setup/runningPull';
import { hostMeasured, modelPulled, pullStopped, type SetupState } from '../../hosts/setup/setupState';
import type { CallSite } from '../callSite';
import { showPull, stoppedWords } from '../pullNotification';
import { wizardTitle, type AskStep, type WizardParts } from './step';
import { askPick, waitFor, type Answer, type Choice } from './ask';
import { watchPull } from './pullWatch';
import { forecastLines, memoryOf, sizeChoices, tagPlaceholder, typedTag } from './sizeChoices';
import { tryHost } from './trialStep';

type Picked = { readonly tag: string } | { readonly measureWith: string };

/** What to pull onto the host: the size that suits its memory, with the arithmetic, or any tag. */
export const askWhatToPull: AskStep = async (state, parts) => {
  const { draft } = state;
  const memory = await waitFor(wizardTitle(), t('Looking at the memory of the host …'), (_, signal) =>
    memoryOf(() => parts.ports(draft.secrets).engineFor(draft.endpoint).loadedModels(signal)),
  );
  if (memory.kind !== 'answer') return memory;
  const picked = await askPick<Picked>({
    title: t('{0}: pull a model onto it', wizardTitle()),
    placeholder: tagPlaceholder(),
    choices: [
      ...againChoice(state),
      ...adviseModels(memory.value, draft.measured?.model).flatMap((each) =>
        sizeChoices(each, { tag: each.tag }),
      ),
      ...forecastLines(draft.measured),
      ...measureChoice(state),
    ],
    canGoBack: true,
    typed: (text) => typedTag(text).map((choice) => ({ ...choice, value: { tag: text } })),
  });
  if (picked.kind !== 'answer') return picked;
  if ('measureWith' in picked.value) return measure(state, picked.value.measureWith, parts);
  const { tag } = picked.value;
  const pull = startPull(tag, parts.control(draft), systemClock);
  const end = await watchPull(pull);
  if (end === 'leave') {
    void goOnLater(state, pull, parts);
    return { kind: 'cancelled' };
  }
  return { kind: 'answer', value: afterPull(state, { tag, end, site: parts.otherSide.site }) };
};

interface EndedPull {
  readonly tag: string;
  readonly end: PullEnd;
  readonly site: CallSite;
}

function afterPull(state: SetupState, { tag, end, site }: EndedPull): SetupState {
  return end.kind === 'pulled'
    ? modelPulled(state, tag)
    : pullStopped(state, { tag, isFailure: end.kind === 'failed', why: stoppedWords(end, site) });
}

/** The wizard comes back when it is called, not in the middle of a line that is being typed. */
async function goOnLater(
  state: SetupState,
  pull: RunningPull,
  { goOn, otherSide }: WizardParts,
): Promise<void> {
  const { tag } = pull;
  const { site } = otherSide;
  const end = await showPull(pull);
  const words = end.kind === 'pulled' ? t('the model is there') : stoppedWords(end, site);
  const next = t('Go On Adding the Host');
  const answer = await vscode.window.showInformationMessage(t('{0}: {1}', tag, words), next);
  if (answer === next) await goOn(afterPull(state, { tag, end, site }));
}

/** Stands first, so that Enter goes on with a pull that stopped. */
function againChoice({ step }: SetupState): readonly Choice<Picked>[] {
  if (step.kind !== 'pull' || step.stopped === undefined) return [];
  const { tag, isFailure, why } = step.stopped;
  const choice = isFailure
    ? { label: t('$(debug-restart) Try {0} again', tag), detail: `$(error) ${why}` }
    : { label: t('$(debug-continue) Go on pulling {0}', tag), detail: why };
  return [{ ...choice, alwaysShow: true, value: { tag } }];
}

/** A model that is there tells how fast others would be: the smallest, for it is loaded soonest. */
function measureChoice({ draft, before }: SetupState): readonly Choice<Picked>[] {
  if (draft.measured !== undefined || before?.step.kind !== 'model') return [];
  const sizes = before.step.offers.filter(canComplete).map(({ listing }) => listing);
  const [smallest] = sizes.sort((a, b) => a.sizeBytes - b.sizeBytes);
  if (smallest === undefined) return [];
  const { tag } = smallest;
  return [
    {
      label: t('$(dashboard) Measure the host with {0}', tag),
      detail: t('It is tried now, and tells what other sizes would need and how fast they would be'),
      value: { measureWith: tag },
    },
  ];
}

async function measure(state: SetupState, tag: string, parts: WizardParts): Promise<Answer<SetupState>> {
  const { endpoint, secrets } = state.draft;
  const roles = { completion: { model: tag, options: {} } };
  const trial = await tryHost({ ...endpoint, roles }, parts.ports(secrets));
  if (trial.kind === 'cancelled') return trial;
  if (trial.kind === 'back') return { kind: 'answer', value: state };
  const { results, measured } = trial.value;
  if (measured === undefined) {
    const failed = results.find(({ verdict }) => verdict === 'failed');
    const why = failed?.saw ?? t('it tells nothing of other sizes');
    void vscode.window.showWarningMessage(`Fillwright: ${t('{0}: {1}', tag, why)}`);
  }
  return { kind: 'answer', value: hostMeasured(state, measured) };
}
