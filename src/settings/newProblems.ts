import type { SettingProblem } from './parseSections';

/** What a problem is known by while its value is being edited: where it stands. */
export function placeOf({ setting, where = '' }: SettingProblem): string {
  return `${setting}${where}`;
}

/** The problems in places where there was none. */
export function newProblems(
  problems: readonly SettingProblem[],
  known: ReadonlySet<string>,
): readonly SettingProblem[] {
  return problems.filter((problem) => !known.has(placeOf(problem)));
}
