import { beginSetup, stepBack, type SetupState } from '../../hosts/setup/setupState';
import { defaultEndpoint } from '../../settings/settings';
import { askAddress } from './addressStep';
import { askTrust } from './certificateStep';
import { askForClientCertificate } from './clientCertificateStep';
import { askLogin } from './loginStep';
import { askModel } from './modelStep';
import { askWhatToPull } from './pullStep';
import { askToSave } from './saveStep';
import type { AddHostParts, AskStep, WizardParts } from './step';
import { runTrial } from './trialStep';
import { askWhich } from './whichStep';

const questions: Readonly<Record<SetupState['step']['kind'], AskStep>> = {
  address: askAddress,
  which: askWhich,
  login: askLogin,
  certificate: askTrust,
  'client-certificate': askForClientCertificate,
  model: askModel,
  pull: askWhatToPull,
  trial: runTrial,
  save: askToSave,
};

/** Leads from an address to a host that completes. Nothing is saved before the last step. */
export function addHost(parts: AddHostParts): Promise<void> {
  const all: WizardParts = { ...parts, goOn: (state) => lead(state, all) };
  return lead(beginSetup({ ...defaultEndpoint, name: '', url: '' }), all);
}

async function lead(from: SetupState, parts: WizardParts): Promise<void> {
  let state = from;
  for (;;) {
    const answer = await questions[state.step.kind](state, parts);
    if (answer.kind === 'cancelled') return;
    if (answer.kind === 'back') state = stepBack(state);
    else if (answer.value === 'saved') return;
    else state = answer.value;
  }
}
