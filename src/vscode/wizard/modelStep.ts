import { t } from '../../common/l10n';
import { canComplete, offerModels, type OfferedModel } from '../../hosts/modelOffer';
import { byPreference } from '../../hosts/modelChoice';
import {
  candidates,
  modelChosen,
  modelsFound,
  pullWanted,
  type SetupState,
} from '../../hosts/setup/setupState';
import type { RoleName } from '../../settings/settings';
import { tellFailure, wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, waitFor, type Answer, type Choice } from './ask';

type Picked = { readonly model: string } | 'none' | 'pull' | 'look-again';

/** Which of the host's models takes a role. */
export const askModel: AskStep = async (state, parts) => {
  const { step } = state;
  if (step.kind !== 'model') return { kind: 'back' };
  const found =
    step.offers.length > 0 ? ({ kind: 'answer', value: state } as const) : await findModels(state, parts);
  if (found.kind !== 'answer') return found;
  return pick(found.value, step.role);
};

async function pick(state: SetupState, role: RoleName): Promise<Answer<SetupState>> {
  const offers = state.step.kind === 'model' ? candidates(state.step.offers, role) : [];
  const canPull = state.draft.endpoint.engine === 'ollama';
  const picked = await askPick<Picked>({
    title: t('{0}: model for {1}', wizardTitle(), roleWords(role)),
    placeholder: placeholder(role),
    choices: [
      ...offers.map((offer) => modelChoice(offer, role)),
      ...(role === 'completion'
        ? []
        : [{ label: t('$(circle-slash) No {0} on this host', roleWords(role)), value: 'none' } as const]),
      ...(canPull && role === 'completion'
        ? [
            {
              label: t('$(cloud-download) Pull another model…'),
              description: t('onto the host'),
              value: 'pull',
            } as const,
          ]
        : []),
      { label: t('$(refresh) Look again'), value: 'look-again' },
    ],
    canGoBack: true,
  });
  if (picked.kind !== 'answer') return picked;
  return { kind: 'answer', value: afterPick(state, picked.value) };
}

function roleWords(role: RoleName): string {
  switch (role) {
    case 'completion':
      return t('completion');
    case 'chat':
      return t('chat');
    case 'embedding':
      return t('embedding');
  }
}

function placeholder(role: RoleName): string {
  switch (role) {
    case 'completion':
      return t('Models that were trained to fill in the middle complete code; they stand first');
    case 'chat':
      return t('Any model that talks; an instruct model answers best');
    case 'embedding':
      return t('A model that makes vectors of code, for searching it');
  }
}

function afterPick(state: SetupState, picked: Picked): SetupState {
  if (picked === 'pull') return pullWanted(state);
  if (picked === 'look-again') return modelsFound(state, []);
  return modelChosen(state, picked === 'none' ? undefined : picked.model);
}

function modelChoice(offer: OfferedModel, role: RoleName): Choice<Picked> {
  const { tag, sizeBytes, parameterSize, quantization } = offer.listing;
  const size = sizeBytes > 0 ? `${(sizeBytes / 1e9).toFixed(1)} GB` : undefined;
  const description = [parameterSize, quantization, size].filter((each) => each !== undefined).join(' · ');
  const choice = { label: tag, description, value: { model: tag } };
  if (role !== 'completion') return choice;
  if ('family' in offer.fim)
    return { ...choice, label: `$(check) ${tag}`, detail: t('Completes code ({0})', offer.fim.family) };
  // It is shown, so that nobody looks for it in vain, but completion has no use for it.
  return { label: `$(circle-slash) ${tag}`, description, detail: offer.fim.explanation };
}

async function findModels(
  state: SetupState,
  { ports, otherSide }: AddHostParts,
): Promise<Answer<SetupState>> {
  const { endpoint, secrets } = state.draft;
  const engine = ports(secrets).engineFor(endpoint);
  try {
    const found = await waitFor(
      wizardTitle(),
      t('Asking {0} for its models …', endpoint.url),
      async (_, signal) => {
        const listings = await byPreference(await engine.listModels(signal), engine, signal);
        return offerModels(listings, engine, signal);
      },
    );
    if (found.kind !== 'answer') return found;
    const hasFitting = found.value.some(canComplete);
    const next = modelsFound(state, found.value);
    // With nothing to complete with, pulling is the way on; "back" leads to what is there.
    return { kind: 'answer', value: found.value.length === 0 && !hasFitting ? pullWanted(next) : next };
  } catch (thrown) {
    tellFailure(thrown, otherSide.site);
    return { kind: 'back' };
  }
}
