import { t } from '../common/l10n';
import { otherSideLabel, type CallSite } from './callSite';
import type { StatusFacts } from './statusWords';

/** What the menu behind the status item can do. */
export type MenuAction =
  | { readonly kind: 'turn'; readonly on: boolean }
  | { readonly kind: 'turn-language'; readonly languageId: string; readonly on: boolean }
  | { readonly kind: 'snooze'; readonly minutes: number }
  | { readonly kind: 'end-snooze' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'choose-model' }
  | { readonly kind: 'store-secret'; readonly name: string }
  | { readonly kind: 'diagnose' }
  | { readonly kind: 'add-host' }
  /** Has requests made from the other machine of a remote window. */
  | { readonly kind: 'other-side' }
  | { readonly kind: 'explain' }
  | { readonly kind: 'show-log' }
  | { readonly kind: 'open-settings' };

export interface MenuEntry {
  readonly label: string;
  readonly description?: string;
  readonly action: MenuAction;
}

/** The entries that make sense now; what mends the present state stands first. */
export function menuEntries(facts: StatusFacts, secretNames: readonly string[]): readonly MenuEntry[] {
  const secrets = secretNames.map((name): MenuEntry => {
    return { label: t('$(key) Store the secret "{0}"…', name), action: { kind: 'store-secret', name } };
  });
  return [...mendingEntries(facts), ...switchEntries(facts), ...standingEntries(), ...secrets].filter(
    (entry, index, all) => all.findIndex((other) => other.label === entry.label) === index,
  );
}

/** The two lengths of a snooze on offer: a thought, and a meeting. */
export function snoozeEntries(): readonly MenuEntry[] {
  return [
    { label: t('$(clock) Snooze for 5 minutes'), action: { kind: 'snooze', minutes: 5 } },
    { label: t('$(clock) Snooze for 1 hour'), action: { kind: 'snooze', minutes: 60 } },
  ];
}

function mendingEntries(facts: StatusFacts): MenuEntry[] {
  const wrong = facts.settingsProblems.length > 0 ? [openSettings()] : [];
  const risky = facts.settingsWarnings.length > 0 ? [openSettings()] : [];
  return [...wrong, ...hostEntries(facts), ...risky];
}

function hostEntries({ endpoint, callSite }: StatusFacts): MenuEntry[] {
  switch (endpoint.kind) {
    case 'failed':
      return [
        { label: t('$(refresh) Try the host again now'), action: { kind: 'retry' } },
        diagnose(),
        ...(callSite.hasOtherSide ? [otherSide(callSite)] : []),
        ...(endpoint.error.kind === 'model-missing' || endpoint.error.kind === 'unsupported'
          ? [chooseModel()]
          : []),
      ];
    case 'no-fim-model':
      return [chooseModel(), { label: t('$(refresh) Look for a model again'), action: { kind: 'retry' } }];
    case 'not-configured':
      return [addHost(), openSettings()];
    case 'unknown':
    case 'reachable':
    case 'loading':
    case 'ready':
    case 'working':
    case 'busy':
      return [];
  }
}

function switchEntries({ enabled, snoozedUntil, languageId, languageOff }: StatusFacts): MenuEntry[] {
  if (!enabled) return [{ label: t('$(play) Turn completion on'), action: { kind: 'turn', on: true } }];
  const language =
    languageId === undefined
      ? []
      : [
          {
            label: languageOff
              ? t('$(play) Turn completion on for {0}', languageId)
              : t('$(circle-slash) Turn completion off for {0}', languageId),
            action: { kind: 'turn-language', languageId, on: languageOff },
          } as const,
        ];
  const snooze =
    snoozedUntil === undefined
      ? snoozeEntries()
      : [{ label: t('$(play) End the snooze'), action: { kind: 'end-snooze' } } as const];
  return [
    ...(snoozedUntil === undefined ? [...language, ...snooze] : [...snooze, ...language]),
    { label: t('$(circle-slash) Turn completion off'), action: { kind: 'turn', on: false } },
  ];
}

function standingEntries(): MenuEntry[] {
  return [
    { label: t('$(question) Why no completion here?'), action: { kind: 'explain' } },
    chooseModel(),
    addHost(),
    diagnose(),
    openSettings(),
    { label: t('$(output) Show the log'), action: { kind: 'show-log' } },
  ];
}

function otherSide(site: CallSite): MenuEntry {
  return { label: otherSideLabel(site), action: { kind: 'other-side' } };
}

function chooseModel(): MenuEntry {
  return { label: t('$(server) Choose the model…'), action: { kind: 'choose-model' } };
}

function openSettings(): MenuEntry {
  return { label: t('$(gear) Open the settings'), action: { kind: 'open-settings' } };
}

function addHost(): MenuEntry {
  return { label: t('$(add) Add a host…'), action: { kind: 'add-host' } };
}

function diagnose(): MenuEntry {
  return { label: t('$(pulse) Diagnose the host'), action: { kind: 'diagnose' } };
}
