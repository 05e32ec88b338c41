import { t } from '../common/l10n';
import { isAnyText, isBoolean, isNumber, isOneOf, isRecordOf, isWhole, shown, type Check } from './check';
import { defaultSettings, type ChatSettings, type CompletionSettings, type WindowSetting } from './settings';

/**
 * What the user has written, by key without the leading `fillwright.` (`endpoints`, `completion.debounceMs`). A key the
 * user has not set is absent, even where the editor knows a default for it.
 */
export type RawSettings = Readonly<Record<string, unknown>>;

/** Something wrong with a setting, for people: which, what it says and what is allowed. */
export interface SettingProblem {
  /** Full name, such as `fillwright.completion.debounceMs`. */
  readonly setting: string;
  /** A sentence that names the setting. */
  readonly message: string;
  /** Where in the setting's value, such as `[1].tls.insecure`; absent where all of it is meant. */
  readonly where?: string;
  /** The value is right and in force, but one should know what it means, for as long as it stands. */
  readonly isWarning?: true;
}

export function readCompletion(
  raw: RawSettings,
  previous: CompletionSettings,
  problems: SettingProblem[],
): CompletionSettings {
  const defaults = defaultSettings.completion;
  const read = sectionReader('completion', { raw, defaults, previous, problems });
  return {
    enabled: read('enabled', isBoolean),
    languages: { ...defaults.languages, ...read('languages', isRecordOf(isBoolean)) },
    contextWindow: read('contextWindow', isWindow),
    debounceMs: read('debounceMs', isWhole(0, 5_000, 'milliseconds')),
    maxTokens: read('maxTokens', isWhole(1, 4_096, 'tokens')),
    multiline: read('multiline', isOneOf('auto', 'always', 'never')),
    warmUp: read('warmUp', isOneOf('auto', 'onType', 'off')),
    minConfidence: read('minConfidence', isNumber(0, 1)),
    strategy: read('strategy', isOneOf('ordered', 'fastest')),
  };
}

export function readChat(raw: RawSettings, previous: ChatSettings, problems: SettingProblem[]): ChatSettings {
  const read = sectionReader('chat', { raw, defaults: defaultSettings.chat, previous, problems });
  return {
    contextWindow: read('contextWindow', isWindow),
    maxTokens: read('maxTokens', isWhole(1, 131_072, 'tokens')),
    systemPrompt: read('systemPrompt', isAnyText),
    titles: read('titles', isOneOf('model', 'question')),
    keptConversations: read('keptConversations', isWhole(1, 5_000)),
    codeActions: read('codeActions', isBoolean),
  };
}

interface Section<S> {
  readonly raw: RawSettings;
  readonly defaults: S;
  readonly previous: S;
  readonly problems: SettingProblem[];
}

type ReadSetting<S> = <K extends keyof S & string>(key: K, check: Check<S[K]>) => S[K];

function sectionReader<S>(
  section: string,
  { raw, defaults, previous, problems }: Section<S>,
): ReadSetting<S> {
  return (key, check) => {
    const value = raw[`${section}.${key}`];
    if (value === undefined || value === null) return defaults[key];
    const checked = check(value);
    if (checked.ok) return checked.value;
    problems.push(wrongValue(`fillwright.${section}.${key}`, value, checked.allowed));
    return previous[key];
  };
}

/** Below this no prompt holds a useful piece of a file. */
const SMALLEST_WINDOW = 512;
/** No model known today goes further. */
const LARGEST_WINDOW = 1_048_576;

const isWindow: Check<WindowSetting> = (value) => {
  const tokens = isWhole(SMALLEST_WINDOW, LARGEST_WINDOW, 'tokens')(value);
  return tokens.ok ? { ok: true, value: { tokens: tokens.value, explicit: true } } : tokens;
};

function wrongValue(setting: string, value: unknown, allowed: string): SettingProblem {
  return {
    setting,
    message: t(
      '{0} is {1}; it must be {2}. The last good value stays in force.',
      setting,
      shown(value),
      allowed,
    ),
  };
}
