// Which file an answer's code block is for, as answers say it. The page shows it on the block and the editor applies the
// block to it, so both read it here.

/** What a code block of an answer says about itself. */
export interface BlockLook {
  /** Everything behind the opening fence. */
  readonly info: string;
  /** The text above the block in order, without other blocks, from the last heading on. */
  readonly above: readonly string[];
  readonly lines: readonly string[];
}

export interface StatedPath {
  /** With forward slashes, as the answer gives it: to be resolved inside the workspace. */
  readonly path: string;
  /** The first line does nothing but name the file: it is not part of the code. */
  readonly isFirstLine: boolean;
}

/** The file that an answer says a block is for: behind the fence, in the block's head, or in the text above it. */
export function statedPath({ info, above, lines }: BlockLook): StatedPath | undefined {
  const inDiff = pathInDiff(lines);
  const inFirstLine = inDiff === undefined ? pathInFirstLine(lines[0] ?? '') : undefined;
  const path =
    pathInInfo(info) ?? inDiff ?? inFirstLine ?? pathBehindOpening(lines) ?? pathAbove(above, info);
  return path === undefined ? undefined : { path, isFirstLine: inFirstLine !== undefined };
}

/** The language behind a fence, in small letters; empty where none is named. */
export function fenceLanguage(info: string): string {
  const word = /^[\w+#.-]+/.exec(info)?.[0].toLowerCase() ?? '';
  return pathInInfo(info)?.toLowerCase().startsWith(word) && isPath(word) ? '' : word;
}

/** `ts src/a.ts`, `ts:src/a.ts`, `12:20:src/a.ts`, `ts // src/a.ts`, `ts title="src/a.ts"`, `{file=src/a.ts}`. */
function pathInInfo(info: string): string | undefined {
  const words = info.trim().split(/\s+/);
  for (const [index, word] of words.entries()) {
    const given = word.replace(/^[{(](.*?)[})]?$/, '$1').replace(/[},]$/, '');
    const value = /^(?:title|file|filename|filepath|path|name)[=:]["']?([^"']+)["']?$/i.exec(given)?.[1];
    if (value !== undefined && isPath(value)) return cleaned(value);
    const bare = unmarked(given);
    // A language with a dot in its name is no file.
    if (isPath(bare) && (index > 0 || bare !== word || /[/\\]|\.\w+$/.test(bare))) return cleaned(bare);
  }
  return undefined;
}

/** Without the line numbers or the language in front. */
function unmarked(word: string): string {
  return word
    .replace(/^\d+:\d+:/, '')
    .replace(/^[\w+#-]+:(?=[^/\\])/, '')
    .replace(/^["']|["']$/g, '');
}

const COMMENT = /^\s*(?:\/\/+|#+|--+|;+|%+|\/\*+|<!--+|\(\*|"+|'+)\s*(.*?)\s*(?:\*+\/|--+>|\*\)|["']+)?\s*$/;
const SAID_OF_FILE =
  /^(?:[=*~-]{2,}\s*)?(?:(?:file ?(?:name|path)?|path|in|update[ds]?|modif(?:y|ied)|new(?: file)?)\s*:?\s+|(?:file ?(?:name|path)?|path|文件(?:名|路径)?|路径)\s*[:：]\s*)?/i;
const REMARK = /\s*(?:\((?:[\w ,-]*)\)|[=*~-]{2,})\s*$/;

/** The path in a line that is a comment and holds nothing else. */
export function pathInFirstLine(line: string): string | undefined {
  const said = COMMENT.exec(line)?.[1];
  if (said === undefined || said.startsWith('!')) return undefined;
  const path = said
    .replace(SAID_OF_FILE, '')
    .replace(REMARK, '')
    .replace(/^`(.*)`$/, '$1');
  return isPath(path) ? cleaned(path) : undefined;
}

/** What has to come first in a script leaves the second line for the path. */
function pathBehindOpening([first = '', second = '']: readonly string[]): string | undefined {
  return /^(?:#!|<\?php|<\?xml|<!doctype|["']use \w+["'])/i.test(first) ? pathInFirstLine(second) : undefined;
}

/** The path in a unified diff's header. */
export function pathInDiff(lines: readonly string[]): string | undefined {
  const header = lines.find((line, at) => line.startsWith('+++ ') && lines[at - 1]?.startsWith('--- '));
  const path = header
    ?.slice(4)
    .split('\t')[0]
    ?.trim()
    .replace(/^[ab]\//, '');
  return path !== undefined && isPath(path) ? cleaned(path) : undefined;
}

const SHELL = /^(?:bash|sh|shell|zsh|console|terminal|powershell|ps1|bat|cmd|fish)\b/i;
const SHELL_FILE = /\.(?:sh|bash|zsh|fish|ps1|bat|cmd)$/i;
/** What stands above code that uses the file, or above what it prints. */
const NOT_OF_THE_FILE =
  /\b(?:usage|use it|example|output|prints?|run|test it|call it|before|result)\b|用法|示例|运行|输出|使用/i;

/** In the line right above; else in the nearest line further up that only names a file, as a heading does. */
function pathAbove(above: readonly string[], info: string): string | undefined {
  const text = above.filter((line) => line.trim() !== '');
  const nearest = text.at(-1) ?? '';
  const direct = pathInSentence(nearest);
  const path = direct ?? (NOT_OF_THE_FILE.test(nearest) ? undefined : titleAbove(text.slice(0, -1)));
  // Commands name the files that they work on.
  return path !== undefined && SHELL.test(info) && !SHELL_FILE.test(path) ? undefined : path;
}

function titleAbove(lines: readonly string[]): string | undefined {
  for (const line of [...lines].reverse()) {
    const path = isTitle(line) ? pathInSentence(line) : undefined;
    if (path !== undefined) return path;
  }
  return undefined;
}

/** A heading, or a line that is bold or quoted from end to end. */
function isTitle(line: string): boolean {
  const bare = line.trim().replace(/^(?:[-*+]|\d+[.)])\s+/, '');
  return /^#{1,6}\s/.test(bare) || /^(?:\*\*|__|`).*(?:\*\*|__|`)\s*(?:\([^)]*\))?\s*[:：]?$/.test(bare);
}

/** The one path that a line names: quoted, as a link, or bare in a line that leads to the code. */
function pathInSentence(line: string): string | undefined {
  const quoted = [...line.matchAll(/`([^`]+)`|\]\(([^)\s]+)\)/g)].map(([, code, link]) => code ?? link ?? '');
  const paths = pathsOf(quoted);
  if (paths.length > 0) return paths.length === 1 ? paths[0] : undefined;
  const isAlone =
    isTitle(line) || /[:：]\s*(?:\*\*|__)?\s*$/.test(line) || line.trim().split(/\s+/).length <= 4;
  if (!isAlone) return undefined;
  const words = line.match(/[\w@()[\]+~.:/\\-]+/g) ?? [];
  const bare = pathsOf(words.map(withoutPunctuation));
  return bare.length === 1 ? bare[0] : undefined;
}

function withoutPunctuation(word: string): string {
  const inner = word.replace(/^[:.,]+(?=[^./\\\w])|[:.,]+$/g, '').replace(/^_{2}|_{2}$/g, '');
  const isWrapped = /^\(.*\)$/.test(inner) || (inner.startsWith('(') && !inner.includes(')'));
  return (isWrapped ? inner.slice(1) : inner).replace(/^([^(]*)\)$/, '$1');
}

function pathsOf(words: readonly string[]): readonly string[] {
  return [...new Set(words.map((word) => cleaned(word.trim())).filter(isPath))];
}

const KNOWN_NAMES =
  /^(?:(?:Docker|Make|Gem|Rake|Proc|Jenkins|Vagrant|Pip|Brew|Pod|Just|Task)file|CMakeLists\.txt|LICENSE|BUILD|WORKSPACE|go\.(?:mod|sum)|\.env(?:\.[\w-]+)?|\.[\w-]+(?:rc|ignore|attributes|config)(?:\.\w+)?|\.clang-format)$/;
const NAME_WITH_ENDING = /^[\w@()[\]+~ -]*(?:\.[\w@()[\]+-]+)*\.[A-Za-z]\w{0,9}$/;
/** Without a folder before it, `console.log` is no file and `a.py` is. */
const SOURCE_ENDING =
  /\.(?:[cm]?[jt]sx?|pyi?|pyx|ipynb|rb|erb|go|rs|java|kts?|scala|groovy|gradle|c|cc|cpp|cxx|cu|h|hh|hpp|hxx|ino|m|mm|cs|csproj|fs|vb|php|swift|lua|dart|zig|nim|jl|r|ex|exs|erl|hrl|hs|elm|ml|mli|clj|cljs|lisp|el|pl|pm|sol|sql|prisma|graphql|gql|proto|sh|bash|zsh|fish|ps1|bat|cmd|html?|xhtml|css|s[ac]ss|less|vue|svelte|astro|jsonc?|json5|ya?ml|toml|ini|cfg|conf|properties|xml|svg|mdx?|rst|txt|csv|tex|tf|hcl|nix|cmake|mk|lock|env|hbs|ejs|pug|j2|asm|s|v|sv|vhdl?)$/i;
const PRODUCT =
  /^(?:node|next|nuxt|vue|react|express|three|d3|ember|backbone|angular|chart|p5|moment|alpine|discord|nest|solid|ruby|sails)\.js$/i;
const PLACE_IN_FILE = /[:#]L?\d+(?:[-:]L?\d+)?$/;
const NOT_A_PATH = /:\/\/|[<>"'`|*?\s:]|^\d+(?:\.\d+)+$|^\.{1,2}$/;

function isPath(word: string): boolean {
  const path = word.replace(PLACE_IN_FILE, '');
  if (path === '' || path.length > 300 || NOT_A_PATH.test(path.replace(/^[A-Za-z]:(?=[/\\])/, '')))
    return false;
  const parts = path.split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  if (KNOWN_NAMES.test(name)) return true;
  if (!NAME_WITH_ENDING.test(name)) return false;
  return parts.length > 1 || (SOURCE_ENDING.test(name) && !PRODUCT.test(name));
}

function cleaned(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '').replace(PLACE_IN_FILE, '');
}
