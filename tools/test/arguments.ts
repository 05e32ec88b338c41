export const levelNames = ['unit', 'host', 'vscode', 'e2e'] as const;
export type LevelName = (typeof levelNames)[number];

export interface TestArguments {
  /** Type check, lint, format check and build: only when no level is named. */
  readonly checks: boolean;
  readonly levels: readonly LevelName[];
  /** Paths of test files to run; all of a level when empty. */
  readonly files: readonly string[];
  readonly grep?: string;
}

/** Throws an Error with a usable message for what it does not understand. */
export function parseTestArguments(args: readonly string[]): TestArguments {
  const levels: LevelName[] = [];
  const files: string[] = [];
  let grep: string | undefined;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--grep' || arg === '-g') grep = rest.shift();
    else if (isLevel(arg)) levels.push(arg);
    else if (arg.endsWith('.test.ts')) files.push(arg);
    else
      throw new Error(
        `'${arg}' is not understood. Usage: npm test -- [${levelNames.join('|')}] [--grep TEXT] [FILE…]`,
      );
  }
  return {
    checks: levels.length === 0 && files.length === 0 && grep === undefined,
    levels: levels.length > 0 ? levels : levelsOf(files),
    files,
    ...(grep !== undefined && { grep }),
  };
}

function isLevel(text: string): text is LevelName {
  return (levelNames as readonly string[]).includes(text);
}

/** The levels whose folders hold the files; all of them when none is named. */
function levelsOf(files: readonly string[]): readonly LevelName[] {
  if (files.length === 0) return levelNames;
  return levelNames.filter((level) =>
    files.some((file) => file.replaceAll('\\', '/').includes(`test/${level}/`)),
  );
}
