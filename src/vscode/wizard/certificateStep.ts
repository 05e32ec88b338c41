import { t } from '../../common/l10n';
import type { Certificate } from '../../hosts/diagnosis/ports';
import { attemptAgain } from '../../hosts/setup/attempt';
import { trustTried, type SetupState } from '../../hosts/setup/setupState';
import { trustsFor, trusting, type Doubt, type Trust } from '../../hosts/setup/trust';
import { fingerprintWords } from '../../transport/certificate';
import { chooseFile } from './chooseFile';
import { wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, waitFor, type Answer, type Choice } from './ask';

type Way = Trust | 'choose a file';

/** Whether to trust a certificate that this machine does not, and by what. */
export const askTrust: AskStep = async (state, parts) => {
  const { step } = state;
  if (step.kind !== 'certificate') return { kind: 'back' };
  const { certificate, doubt, problem } = step;
  const way = await askPick<Way>({
    title: t("{0}: is this the host's certificate?", wizardTitle()),
    placeholder: advice(doubt),
    choices: [...problemLines(problem), ...facts(certificate), ...ways(doubt, certificate)],
    canGoBack: true,
  });
  if (way.kind !== 'answer') return way;
  const trust = way.value === 'choose a file' ? await authorityFile() : way.value;
  return trust === undefined ? { kind: 'answer', value: state } : tryTrusting(state, trust, parts);
};

function advice(doubt: Doubt): string {
  switch (doubt) {
    case 'issuer':
      return t('Compare the SHA-256 with what the host itself shows, then choose what to trust');
    case 'dates':
      return t('It is outside its dates. Have it renewed, or compare the SHA-256 with what the host shows');
    case 'name':
      return t(
        'It is for another name than the address has. Choose the name to expect, or compare the SHA-256',
      );
  }
}

function problemLines(problem: string | undefined): readonly Choice<Way>[] {
  return problem === undefined ? [] : [{ label: `$(error) ${problem}` }];
}

function facts({ subject, issuer, sha256, names, ...dates }: Certificate): readonly Choice<Way>[] {
  const until = t('valid {0} to {1}', day(dates.validFrom), day(dates.validTo));
  return [
    {
      label: `$(file-certificate) ${subject}`,
      ...(names === '' ? {} : { description: names }),
      detail: t('Issued by {0}, {1}', issuer, until),
    },
    { label: '$(shield) SHA-256', detail: fingerprintWords(sha256) },
  ];
}

function ways(doubt: Doubt, certificate: Certificate): readonly Choice<Way>[] {
  const trusts = trustsFor(doubt, certificate).map((trust) => choiceOf(trust, certificate));
  return doubt === 'issuer' ? [...trusts, fileChoice()] : trusts;
}

function choiceOf(trust: Exclude<Trust, { kind: 'file' }>, { issuer }: Certificate): Choice<Way> {
  switch (trust.kind) {
    case 'pin':
      return {
        label: t('$(pin) Trust this one certificate'),
        description: t('for this endpoint; asks again once it is renewed'),
        value: trust,
      };
    case 'authority':
      return {
        label: t('$(verified) Trust its issuer, {0}', issuer),
        description: t('for this endpoint'),
        value: trust,
      };
    case 'name':
      return {
        label: t('$(tag) Expect the name {0}', trust.serverName),
        description: t('for this endpoint; issuer and dates are checked as before'),
        value: trust,
      };
  }
}

function fileChoice(): Choice<Way> {
  return {
    label: t("$(folder-opened) Choose the issuer's file…"),
    description: t('a certificate in PEM, from whoever runs the host'),
    value: 'choose a file',
  };
}

async function authorityFile(): Promise<Trust | undefined> {
  const file = await chooseFile(t("The issuer's certificate"), t('Trust'));
  return file === undefined ? undefined : { kind: 'file', path: file.fsPath };
}

async function tryTrusting(
  state: SetupState,
  trust: Trust,
  { ports }: AddHostParts,
): Promise<Answer<SetupState>> {
  const { draft } = state;
  const endpoint = { ...draft.endpoint, tls: trusting(draft.endpoint.tls, trust) };
  const attempt = await waitFor(wizardTitle(), t('Looking at {0} …', endpoint.url), (_, signal) =>
    attemptAgain(endpoint, ports(draft.secrets), signal),
  );
  if (attempt.kind === 'back') return { kind: 'answer', value: state };
  if (attempt.kind === 'cancelled') return attempt;
  return { kind: 'answer', value: trustTried(state, attempt.value) };
}

function day(time: number): string {
  return Number.isNaN(time) ? '?' : new Date(time).toISOString().slice(0, 10);
}
