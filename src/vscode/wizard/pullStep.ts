import * as vscode from 'vscode';
import { systemClock } from '../../common/clock';
import { t } from '../../common/l10n';
import { isAbort } from '../../common/abort';
import { adviseModels, hostMemory, type HostMemory } from '../../hosts/setup/modelAdvice';
import { startPull, type PullEnd, type RunningPull } from '../../hosts/setup/runningPull';
import { modelPulled, pullStopped, type SetupState } from '../../hosts/setup/setupState';
import type { LoadedModel } from '../../transport/engine';
import { showPull, stoppedWords } from '../pullNotification';
import { wizardTitle, type AskStep, type WizardParts } from './step';
import { askPick, waitFor, type Choice } from './ask';
import { watchPull } from './pullWatch';

/** What to pull onto the host: the size that suits its memory, with the arithmetic, or any tag. */
export const askWhatToPull: AskStep = async (state, parts) => {
  const { draft } = state;
  const memory = await waitFor(wizardTitle(), t('Looking at the memory of the host …'), (_, signal) =>
    memoryOf(() => parts.ports(draft.secrets).engineFor(draft.endpoint).loadedModels(signal)),
  );
  if (memory.kind !== 'answer') return memory;
  const picked = await askPick<string>({
    title: t('{0}: pull a model onto it', wizardTitle()),
    placeholder: t(
      'A tag of the Ollama library, such as qwen2.5-coder:7b-base; it is downloaded onto the host',
    ),
    choices: [...againChoice(state), ...adviceChoices(memory.value)],
    canGoBack: true,
    typed: (text) =>
      text === '' ? [] : [{ label: t('$(cloud-download) Pull {0}', text), alwaysShow: true, value: text }],
  });
  if (picked.kind !== 'answer') return picked;
  const tag = picked.value;
  const pull = startPull(tag, parts.control(draft), systemClock);
  const end = await watchPull(pull);
  if (end === 'leave') {
    void goOnLater(state, pull, parts);
    return { kind: 'cancelled' };
  }
  return { kind: 'answer', value: afterPull(state, tag, end) };
};

function afterPull(state: SetupState, tag: string, end: PullEnd): SetupState {
  return end.kind === 'pulled'
    ? modelPulled(state, tag)
    : pullStopped(state, { tag, isFailure: end.kind === 'failed', why: stoppedWords(end) });
}

/** The wizard comes back when it is called, not in the middle of a line that is being typed. */
async function goOnLater(state: SetupState, pull: RunningPull, { goOn }: WizardParts): Promise<void> {
  const end = await showPull(pull);
  const words = end.kind === 'pulled' ? t('the model is there') : stoppedWords(end);
  const next = t('Go On Adding the Host');
  const answer = await vscode.window.showInformationMessage(t('{0}: {1}', pull.tag, words), next);
  if (answer === next) await goOn(afterPull(state, pull.tag, end));
}

/** Stands first, so that Enter goes on with a pull that stopped. */
function againChoice({ step }: SetupState): readonly Choice<string>[] {
  if (step.kind !== 'pull' || step.stopped === undefined) return [];
  const { tag, isFailure, why } = step.stopped;
  const choice = isFailure
    ? { label: t('$(debug-restart) Try {0} again', tag), detail: `$(error) ${why}` }
    : { label: t('$(debug-continue) Go on pulling {0}', tag), detail: why };
  return [{ ...choice, alwaysShow: true, value: tag }];
}

async function memoryOf(ask: () => Promise<readonly LoadedModel[]>): Promise<HostMemory> {
  try {
    return hostMemory(await ask());
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    return hostMemory([]); // A host that does not tell is advised on as one that is not known.
  }
}

function adviceChoices(memory: HostMemory): readonly Choice<string>[] {
  return adviseModels(memory).map(({ tag, label, downloadBytes, recommended, arithmetic }) => ({
    label: `${recommended ? '$(star-full)' : '$(cloud-download)'} ${label}`,
    description: [
      tag,
      t('{0} GB', (downloadBytes / 1e9).toFixed(1)),
      ...(recommended ? [t('recommended')] : []),
    ].join(' · '),
    detail: arithmetic,
    value: tag,
  }));
}
