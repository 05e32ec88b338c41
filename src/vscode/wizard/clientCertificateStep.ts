import { t } from '../../common/l10n';
import { attemptAgain } from '../../hosts/setup/attempt';
import { keepClientCertificate, keyIn, type ClientCertificate } from '../../hosts/setup/clientCertificate';
import { clientCertificateTried, type SetupState } from '../../hosts/setup/setupState';
import { chooseFile, readText } from './chooseFile';
import { wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, askText, waitFor, type Answer } from './ask';

/** The certificate that a host wants of its callers. */
export const askForClientCertificate: AskStep = async (state, parts) => {
  const { step, draft } = state;
  if (step.kind !== 'client-certificate') return { kind: 'back' };
  const problem = step.problem === undefined ? [] : [{ label: `$(error) ${step.problem}` }];
  const way = await askPick({
    title: stepTitle(),
    placeholder: step.isRepeated
      ? t('The host refused this certificate. Choose another, or go back')
      : t('{0} lets in who shows a certificate that it knows. Choose yours', draft.endpoint.url),
    choices: [
      {
        label: t('$(folder-opened) Choose your certificate…'),
        description: t('in PEM, from whoever runs the host; its key is asked for next'),
        value: 'file',
      },
      ...problem,
    ],
    canGoBack: true,
  });
  if (way.kind !== 'answer') return way;
  const chosen = await chooseCertificate();
  // From a file one goes back to this same question.
  if (chosen.kind === 'back') return { kind: 'answer', value: state };
  return chosen.kind === 'answer' ? showIt(state, chosen.value, parts) : chosen;
};

function stepTitle(): string {
  return t('{0}: your certificate', wizardTitle());
}

async function chooseCertificate(): Promise<Answer<ClientCertificate>> {
  const certificate = await chooseFile(t('Your certificate'), t('Show This Certificate'));
  if (certificate === undefined) return { kind: 'back' };
  const isWhole = keyIn(await readText(certificate)) !== 'none';
  const key = isWhole ? certificate : await chooseFile(t('The key of your certificate'), t('Use This Key'));
  if (key === undefined) return { kind: 'back' };
  const files = { certFile: certificate.fsPath, ...(isWhole ? {} : { keyFile: key.fsPath }) };
  if (keyIn(await readText(key)) !== 'locked') return { kind: 'answer', value: files };
  const passphrase = await askText({
    title: stepTitle(),
    prompt: t('The passphrase of the key. VS Code keeps it encrypted.'),
    isSecret: true,
  });
  return passphrase.kind === 'answer'
    ? { kind: 'answer', value: { ...files, passphrase: passphrase.value } }
    : passphrase;
}

async function showIt(
  state: SetupState,
  certificate: ClientCertificate,
  { ports, secretNames }: AddHostParts,
): Promise<Answer<SetupState>> {
  const { endpoint: drafted, secrets } = state.draft;
  const kept = keepClientCertificate(certificate, drafted, secretNames());
  const endpoint = { ...drafted, tls: kept.tls };
  const attempt = await waitFor(wizardTitle(), t('Looking at {0} …', endpoint.url), (_, signal) =>
    attemptAgain(endpoint, ports({ ...secrets, ...kept.secrets }), signal),
  );
  if (attempt.kind === 'back') return { kind: 'answer', value: state };
  if (attempt.kind === 'cancelled') return attempt;
  return { kind: 'answer', value: clientCertificateTried(state, kept.secrets, attempt.value) };
}
