import { t } from '../../common/l10n';
import * as vscode from 'vscode';
import { isWell } from '../../hosts/diagnosis/report';
import { withEndpoint } from '../../hosts/setup/endpointEntry';
import { keepDraft } from '../../hosts/setup/keepDraft';
import { adviseModels } from '../../hosts/setup/modelAdvice';
import { pullWanted, type SetupDraft } from '../../hosts/setup/setupState';
import { secretKey } from '../editorSecrets';
import { wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, askText, type Choice } from './ask';
import { forecastLines, sizeChoices } from './sizeChoices';
import { resultLines } from './trialStep';

type Place = 'first' | 'last';

/** Shows what was measured, asks for a name, and writes it all down at once. */
export const askToSave: AskStep = async (state, parts) => {
  const { step, draft } = state;
  const results = step.kind === 'save' ? step.results : [];
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  const measured = results.filter(({ name }) => name === 'fim' || name === 'context' || name === 'speed');
  const picked = await askPick<Place | 'pull'>({
    title: isWell(results) ? t('{0}: all is well', wizardTitle()) : t('{0}: not all is well', wizardTitle()),
    placeholder: t('Nothing is saved yet'),
    choices: [
      ...saveChoices(parts),
      ...(failed.length > 0 ? failed : measured).flatMap(resultLines),
      ...otherSizes(draft),
    ],
    canGoBack: true,
  });
  if (picked.kind !== 'answer') return picked;
  const place = picked.value;
  if (place === 'pull') return { kind: 'answer', value: pullWanted(state) };
  const name = await askText({
    title: t('{0}: name', wizardTitle()),
    prompt: t('What do you call this host? The name shows in the status bar.'),
    text: draft.endpoint.name === '' ? new URL(draft.endpoint.url).hostname : draft.endpoint.name,
    problem: (text) => nameProblem(text, parts),
  });
  if (name.kind === 'back') return { kind: 'answer', value: state };
  if (name.kind === 'cancelled') return name;
  await save({ ...draft, endpoint: { ...draft.endpoint, name: name.value.trim() } }, place, parts);
  return { kind: 'answer', value: 'saved' };
};

/** What was measured tells of other sizes too; one of them leads to pulling. */
function otherSizes({ endpoint, measured }: SetupDraft): readonly Choice<'pull'>[] {
  if (measured === undefined || endpoint.engine !== 'ollama') return [];
  const { model, memory } = measured;
  return [
    { label: t('Other sizes on this host'), kind: vscode.QuickPickItemKind.Separator },
    ...adviseModels(memory, model).flatMap((advice) => sizeChoices(advice, 'pull' as const)),
    ...forecastLines(measured),
  ];
}

function saveChoices({ endpointNames }: AddHostParts): readonly Choice<Place>[] {
  const others = endpointNames();
  if (others.length === 0) return [{ label: t('$(save) Save'), value: 'first' }];
  return [
    {
      label: t('$(save) Save as the first choice'),
      description: t('ahead of {0}', others.join(', ')),
      value: 'first',
    },
    {
      label: t('$(save-as) Save behind the others'),
      description: t('used when {0} fails', others.join(', ')),
      value: 'last',
    },
  ];
}

function nameProblem(text: string, { endpointNames }: AddHostParts): string | undefined {
  if (text.trim() === '') return t('A name of a letter at least.');
  return endpointNames().includes(text.trim()) ? t('Another endpoint has this name.') : undefined;
}

function save(draft: SetupDraft, place: Place, { secrets, keepAuthority }: AddHostParts): Promise<void> {
  return keepDraft(draft, {
    keepAuthority,
    keepSecret: async (name, secret) => await secrets.store(secretKey(name), secret),
    keepEndpoint: async (entry) => {
      const config = vscode.workspace.getConfiguration('fillwright');
      const written = config.inspect<unknown>('endpoints')?.globalValue;
      const list = withEndpoint(written, entry, place);
      await config.update('endpoints', list, vscode.ConfigurationTarget.Global);
    },
  });
}
