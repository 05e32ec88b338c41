import { t } from '../../common/l10n';
import * as vscode from 'vscode';
import type { Certificate } from '../../hosts/diagnosis/ports';
import { attemptAgain } from '../../hosts/setup/attempt';
import { trustTried, type SetupState } from '../../hosts/setup/setupState';
import { trusting, type Trust } from '../../hosts/setup/trust';
import { fingerprintWords } from '../../transport/certificate';
import { wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, waitFor, type Answer, type Choice } from './ask';

type Way = Trust['kind'];

/** Whether to trust a certificate that this machine does not know, and by what. */
export const askTrust: AskStep = async (state, parts) => {
  const { step } = state;
  if (step.kind !== 'certificate') return { kind: 'back' };
  const { certificate } = step;
  const way = await askPick<Way>({
    title: t("{0}: is this the host's certificate?", wizardTitle()),
    placeholder: t('Compare the SHA-256 with what the host itself shows, then choose what to trust'),
    choices: [...facts(certificate), ...ways(certificate)],
    canGoBack: true,
  });
  if (way.kind !== 'answer') return way;
  const trust = await trustBy(way.value, certificate);
  return trust === undefined ? { kind: 'answer', value: state } : tryTrusting(state, trust, parts);
};

function facts(certificate: Certificate): readonly Choice<Way>[] {
  const until = t('valid {0} to {1}', day(certificate.validFrom), day(certificate.validTo));
  return [
    {
      label: `$(file-certificate) ${certificate.subject}`,
      detail: t('Issued by {0}, {1}', certificate.issuer, until),
    },
    { label: '$(shield) SHA-256', detail: fingerprintWords(certificate.sha256) },
  ];
}

function ways({ issuer, authority }: Certificate): readonly Choice<Way>[] {
  return [
    {
      label: t('$(pin) Trust this one certificate'),
      description: t('for this endpoint; asks again once it is renewed'),
      value: 'pin',
    },
    ...(authority === undefined
      ? []
      : [
          {
            label: t('$(verified) Trust its issuer, {0}', issuer),
            description: t('for this endpoint'),
            value: 'authority',
          } as const,
        ]),
    {
      label: t("$(folder-opened) Choose the issuer's file…"),
      description: t('a certificate in PEM, from whoever runs the host'),
      value: 'file',
    },
  ];
}

/** Undefined where the user would rather choose no file. */
async function trustBy(way: Way, { sha256, authority = '' }: Certificate): Promise<Trust | undefined> {
  switch (way) {
    case 'pin':
      return { kind: way, sha256 };
    case 'authority':
      return { kind: way, pem: authority };
    case 'file': {
      const filters = { [t('Certificates')]: ['pem', 'crt', 'cer', 'ca-bundle'] };
      const [file] = (await vscode.window.showOpenDialog({ filters, openLabel: t('Trust') })) ?? [];
      return file === undefined ? undefined : { kind: way, path: file.fsPath };
    }
  }
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
