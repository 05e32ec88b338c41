import { t } from '../../common/l10n';
import * as vscode from 'vscode';
import type { Certificate } from '../../hosts/diagnosis/ports';
import { attemptAgain } from '../../hosts/setup/attempt';
import { trustTried, type SetupState } from '../../hosts/setup/setupState';
import type { TlsSettings } from '../../settings/settings';
import { fingerprintWords } from '../../transport/certificate';
import { wizardTitle, type AddHostParts, type AskStep } from './step';
import { askPick, waitFor, type Answer, type Choice } from './ask';

type Trust = 'pin' | 'authority' | 'file';

/** Whether to trust a certificate that this machine does not know, and by what. */
export const askTrust: AskStep = async (state, parts) => {
  const { step } = state;
  if (step.kind !== 'certificate') return { kind: 'back' };
  const { certificate } = step;
  const trust = await askPick<Trust>({
    title: t("{0}: is this the host's certificate?", wizardTitle()),
    placeholder: t('Compare the SHA-256 with what the host itself shows, then choose what to trust'),
    choices: [...facts(certificate), ...ways(certificate)],
    canGoBack: true,
  });
  if (trust.kind !== 'answer') return trust;
  const tls = await trustSettings(trust.value, certificate, parts);
  return tls === undefined ? { kind: 'answer', value: state } : tryTrusting(state, tls, parts);
};

function facts(certificate: Certificate): readonly Choice<Trust>[] {
  const until = t('valid {0} to {1}', day(certificate.validFrom), day(certificate.validTo));
  return [
    {
      label: `$(file-certificate) ${certificate.subject}`,
      detail: t('Issued by {0}, {1}', certificate.issuer, until),
    },
    { label: '$(shield) SHA-256', detail: fingerprintWords(certificate.sha256) },
  ];
}

function ways({ issuer, chain, subject }: Certificate): readonly Choice<Trust>[] {
  const isWhole = chain.length > 1 || issuer === subject;
  return [
    {
      label: t('$(pin) Trust this one certificate'),
      description: t('for this endpoint; asks again once it is renewed'),
      value: 'pin',
    },
    ...(isWhole
      ? [
          {
            label: t('$(verified) Trust its issuer, {0}', issuer),
            description: t('for this endpoint'),
            value: 'authority',
          } as const,
        ]
      : []),
    {
      label: t("$(folder-opened) Choose the issuer's file…"),
      description: t('a certificate in PEM, from whoever runs the host'),
      value: 'file',
    },
  ];
}

async function trustSettings(
  trust: Trust,
  { sha256, chain, issuer }: Certificate,
  { keepAuthority }: AddHostParts,
): Promise<TlsSettings | undefined> {
  switch (trust) {
    case 'pin':
      return { fingerprint: sha256 };
    case 'authority':
      return { caFile: await keepAuthority(issuer, chain.at(-1) ?? '') };
    case 'file': {
      const filters = { [t('Certificates')]: ['pem', 'crt', 'cer', 'ca-bundle'] };
      const [file] = (await vscode.window.showOpenDialog({ filters, openLabel: t('Trust') })) ?? [];
      return file === undefined ? undefined : { caFile: file.fsPath };
    }
  }
}

async function tryTrusting(
  state: SetupState,
  tls: TlsSettings,
  { ports }: AddHostParts,
): Promise<Answer<SetupState>> {
  const { draft } = state;
  const endpoint = { ...draft.endpoint, tls: { ...draft.endpoint.tls, ...tls } };
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
