import { t } from '../../common/l10n';
import { attemptAgain } from '../../hosts/setup/attempt';
import { headerNameProblem, headerValueProblem, keepLogin, type Login } from '../../hosts/setup/login';
import { loginTried } from '../../hosts/setup/setupState';
import { wizardTitle, type AskStep } from './step';
import { askPick, askText, waitFor, type Answer } from './ask';

/** How the host wants to be logged in to. The secret goes into the editor's store, at the end. */
export const askLogin: AskStep = async (state, parts) => {
  const { step, draft } = state;
  const isRepeated = step.kind === 'login' && step.isRepeated;
  const kind = await askPick<Login['kind']>({
    title: t('{0}: login', wizardTitle()),
    placeholder: isRepeated
      ? t('The host refused this login. Try another, or go back')
      : t('{0} asks for a login. Which kind does it take?', draft.endpoint.url),
    choices: [
      { label: t('$(key) Token'), description: 'Authorization: Bearer …', value: 'bearer' },
      { label: t('$(account) User and password'), description: 'Authorization: Basic …', value: 'basic' },
      {
        label: t('$(symbol-key) A header of another name'),
        description: t('such as X-Api-Key'),
        value: 'header',
      },
    ],
    canGoBack: true,
  });
  if (kind.kind !== 'answer') return kind;
  const login = await askFor(kind.value);
  // From the first text one goes back to the kinds, which are this same step.
  if (login.kind === 'back') return { kind: 'answer', value: state };
  if (login.kind === 'cancelled') return login;
  const kept = keepLogin(login.value, draft.endpoint, parts.secretNames());
  // In place of a login that was refused.
  const endpoint = { ...draft.endpoint, headers: kept.headers };
  const secrets = { ...draft.secrets, [kept.secretName]: kept.secret };
  const attempt = await waitFor(wizardTitle(), t('Logging in to {0} …', endpoint.url), (_, signal) =>
    attemptAgain(endpoint, parts.ports(secrets), signal),
  );
  if (attempt.kind === 'back') return { kind: 'answer', value: state };
  if (attempt.kind === 'cancelled') return attempt;
  return { kind: 'answer', value: loginTried(state, kept, attempt.value) };
};

async function askFor(kind: Login['kind']): Promise<Answer<Login>> {
  const title = t('{0}: login', wizardTitle());
  switch (kind) {
    case 'bearer':
      return mapped(
        await secretText(title, t('The token. VS Code keeps it encrypted; the settings only name it.')),
        (token) => {
          return { kind, token };
        },
      );
    case 'basic':
      return askPair(
        (text) => askText({ title, prompt: t('The user name.'), problem: userProblem, text }),
        (user) => secretText(title, t('The password of {0}. VS Code keeps it encrypted.', user)),
        (user, password) => ({ kind, user, password }),
      );
    case 'header':
      return askPair(
        (text) => {
          const prompt = t('The name of the header.');
          return askText({ title, prompt, placeholder: 'X-Api-Key', problem: headerNameProblem, text });
        },
        (header) => secretText(title, t('The value of {0}. VS Code keeps it encrypted.', header)),
        (header, value) => ({ kind, header, value }),
      );
  }
}

/** Asks for a name and for what is secret. From the secret one goes back to the name as it was written. */
async function askPair(
  askName: (written: string) => Promise<Answer<string>>,
  askSecret: (name: string) => Promise<Answer<string>>,
  join: (name: string, secret: string) => Login,
): Promise<Answer<Login>> {
  let written = '';
  for (;;) {
    const name = await askName(written);
    if (name.kind !== 'answer') return name;
    written = name.value;
    const secret = await askSecret(written);
    if (secret.kind !== 'back') return mapped(secret, (value) => join(written, value));
  }
}

function secretText(title: string, prompt: string): Promise<Answer<string>> {
  return askText({ title, prompt, isSecret: true, problem: headerValueProblem });
}

function userProblem(user: string): string | undefined {
  return user.includes(':') ? t('A user name of this kind of login has no colon.') : undefined;
}

function mapped<T, U>(answer: Answer<T>, map: (value: T) => U): Answer<U> {
  return answer.kind === 'answer' ? { kind: 'answer', value: map(answer.value) } : answer;
}
