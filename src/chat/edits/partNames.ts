const MODIFIERS =
  '(?:(?:export|default|public|private|protected|internal|static|async|abstract|final|override|pub(?:\\([^)]*\\))?|unsafe|extern|virtual|inline|readonly|suspend|open|data|sealed|partial|declare|local|const)\\s+)*';
const DECLARED = new RegExp(
  `^\\s*${MODIFIERS}(?:function\\*?|class|interface|type|enum|struct|trait|impl(?:<[^>]*>)?|fn|func(?:\\s*\\([^)]*\\))?|def|module|namespace|mod|record|object|protocol|extension|sub|proc)\\s+([\\w.$:]+)`,
);
const NO_NAME =
  '(?!(?:if|for|while|switch|catch|return|else|do|try|match|when|with|foreach|using|lock|new|throw|await|super|function)\\b)';
const METHOD = new RegExp(
  `^\\s*${MODIFIERS}(?:[\\w<>[\\],.?*&]+\\s+)*[*~]?${NO_NAME}([\\w$#]+)\\s*(?:<[^>]*>)?\\((?:(?!=>)[^;{}'"\`])*\\{\\s*$`,
);
const ASSIGNED =
  /^\s*(?:export\s+)?(?:const|let|var|val)\s+([\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:\(|function\b|class\b|\w+\s*=>|[{[]\s*$|[\w.]+\(\s*$)/;
/** Routes, test cases: told apart by their first argument. */
const CALLED = /^\s*([\w$.]+\(\s*(?:'[^']*'|"[^"]*"|`[^`]*`)).*(?:[{([]|,|\bdo)\s*$/;
const KEY = /^\s*["']?([\w.-]+)["']?\s*:/;
const RULE = /^\s*([.#@&:*[\w][^{};]*?)\s*\{\s*$/;
export const KEYED: ReadonlySet<string> = new Set(['json', 'jsonc', 'yaml', 'yml']);
export const STYLES: ReadonlySet<string> = new Set(['css', 'scss', 'less']);

/** In characters. */
const LONGEST_HEAD = 400;

/** The name of the function, class, key or the like that begins in a line; undefined where none does. */
export function nameIn(line: string, language: string): string | undefined {
  if (line.length > LONGEST_HEAD) return undefined;
  if (KEYED.has(language)) return KEY.exec(line)?.[1];
  if (STYLES.has(language)) return RULE.exec(line)?.[1];
  for (const form of [DECLARED, METHOD, ASSIGNED, CALLED]) {
    const name = form.exec(line)?.[1];
    if (name !== undefined) return name.replace(/\s/g, '');
  }
  return undefined;
}

const BRINGS_IN = /^\s*(?:import|from|use|using|#include|require|require_once|include)\b/;

/** Whether a line brings in what other files hold. */
export function bringsIn(line: string): boolean {
  return BRINGS_IN.test(line);
}
