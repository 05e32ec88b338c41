import { t } from '../common/l10n';
import { isNumber, isRecord, isText, isTextList, isWhole, shown, type Check } from './check';
import { fieldReader, type EndpointProblems } from './fieldReader';
import { parseFamily } from './parseFamily';
import type { EndpointSettings, RoleName, RoleSettings } from './settings';

/** Reads the `roles` of an endpoint. */
export function parseRoles(raw: unknown, problems: EndpointProblems): EndpointSettings['roles'] {
  if (raw === undefined || raw === null) return {};
  if (!isRecord(raw)) {
    problems.reject('.roles', t('is {0}; it must be an object with {1}', shown(raw), quoted(roleNames)));
    return {};
  }
  for (const role of Object.keys(raw)) {
    if (!(role in roleKeys))
      problems.remark(`.roles.${role}`, t('is not a role; known are {0}', quoted(roleNames)));
  }
  const roles = roleNames.map((role) => [role, readRole(raw[role], role, problems)] as const);
  return Object.fromEntries(roles.filter(([, role]) => role !== undefined));
}

/** What may stand in each role. */
const roleKeys: Readonly<Record<RoleName, readonly (keyof RoleSettings)[]>> = {
  completion: ['model', 'family', 'options'],
  chat: ['model', 'options'],
  embedding: ['model'],
};
const roleNames = Object.keys(roleKeys) as RoleName[];

const LARGEST_INT32 = 2_147_483_647;
/** No completion is that long; an answer with its thought may be. */
const LONGEST_GENERATION = { completion: 4_096, chat: 131_072, embedding: 1 } as const;
/** For each role, where its window is set. */
const windowSettings: Readonly<Partial<Record<RoleName, string>>> = {
  completion: 'fillwright.completion.contextWindow',
  chat: 'fillwright.chat.contextWindow',
};

/** The sampling options that reach the host, by Ollama's names. */
function samplingChecks(role: RoleName): Readonly<Record<string, Check<number | readonly string[]>>> {
  return {
    temperature: isNumber(0, 2),
    top_p: isNumber(0, 1),
    top_k: isWhole(0, 1_000_000),
    seed: isWhole(0, LARGEST_INT32),
    num_predict: isWhole(1, LONGEST_GENERATION[role], 'tokens'),
    stop: isTextList,
  };
}

function readRole(raw: unknown, role: RoleName, problems: EndpointProblems): RoleSettings | undefined {
  if (raw === undefined || raw === null) return undefined;
  const path = `.roles.${role}`;
  const keys = roleKeys[role];
  if (!isRecord(raw)) {
    problems.reject(path, t('is {0}; it must be an object with {1}', shown(raw), quoted(keys)));
    return undefined;
  }
  for (const key of Object.keys(raw)) {
    if (!(keys as readonly string[]).includes(key))
      problems.remark(`${path}.${key}`, t('has no effect; known are {0}', quoted(keys)));
  }
  const read = fieldReader(raw, path, problems);
  const model = read('model', isText);
  const reject = (where: string, message: string): void => problems.reject(`${path}.family${where}`, message);
  const family = keys.includes('family') ? parseFamily(raw['family'], reject) : undefined;
  const options = keys.includes('options') ? readOptions(raw['options'], role, problems) : {};
  return { ...(model === undefined ? {} : { model }), ...(family === undefined ? {} : { family }), options };
}

function readOptions(raw: unknown, role: RoleName, problems: EndpointProblems): RoleSettings['options'] {
  if (raw === undefined || raw === null) return {};
  const path = `.roles.${role}.options`;
  if (!isRecord(raw)) {
    problems.reject(path, t('is {0}; it must be an object', shown(raw)));
    return {};
  }
  const read = fieldReader(raw, path, problems);
  const checks = samplingChecks(role);
  const options: Record<string, number | readonly string[]> = {};
  for (const key of Object.keys(raw)) {
    const check = checks[key];
    const value = check === undefined ? undefined : read(key, check);
    if (value !== undefined) options[key] = value;
    if (check === undefined) problems.remark(`${path}.${key}`, unknownOption(key, role));
  }
  return options;
}

function unknownOption(key: string, role: RoleName): string {
  const setting = windowSettings[role];
  if (key === 'num_ctx' && setting !== undefined) return t('has no effect; set {0} instead', setting);
  return t('has no effect; known options are {0}', Object.keys(samplingChecks(role)).join(', '));
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}
