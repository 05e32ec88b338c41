import * as vscode from 'vscode';
import { t } from '../../common/l10n';
import { isAbort } from '../../common/abort';
import { adviseModels, hostMemory, type HostMemory } from '../../hosts/setup/modelAdvice';
import { followPull, pullWords } from '../../hosts/setup/pullProgress';
import { modelPulled, pullStopped, type SetupState } from '../../hosts/setup/setupState';
import type { LoadedModel } from '../../transport/engine';
import type { ModelControl } from '../../transport/modelControl';
import { linkedSignal } from '../linkedSignal';
import { failedStep, wizardTitle, type AskStep } from './step';
import { askPick, waitFor, type Choice } from './ask';

/** What to pull onto the host: the size that suits its memory, with the arithmetic, or any tag. */
export const askWhatToPull: AskStep = async (state, parts) => {
  const { draft } = state;
  const memory = await waitFor(wizardTitle(), t('Looking at the memory of the host …'), (_, signal) =>
    memoryOf(() => parts.ports(draft.secrets).engineFor(draft.endpoint).loadedModels(signal)),
  );
  if (memory.kind !== 'answer') return memory;
  const tag = await askPick<string>({
    title: t('{0}: pull a model onto it', wizardTitle()),
    placeholder: t(
      'A tag of the Ollama library, such as qwen2.5-coder:7b-base; it is downloaded onto the host',
    ),
    choices: [...problemLines(state), ...adviceChoices(memory.value)],
    canGoBack: true,
    typed: (text) =>
      text === '' ? [] : [{ label: t('$(cloud-download) Pull {0}', text), alwaysShow: true, value: text }],
  });
  if (tag.kind !== 'answer') return tag;
  const end = await pullModel(tag.value, parts.control(draft));
  const isThere = end.kind === 'pulled';
  return { kind: 'answer', value: isThere ? modelPulled(state, tag.value) : pullStopped(state, end.why) };
};

function problemLines({ step }: SetupState): readonly Choice<string>[] {
  if (step.kind !== 'pull' || step.problem === undefined) return [];
  return [{ label: `$(info) ${step.problem}`, alwaysShow: true }];
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

export type PullEnd =
  | { readonly kind: 'pulled' }
  /** By the user, or by a failure; pulling again goes on where it stopped. */
  | { readonly kind: 'paused' | 'failed'; readonly why: string };

/** Pulls with progress. Tells nobody how it ended. */
export async function pullModel(tag: string, control: ModelControl): Promise<PullEnd> {
  try {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: t('Pulling {0}', tag), cancellable: true },
      async (progress, token) => {
        const { signal, unlink } = linkedSignal(token);
        try {
          await follow(control.pull(tag, signal), progress);
          return { kind: 'pulled' };
        } finally {
          unlink();
        }
      },
    );
  } catch (thrown) {
    if (isAbort(thrown)) {
      return { kind: 'paused', why: t('Paused: pull {0} again to go on from where it stopped.', tag) };
    }
    return { kind: 'failed', why: failedStep(thrown) };
  }
}

async function follow(
  lines: ReturnType<ModelControl['pull']>,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): Promise<void> {
  const sumUp = followPull();
  let shown = 0;
  for await (const line of lines) {
    const state = sumUp(line, performance.now());
    const percent = state.totalBytes === 0 ? 0 : (state.completedBytes / state.totalBytes) * 100;
    progress.report({ message: pullWords(state), increment: Math.max(0, percent - shown) });
    shown = Math.max(shown, percent);
  }
}
