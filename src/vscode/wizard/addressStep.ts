import { t } from '../../common/l10n';
import { findLocalHosts, type LocalHost } from '../../hosts/setup/localHosts';
import type { SetupState } from '../../hosts/setup/setupState';
import { tryAddress } from '../../hosts/setup/tryAddress';
import { withoutLogin } from '../../settings/endpointUrl';
import { otherSideLabel, otherSideMayHelp, siteWords, type CallSite } from '../callSite';
import { wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, waitFor, type Answer, type Choice } from './ask';

/** Where the host is: what answers on this machine, or whatever is typed. */
export const askAddress: AskStep = async (state, parts) => {
  const { ports, otherSide } = parts;
  const answer = await askPick<Address>({
    title: t('{0}: where is it?', wizardTitle()),
    placeholder: t(
      'Name, name:port or URL, such as gpu-box or https://models.example.org/ollama (called from {0})',
      ports({}).caller,
    ),
    choices: problemLines(state, otherSide.site),
    canGoBack: false,
    text: state.draft.written,
    typed: (text) =>
      text === ''
        ? []
        : [{ label: t('$(plug) Connect to {0}', withoutLogin(text)), alwaysShow: true, value: text }],
    more: (add, signal) => offerLocalHosts(parts, add, signal),
  });
  if (answer.kind !== 'answer') return answer;
  if (answer.value === OTHER_SIDE) {
    await otherSide.run();
    return { kind: 'cancelled' };
  }
  return lookAt(state, answer.value, parts);
};

async function lookAt(state: SetupState, typed: string, parts: AddHostParts): Promise<Answer<SetupState>> {
  const tried = await waitFor(wizardTitle(), t('Looking at {0} …', withoutLogin(typed)), (_, signal) =>
    tryAddress(state, typed, parts, signal),
  );
  return tried.kind === 'back' ? { kind: 'answer', value: state } : tried;
}

/** What is typed or found, or that the host is called from the wrong machine. */
type Address = string | typeof OTHER_SIDE;
const OTHER_SIDE = Symbol('other-side');

function problemLines({ step }: SetupState, site: CallSite): readonly Choice<Address>[] {
  if (step.kind !== 'address' || step.problem === undefined) return [];
  const { saw, mend, failed } = step.problem;
  const problem = { label: `$(error) ${saw}`, detail: mend, alwaysShow: true };
  if (failed === undefined || !otherSideMayHelp(site, failed)) return [problem];
  const detail = siteWords(site, failed.url)[0];
  const move = { label: otherSideLabel(site), alwaysShow: true, value: OTHER_SIDE } as const;
  return [problem, { ...move, ...(detail === undefined ? {} : { detail }) }];
}

/** Hosts that answer on the machine that calls. */
function offerLocalHosts(
  { ports }: AddHostParts,
  add: (choice: Choice<Address>) => void,
  signal: AbortSignal,
): Promise<void> {
  const offer = ({ url, engineWords }: LocalHost): void =>
    add({ label: `$(vm) ${url}`, description: engineWords, detail: t('Answers here'), value: url });
  return findLocalHosts(ports({}), offer, signal);
}
