import { t } from '../../common/l10n';
import * as vscode from 'vscode';
import type { DiagnosisPorts } from '../../hosts/diagnosis/ports';
import type { SetupDraft, SetupState } from '../../hosts/setup/setupState';
import type { ModelControl } from '../../transport/modelControl';
import type { CallSite, OtherSide } from '../callSite';
import { failureInWords } from '../failureWords';
import type { Answer } from './ask';

export function wizardTitle(): string {
  return t('Add a host');
}

export interface AddHostParts {
  /** For an endpoint that is being drafted, with secrets that are not stored yet. */
  readonly ports: (secrets: SetupDraft['secrets']) => DiagnosisPorts;
  readonly control: (draft: SetupDraft) => ModelControl;
  /** Names of secrets and endpoints that are taken. */
  readonly secretNames: () => readonly string[];
  readonly endpointNames: () => readonly string[];
  /** Keeps the certificate of an authority as a file, at the end. @returns its full path */
  readonly keepAuthority: (name: string, pem: string) => Promise<string>;
  readonly secrets: vscode.SecretStorage;
  readonly otherSide: OtherSide;
}

export interface WizardParts extends AddHostParts {
  /** Takes the wizard up again, after it was left for something that takes long. */
  readonly goOn: (state: SetupState) => Promise<void>;
}

/** One step's question: leads to the next state, back, or out. */
export type AskStep = (state: SetupState, parts: WizardParts) => Promise<Answer<SetupState | 'saved'>>;

/** Tells a failed step as a message and leaves the wizard where it is. */
export function tellFailure(thrown: unknown, site: CallSite): void {
  const told = failureInWords(thrown, site);
  const reason = told instanceof Error ? told.message : String(told);
  void vscode.window.showErrorMessage(`Fillwright: ${reason}`);
}
