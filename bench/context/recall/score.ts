import type { RecallCase, WantedName } from './cases';

/** What of a case's names a prompt holds; a share is undefined where the case asks for none of the kind. */
export interface CaseScore {
  /** Of the names that an import statement names: the share one of whose declaring lines is in the prompt. */
  readonly importResolvable: number | undefined;
  /** The same of all names from other files. */
  readonly crossFile: number | undefined;
  /** Of the names that are new to the target: the share that occurs. */
  readonly names: number | undefined;
  readonly missed: readonly string[];
}

export function scoreCase({ wanted, newNames }: RecallCase, prompt: string): CaseScore {
  const lines = new Set(prompt.split('\n').map((line) => line.trim()));
  const found = (name: WantedName): boolean => name.lines.some((line) => lines.has(line));
  const words = new Set(prompt.match(/[A-Za-z_$][\w$]*/g) ?? []);
  return {
    importResolvable: shareOf(
      wanted.filter((name) => name.importResolvable),
      found,
    ),
    crossFile: shareOf(wanted, found),
    names: shareOf(newNames, (name) => words.has(name)),
    missed: wanted.filter((name) => !found(name)).map(({ name }) => name),
  };
}

function shareOf<T>(values: readonly T[], holds: (value: T) => boolean): number | undefined {
  return values.length === 0 ? undefined : values.filter(holds).length / values.length;
}
