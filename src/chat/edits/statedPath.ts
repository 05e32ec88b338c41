const KNOWN_NAMES =
  /^(?:Dockerfile|Makefile|Gemfile|Rakefile|Procfile|Jenkinsfile|Vagrantfile|CMakeLists\.txt|\.[a-z][\w.-]+)$/;
const NAME_WITH_ENDING = /^[\w@()[\]+~ -]*(?:\.[\w@()[\]+-]+)*\.[A-Za-z]\w{0,9}$/;
const NOT_A_PATH = /:\/\/|[<>"'`|*?\s]|^\d+(?:\.\d+)+$/;

/** What a code block of an answer says about itself. */
export interface BlockLook {
  /** Everything behind the opening fence. */
  readonly info: string;
  /** The last line of text before the block that is not blank. */
  readonly lineAbove: string;
  readonly lines: readonly string[];
}

export interface StatedPath {
  /** With forward slashes, as the answer gives it: to be resolved inside the workspace. */
  readonly path: string;
  /** The first line does nothing but name the file: it is not part of the code. */
  readonly isFirstLine: boolean;
}

/** The file that an answer says a block is for: behind the fence, in the block's first line, or in the line above it. */
export function statedPath({ info, lineAbove, lines }: BlockLook): StatedPath | undefined {
  const behindFence = pathInInfo(info);
  const inFirstLine = pathInFirstLine(lines[0] ?? '');
  const inDiff = pathInDiff(lines);
  const path = behindFence ?? inDiff ?? inFirstLine ?? pathInLineAbove(lineAbove);
  return path === undefined
    ? undefined
    : { path, isFirstLine: inDiff === undefined && inFirstLine !== undefined };
}

/** `ts src/a.ts`, `ts:src/a.ts`, `12:20:src/a.ts`, `ts title="src/a.ts"`, `{file=src/a.ts}`. */
function pathInInfo(info: string): string | undefined {
  const words = info.replace(/[{}]/g, ' ').trim().split(/\s+/);
  for (const [index, word] of words.entries()) {
    const value = /^(?:title|file|filename|filepath|path|name)=["']?([^"']+)["']?$/i.exec(word)?.[1];
    if (value !== undefined && isPath(value)) return cleaned(value);
    const bare = word.replace(/^\d+:\d+:/, '').replace(/^[\w+#-]+:(?=[^/\\])/, '');
    // A language with a dot in its name is no file.
    if (isPath(bare) && (index > 0 || bare !== word || /[/\\]|\.\w+$/.test(bare))) return cleaned(bare);
  }
  return undefined;
}

const COMMENT = /^\s*(?:\/\/+|#+|--+|;+|%+|\/\*+|<!--+|\(\*|"|')\s*(.*?)\s*(?:\*+\/|--+>|\*\))?\s*$/;

/** The path in a line that is a comment and holds nothing else. */
export function pathInFirstLine(line: string): string | undefined {
  const said = COMMENT.exec(line)?.[1]
    ?.replace(/^(?:file(?:name|path)?|path)\s*:\s*/i, '')
    .replace(/^`(.*)`$/, '$1');
  return said !== undefined && !said.startsWith('!') && isPath(said) ? cleaned(said) : undefined;
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

/** A heading, bold or quoted name, or `File: …`; a sentence only where it quotes one path and no other. */
function pathInLineAbove(line: string): string | undefined {
  const quoted = [...line.matchAll(/`([^`]+)`/g)].map(([, each]) => each ?? '').filter(isPath);
  if (quoted.length > 0) return quoted.length === 1 ? cleaned(quoted[0] ?? '') : undefined;
  const bare = line
    .replace(/^\s*(?:#+\s*|[-*+]\s+|\d+[.)]\s+|>\s*)+/, '')
    .replace(/[*_]{2}/g, '')
    .replace(/^(?:in |file(?:name|path)?\s*:\s*|path\s*:\s*|update(?:d)? |create |new file\s*:?\s*)/i, '')
    .replace(/\s*:?\s*$/, '');
  return isPath(bare) ? cleaned(bare) : undefined;
}

function isPath(word: string): boolean {
  if (word === '' || NOT_A_PATH.test(word)) return false;
  const name = word.split(/[/\\]/).at(-1) ?? '';
  return KNOWN_NAMES.test(name) || NAME_WITH_ENDING.test(name);
}

function cleaned(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/:\d+(?:[-:]\d+)?$/, '');
}
