import { t } from '../../common/l10n';
import type { QuickPickItem } from 'vscode';
import { checkNames, type CheckName, type CheckResult } from '../../hosts/diagnosis/check';
import { diagnose } from '../../hosts/diagnosis/diagnose';
import { checkTitle } from '../../hosts/diagnosis/checkWords';
import type { DiagnosisPorts } from '../../hosts/diagnosis/ports';
import { measuredHost, type MeasuredHost } from '../../hosts/setup/measureModel';
import { stepBack, trialEnded } from '../../hosts/setup/setupState';
import type { EndpointSettings } from '../../settings/settings';
import { wizardTitle, type AskStep } from './step';
import { waitFor, type Answer } from './ask';

/** Measures the host with the chosen model, line by line. */
export const runTrial: AskStep = async (state, parts) => {
  const { endpoint, secrets } = state.draft;
  const trial = await tryHost(endpoint, parts.ports(secrets));
  if (trial.kind === 'back') return { kind: 'answer', value: stepBack(state) };
  if (trial.kind === 'cancelled') return trial;
  return { kind: 'answer', value: trialEnded(state, trial.value.results, trial.value.measured) };
};

export interface Trial {
  readonly results: readonly CheckResult[];
  readonly measured: MeasuredHost | undefined;
}

/** Tries an endpoint while the user looks on. */
export function tryHost(endpoint: EndpointSettings, ports: DiagnosisPorts): Promise<Answer<Trial>> {
  return waitFor(
    t('{0}: trying it', wizardTitle()),
    t('A model is loaded now, which may take minutes the first time …'),
    async (show, signal) => {
      const ended: CheckResult[] = [];
      const lines = (running: CheckName | undefined): void => show(trialLines(ended, running));
      const watch = { started: lines, ended: (result: CheckResult) => ended.push(result) };
      const { results, facts } = await diagnose({ written: endpoint.url, endpoint }, ports, watch, signal);
      return { results, measured: await measuredHost(facts, ports.engineFor(endpoint), signal) };
    },
  );
}

/** What was measured, the newest first, so that it is in sight. */
export function trialLines(
  ended: readonly CheckResult[],
  running: CheckName | undefined,
): readonly QuickPickItem[] {
  const step = t('{0} of {1}', ended.length + 1, checkNames.length);
  const next =
    running === undefined ? [] : [{ label: `$(loading~spin) ${checkTitle(running)}`, description: step }];
  return [...next, ...[...ended].reverse().flatMap(resultLines)];
}

/** A line for each thing that was seen: the list cuts long lines off. */
export function resultLines({ name, verdict, saw, mend }: CheckResult): readonly QuickPickItem[] {
  const icon = { passed: '$(pass)', failed: '$(error)', skipped: '$(dash)' }[verdict];
  const [first = '', ...rest] = saw.split(t('; '));
  return [
    { label: `${icon} ${checkTitle(name)}`, description: first, ...(mend === '' ? {} : { detail: mend }) },
    ...rest.map((description) => ({ label: '$(blank)', description })),
  ];
}
