import ignore, { type Ignore } from 'ignore';

/** Files whose lines say what to leave out of their folder, the later ones having the last word. */
export const IGNORE_FILES = ['.gitignore', '.fillwrightignore'] as const;

// Never source code of the workspace, in a repository without a .gitignore too.
const ALWAYS_IGNORED = [
  '.git',
  '.hg',
  '.svn',
  'CVS',
  'node_modules',
  'bower_components',
  'jspm_packages',
  '__pycache__',
  '.venv',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.eggs',
  '.gradle',
  '.idea',
  '.vs',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.yarn',
  '.pnpm-store',
  '.cache',
  '.terraform',
  '.vscode-test',
];

/** A folder that holds one of these is a cache or an installed environment. */
export const FOREIGN_FOLDER_MARKS: ReadonlySet<string> = new Set(['CACHEDIR.TAG', 'pyvenv.cfg']);

/** What is ignored in one folder: the rules of all folders above it, and its own. */
export interface IgnoreRules {
  /** `path` is an index path below the folder the rules are of. */
  ignores(path: string, isDirectory: boolean): boolean;
  /** The rules for a folder below, with the text of its ignore files. */
  below(directory: string, texts: readonly string[]): IgnoreRules;
  /** With rules of a folder outside the workspace, from which `prefix` leads to the folder these rules are of. */
  from(prefix: string, text: string): IgnoreRules;
}

interface Layer {
  /** Index path of the folder whose rules these are, with `/` at the end; empty for the workspace itself. */
  readonly base: string;
  /** What stands before it for rules of a folder further up, with `/` at the end. */
  readonly prefix: string;
  readonly matcher: Ignore;
}

/** Rules for a workspace folder. `excludeGlobs` are those of VS Code's `files.exclude` that are on. */
export function createIgnoreRules(directory: string, excludeGlobs: readonly string[]): IgnoreRules {
  const always = ignore().add(ALWAYS_IGNORED);
  const excluded = ignore().add(excludeGlobs.flatMap(expandBraces).map(asIgnoreLine));
  const base = baseOf(directory);
  return rulesOf(directory, [
    { base, prefix: '', matcher: always },
    { base, prefix: '', matcher: excluded },
  ]);
}

function baseOf(directory: string): string {
  return directory === '' ? '' : `${directory}/`;
}

function rulesOf(of: string, layers: readonly Layer[]): IgnoreRules {
  return {
    ignores: (path, isDirectory) => {
      let ignored = false;
      for (const { base, prefix, matcher } of layers) {
        const verdict = matcher.test(prefix + path.slice(base.length) + (isDirectory ? '/' : ''));
        if (verdict.ignored) ignored = true;
        else if (verdict.unignored) ignored = false;
      }
      return ignored;
    },
    below: (directory, texts) => {
      const own = texts.map((text) => ({ base: baseOf(directory), prefix: '', matcher: ignore().add(text) }));
      return rulesOf(directory, own.length === 0 ? layers : [...layers, ...own]);
    },
    from: (prefix, text) => {
      const matcher = ignore().add(text);
      // Who opens an ignored folder as a workspace wants to see what is in it.
      if (prefix !== '' && matcher.ignores(`${prefix}/`)) return rulesOf(of, layers);
      return rulesOf(of, [...layers, { base: baseOf(of), prefix: baseOf(prefix), matcher }]);
    },
  };
}

/** `**\/*.{js,map}` → one glob each; ignore files know no braces. */
function expandBraces(glob: string): string[] {
  const match = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(glob);
  if (!match) return [glob];
  const [, before = '', options = '', after = ''] = match;
  return options.split(',').flatMap((option) => expandBraces(before + option + after));
}

/** VS Code's globs match from the top of the folder; lines of ignore files only do so with a leading slash. */
function asIgnoreLine(glob: string): string {
  return glob.startsWith('**/') || glob.startsWith('/') ? glob : `/${glob}`;
}
