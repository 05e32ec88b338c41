import { t } from '../common/l10n';
import { shown } from './check';
import { withoutLogin } from './endpointUrl';
import type { EndpointProblems } from './fieldReader';
import { parseEndpoint } from './parseEndpoint';
import { readChat, readCompletion, type RawSettings, type SettingProblem } from './parseSections';
import { defaultEndpoint, defaultSettings, type EndpointSettings, type Settings } from './settings';

export type { RawSettings, SettingProblem };

export interface ParsedSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingProblem[];
}

/** Reads the settings. For a setting with a wrong value, that of `previous` stays in force. */
export function parseSettings(raw: RawSettings, previous: Settings = defaultSettings): ParsedSettings {
  const problems: SettingProblem[] = [];
  const settings = {
    endpoints: chosenFirst(
      raw['endpoint'],
      readEndpoints(raw['endpoints'], previous.endpoints, problems),
      problems,
    ),
    completion: readCompletion(raw, previous.completion, problems),
    chat: readChat(raw, previous.chat, problems),
  };
  return { settings, problems };
}

function readEndpoints(
  raw: unknown,
  previous: readonly EndpointSettings[],
  problems: SettingProblem[],
): readonly EndpointSettings[] {
  const setting = 'fillwright.endpoints';
  if (raw === undefined || raw === null) return [defaultEndpoint];
  if (!Array.isArray(raw)) {
    // Whatever was meant by it may hold a login.
    const what = typeof raw === 'string' ? shown(withoutLogin(raw)) : t('of type {0}', typeof raw);
    const message = t(
      '{0} is {1}; it must be a list of endpoints, such as [{ "url": "http://gpu-box:11434" }].',
      setting,
      what,
    );
    problems.push({ setting, message: t('{0} The last good value stays in force.', message) });
    return previous;
  }
  if (raw.length === 0) return [defaultEndpoint];
  const collected = collectProblems(setting, problems);
  const endpoints = (raw as unknown[])
    .map((each, index) => parseEndpoint(each, collected.of(index)))
    .filter((each) => each !== undefined);
  const named = uniquelyNamed(endpoints, raw as unknown[], collected.of);
  return collected.rejected() ? previous : named;
}

/** A workspace can't bring endpoints of its own, but may choose by name among the user's. */
function chosenFirst(
  raw: unknown,
  endpoints: readonly EndpointSettings[],
  problems: SettingProblem[],
): readonly EndpointSettings[] {
  if (raw === undefined || raw === null || raw === '') return endpoints;
  const chosen = endpoints.find(({ name }) => name === raw);
  if (chosen !== undefined) return [chosen, ...endpoints.filter((each) => each !== chosen)];
  const setting = 'fillwright.endpoint';
  const names = endpoints.map(({ name }) => `"${name}"`).join(', ');
  const message = t(
    '{0} is {1}, which names no endpoint; known are {2}. The first is used.',
    setting,
    shown(raw),
    names,
  );
  problems.push({ setting, message });
  return endpoints;
}

interface Collected {
  readonly of: (index: number) => EndpointProblems;
  readonly rejected: () => boolean;
}

function collectProblems(setting: string, problems: SettingProblem[]): Collected {
  let rejected = false;
  const inUse = (index: number, where: string, message: string): SettingProblem => ({
    setting,
    message: t('{0}[{1}]{2} {3}.', setting, index, where, message),
    where: `[${index}]${where}`,
  });
  return {
    of: (index) => ({
      reject: (where, message) => {
        rejected = true;
        const text = t(
          '{0}[{1}]{2} {3}. The last good list of endpoints stays in force.',
          setting,
          index,
          where,
          message,
        );
        problems.push({ setting, message: text, where: `[${index}]${where}` });
      },
      remark: (where, message) => void problems.push(inUse(index, where, message)),
      warn: (where, message) => void problems.push({ ...inUse(index, where, message), isWarning: true }),
    }),
    rejected: () => rejected,
  };
}

/** Names the user gave twice are a mistake; names made from equal hosts get a number. */
function uniquelyNamed(
  endpoints: readonly EndpointSettings[],
  raw: readonly unknown[],
  problemsOf: (index: number) => EndpointProblems,
): readonly EndpointSettings[] {
  const taken = new Set<string>();
  const given = raw.map((each) => (each as { name?: unknown } | null)?.name);
  return endpoints.map((endpoint) => {
    if (!taken.has(endpoint.name)) {
      taken.add(endpoint.name);
      return endpoint;
    }
    const second = given.lastIndexOf(endpoint.name);
    if (second >= 0)
      problemsOf(second).reject('.name', t('is "{0}", which another endpoint has as well', endpoint.name));
    const name = freeName(endpoint.name, taken);
    taken.add(name);
    return { ...endpoint, name };
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name} (${number})`)) number += 1;
  return `${name} (${number})`;
}
