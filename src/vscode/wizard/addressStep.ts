import { t } from '../../common/l10n';
import { localCandidates } from '../../hosts/setup/addressCandidates';
import { attemptAddress, attemptAgain } from '../../hosts/setup/attempt';
import { addressTried, type SetupState } from '../../hosts/setup/setupState';
import { wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, waitFor, type Answer, type Choice } from './ask';

/** Where the host is: what answers on this machine, or whatever is typed. */
export const askAddress: AskStep = async (state, parts) => {
  const { ports } = parts;
  const answer = await askPick<string>({
    title: t('{0}: where is it?', wizardTitle()),
    placeholder: t(
      'Name, name:port or URL, such as gpu-box or https://models.example.org/ollama (called from {0})',
      ports({}).caller,
    ),
    choices: problemLines(state),
    canGoBack: false,
    text: state.draft.written,
    typed: (text) =>
      text === '' ? [] : [{ label: t('$(plug) Connect to {0}', text), alwaysShow: true, value: text }],
    more: (add, signal) => findLocalHosts(parts, add, signal),
  });
  if (answer.kind !== 'answer') return answer;
  return tryAddress(state, answer.value, parts);
};

async function tryAddress(
  state: SetupState,
  written: string,
  { ports }: AddHostParts,
): Promise<Answer<SetupState>> {
  const { draft } = state;
  // Whatever an earlier address has asked for belongs to that address.
  const endpoint = { ...draft.endpoint, headers: {}, roles: {} };
  const attempt = await waitFor(wizardTitle(), t('Looking at {0} …', written), (_, signal) =>
    attemptAddress(written, endpoint, ports({}), signal),
  );
  if (attempt.kind === 'back') return { kind: 'answer', value: state };
  return attempt.kind === 'answer'
    ? { kind: 'answer', value: addressTried(state, written, attempt.value) }
    : attempt;
}

function problemLines({ step }: SetupState): readonly Choice<string>[] {
  if (step.kind !== 'address' || step.problem === undefined) return [];
  const { saw, mend } = step.problem;
  return [{ label: `$(error) ${saw}`, detail: mend, alwaysShow: true }];
}

/** Hosts that answer on the machine that calls. */
async function findLocalHosts(
  { ports }: AddHostParts,
  add: (choice: Choice<string>) => void,
  signal: AbortSignal,
): Promise<void> {
  const looking = localCandidates().map(async (url) => {
    const attempt = await attemptAgain({ ...blank, url }, ports({}), signal);
    if (attempt.kind !== 'reached' || signal.aborted) return;
    add({ label: `$(vm) ${url}`, description: attempt.engineWords, detail: t('Answers here'), value: url });
  });
  await Promise.allSettled(looking);
}

const blank = {
  name: '',
  engine: 'ollama',
  roles: {},
  headers: {},
  timeouts: { connectMs: 2_000, firstByteMs: 2_000, betweenTokensMs: 2_000 },
} as const;
