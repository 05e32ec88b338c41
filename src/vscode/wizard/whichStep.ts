import { t } from '../../common/l10n';
import type { Attempt } from '../../hosts/setup/attempt';
import { tryAnswer } from '../../hosts/setup/tryAddress';
import { wizardTitle, type AskStep } from './step';
import { askPick, waitFor, type Choice } from './ask';

/** Which one is meant, where something answers at several meanings of an address. */
export const askWhich: AskStep = async (state, parts) => {
  const { step, draft } = state;
  if (step.kind !== 'which') return { kind: 'back' };
  const chosen = await askPick<Attempt>({
    title: t('{0}: which of them?', wizardTitle()),
    placeholder: t('{0} may mean each of these. Your code goes to the one you choose', draft.written),
    choices: step.answers.map(choiceOf),
    canGoBack: true,
  });
  if (chosen.kind !== 'answer') return chosen;
  const tried = await waitFor(wizardTitle(), t('Looking at {0} …', chosen.value.endpoint.url), (_, signal) =>
    tryAnswer(state, chosen.value, parts, signal),
  );
  return tried.kind === 'back' ? { kind: 'answer', value: state } : tried;
};

function choiceOf(answer: Attempt): Choice<Attempt> {
  const { url } = answer.endpoint;
  return url.startsWith('https:')
    ? { label: `$(lock) ${url}`, description: answerWords(answer), detail: t('encrypted'), value: answer }
    : {
        label: `$(unlock) ${url}`,
        description: answerWords(answer),
        detail: t('not encrypted: whoever is on the way can read your code'),
        value: answer,
      };
}

function answerWords(answer: Attempt): string {
  switch (answer.kind) {
    case 'reached':
      return answer.engineWords;
    case 'login':
      return t('asks for a login');
    case 'certificate':
      return t('shows a certificate that is not trusted: {0}', answer.certificate.subject);
    case 'client-certificate':
      return t('asks for a certificate of yours');
    case 'unusable':
    case 'failed':
      return answer.saw;
  }
}
