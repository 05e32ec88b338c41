import { t } from '../common/l10n';
import { assertNever } from '../common/assertNever';
import type { EndpointState } from '../hosts/endpointState';
import { localhostWords, sidesWords, siteWords, type CallSite } from './callSite';
import { failureWords } from './failureWords';

/** All that the status item's words depend on. */
export interface StatusFacts {
  readonly endpoint: EndpointState;
  /** Other endpoints that complete and have failed. */
  readonly failedOthers: readonly FailedState[];
  /** Of the endpoint that completes. */
  readonly endpointUrl: string | undefined;
  readonly callSite: CallSite;
  readonly enabled: boolean;
  readonly snoozedUntil: Date | undefined;
  /** The language of the document in front, and whether completion is switched off for it. */
  readonly languageId: string | undefined;
  readonly languageOff: boolean;
  /** Why nothing of the document in front is sent: it holds secrets by its name, or is ignored. */
  readonly keptBack: 'secret' | 'ignored' | undefined;
  /** One line for each wrong value in the settings. */
  readonly settingsProblems: readonly string[];
  /** One line for each value that is in force but should be known of, such as a certificate that is not checked. */
  readonly settingsWarnings: readonly string[];
  /** From the last query to its answer, where the host wrote it. */
  readonly lastLatencyMs: number | undefined;
}

export type FailedState = Extract<EndpointState, { kind: 'failed' }>;

export interface StatusWords {
  /** Begins with a codicon, which is never the only carrier of the meaning. */
  readonly text: string;
  readonly level: 'normal' | 'warning' | 'error';
  /** Markdown paragraphs: what is the case, why, and what to do next. */
  readonly tooltip: readonly string[];
}

export function statusWords(facts: StatusFacts): StatusWords {
  return offWords(facts) ?? problemWords(facts) ?? warned(endpointWords(facts), facts);
}

/** A warning stands beside the state and never in its place. */
function warned(words: StatusWords, { settingsWarnings }: StatusFacts): StatusWords {
  if (settingsWarnings.length === 0) return words;
  const level = words.level === 'normal' ? 'warning' : words.level;
  return { ...words, level, tooltip: [...words.tooltip, ...settingsWarnings] };
}

function offWords(facts: StatusFacts): StatusWords | undefined {
  if (!facts.enabled) {
    return normal(t('$(circle-slash) Fillwright: off'), [
      t('Completion is switched off.'),
      t('Click, and choose "Turn completion on" to have it back.'),
    ]);
  }
  if (facts.snoozedUntil !== undefined) {
    return normal(t('$(clock) Fillwright: snoozed until {0}', hourAndMinute(facts.snoozedUntil)), [
      t('Completion is on again after that by itself.'),
      t('Click to end the snooze before that.'),
    ]);
  }
  return undefined;
}

function problemWords(facts: StatusFacts): StatusWords | undefined {
  if (facts.settingsProblems.length === 0) return undefined;
  const isFailing = facts.endpoint.kind === 'failed' || facts.endpoint.kind === 'no-fim-model';
  return warning(t('$(warning) Fillwright: settings problem'), [
    ...facts.settingsProblems,
    ...facts.settingsWarnings,
    t('Click, and choose "Open the settings" to mend it.'),
    ...(isFailing ? endpointWords(facts).tooltip : []),
  ]);
}

function endpointWords(facts: StatusFacts): StatusWords {
  const state = facts.endpoint;
  switch (state.kind) {
    case 'unknown':
    case 'reachable':
      return (
        documentWords(facts) ?? normal(t('$(sparkle) Fillwright'), [t('No completion was asked for yet.')])
      );
    case 'not-configured':
      return warning(t('$(warning) Fillwright: no host'), [
        t('No host is named for completion.'),
        t('Give the address of one in fillwright.endpoints.'),
      ]);
    case 'loading':
      return normal(t('$(loading~spin) Fillwright: model loading'), [
        t(
          '{0} is loading {1}. Large models take a minute or more the first time.',
          state.endpoint,
          state.model,
        ),
      ]);
    case 'working':
      return normal(t('$(loading~spin) Fillwright: working'), [
        t('{0} on {1} is writing.', state.model, state.endpoint),
      ]);
    case 'busy':
      return normal(t('$(watch) Fillwright: waits for chat'), [
        t(
          '{0} on {1} is writing a chat answer; the completion comes when it has room.',
          state.model,
          state.endpoint,
        ),
        sharedModelAdvice(state.endpoint),
      ]);
    case 'ready':
      return documentWords(facts) ?? readyWords(state, facts);
    case 'no-fim-model':
      return warning(t('$(warning) Fillwright: no fitting model'), [
        `${state.endpoint}: ${state.explanation}`,
        t(
          'Pull a base model on the host, such as "ollama pull deepseek-coder:6.7b-base", or choose another model.',
        ),
      ]);
    case 'failed':
      return failedWords(state, facts);
    default:
      return assertNever(state);
  }
}

/** What to do where chat and completion get in each other's way. */
export function sharedModelAdvice(endpoint: string): string {
  return t(
    'To have both at once, set OLLAMA_NUM_PARALLEL=2 on {0}, or give chat another endpoint in fillwright.endpoints.',
    endpoint,
  );
}

/** Why nothing is completed in the document in front. */
function documentWords({ languageId, languageOff, keptBack }: StatusFacts): StatusWords | undefined {
  if (keptBack !== undefined) {
    const why =
      keptBack === 'secret'
        ? t('By its name this file holds secrets, so nothing of it is sent to the host.')
        : t('An ignore file or files.exclude keeps this file out, so nothing of it is sent to a host.');
    return normal(t('$(lock) Fillwright: off for this file'), [why]);
  }
  if (languageId === undefined || !languageOff) return undefined;
  return normal(t('$(circle-slash) Fillwright: off for {0}', languageId), [
    t('Completion is switched off for the language "{0}".', languageId),
    t('Click to switch it on for this language.'),
  ]);
}

function readyWords(
  state: Extract<EndpointState, { kind: 'ready' }>,
  { lastLatencyMs, failedOthers, callSite, endpointUrl }: StatusFacts,
): StatusWords {
  const latency =
    lastLatencyMs === undefined ? [] : [t('Last completion after {0} ms.', Math.round(lastLatencyMs))];
  const note = state.note === undefined ? [] : [state.note];
  return normal(t('$(sparkle) Fillwright: ready'), [
    t('{0} on {1}', state.model, state.endpoint),
    ...localhostWords(callSite, endpointUrl),
    t('Context window: {0} tokens.', state.window),
    ...note,
    ...latency,
    ...failedOthers.map((other) => otherWords(other, state.endpoint, callSite)),
  ]);
}

function otherWords({ endpoint, error }: FailedState, standIn: string, site: CallSite): string {
  const { cause, nextStep } = failureWords(error.facts);
  const said = t("{0} completes while {1} can't: {2}. {3}.", standIn, endpoint, cause, nextStep);
  return [said, ...sidesWords(site)].join(' ');
}

function failedWords({ endpoint, error }: FailedState, { callSite }: StatusFacts): StatusWords {
  const { brief, cause, nextStep } = failureWords(error.facts);
  return {
    text: t('$(error) Fillwright: {0}', brief),
    level: 'error',
    tooltip: [`${endpoint}: ${cause}.`, `${nextStep}.`, ...siteWords(callSite, error.facts.endpoint)],
  };
}

function normal(text: string, tooltip: readonly string[]): StatusWords {
  return { text, level: 'normal', tooltip };
}

function warning(text: string, tooltip: readonly string[]): StatusWords {
  return { text, level: 'warning', tooltip };
}

function hourAndMinute(time: Date): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
}
