/**
 * A reader of source files for the bench alone, by regular expressions on lines. It shares nothing with the engine's
 * own parsing, so that what the engine overlooks is not overlooked here as well.
 */
export type BenchLanguage = 'typescript' | 'javascript' | 'python' | 'go' | 'rust' | 'java';

export interface PlainLanguage {
  readonly id: BenchLanguage;
  readonly extensions: readonly string[];
  /** Patterns whose first group is a name that the line declares for other files. */
  readonly declarations: readonly RegExp[];
  /** Declarations inside a block that `open` begins; it ends with a closing bracket at the indentation of `open`. */
  readonly blocks: readonly { readonly open: RegExp; readonly member: RegExp }[];
  /** Patterns whose groups are names that the line binds locally. */
  readonly locals: readonly RegExp[];
  /** A line that begins the body of a function. */
  readonly functionHeader: RegExp;
  readonly lineComment: RegExp;
  /** Text in these may run over several lines; what it names and declares is prose. */
  readonly longQuotes?: readonly string[];
  readonly keywords: ReadonlySet<string>;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const ecmaKeywords = words(
  'if for while switch catch return function class new typeof await yield throw else do super import export default case ' +
    'const let var this null true false undefined void delete in of instanceof try finally break continue async static ' +
    'get set constructor from as type interface enum string number boolean any unknown never object readonly extends implements',
);

const ecma = {
  declarations: [
    /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|interface|enum|namespace|const\s+enum)\s+([\w$]+)/,
    /^\s*(?:export\s+)?(?:declare\s+)?type\s+([\w$]+)[^=]*=/,
    /^(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+([\w$]+)/,
    /^\s+(?:(?:public|private|protected|static|override|abstract|async|get|set)\s+|\*\s*)*([\w$]+)\s*(?:<[^()]*>)?\([^()]*(?:\([^()]*\)[^()]*)*\)\s*(?::\s*[^=]+)?\{\s*$/,
    /^\s+(?:(?:public|private|protected|static|readonly|abstract|declare|override)\s+)+([\w$]+)[?!]?\s*[:=;]/,
    /^(?:module\.)?exports\.([\w$]+)\s*=/,
    /^[\w$]+(?:\.prototype)?\.([\w$]+)\s*=\s*(?:async\s+)?function/,
  ],
  blocks: [
    {
      open: /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:interface\s+[\w$]+|type\s+[\w$]+(?:<.*>)?\s*=).*\{\s*$/,
      member: /^\s+(?:readonly\s+)?([\w$]+)\??\s*[:(<]/,
    },
  ],
  locals: [/\b(?:const|let|var)\s+([\w$]+)/g, /\(([\w$]+)\)\s*=>/g, /\b([\w$]+)\s*=>/g],
  functionHeader: /^\s*(?:.*\bfunction\b.*|(?:[\w$]+\s+)*[\w$]+\s*(?:<.*>)?\(.*\).*|.*=>\s*)\{\s*$/,
  lineComment: /^\s*(?:\/\/|\/\*|\*)/,
  keywords: ecmaKeywords,
};

const typescript: PlainLanguage = { id: 'typescript', extensions: ['.ts', '.tsx', '.mts', '.cts'], ...ecma };
const javascript: PlainLanguage = { id: 'javascript', extensions: ['.js', '.jsx', '.mjs', '.cjs'], ...ecma };

const python: PlainLanguage = {
  id: 'python',
  extensions: ['.py'],
  declarations: [
    /^\s*(?:async\s+)?def\s+(\w+)/,
    /^\s*class\s+(\w+)/,
    /^([A-Za-z_]\w*)\s*(?::[^=]+)?=[^=]/,
    /^ {4}([a-z_]\w*)\s*:\s*[A-Za-z]/,
  ],
  blocks: [],
  locals: [/^\s+(\w+)\s*(?::[^=]+)?=[^=]/g, /\bfor\s+(\w+)\s+in/g, /\bas\s+(\w+)/g],
  functionHeader: /^\s*(?:async\s+)?def\s.*:\s*$|^\s*\).*:\s*$/,
  lineComment: /^\s*#/,
  longQuotes: ['"""', "'''"],
  keywords: words(
    'if for while def class return import from as with try except finally raise else elif lambda yield await async in is not and or None True False self cls pass break continue global nonlocal del assert print str int float bool list dict tuple set object super type',
  ),
};

const go: PlainLanguage = {
  id: 'go',
  extensions: ['.go'],
  declarations: [/^func\s+(?:\([^)]*\)\s*)?(\w+)/, /^type\s+(\w+)/, /^(?:const|var)\s+(\w+)/],
  blocks: [
    { open: /^(?:const|var)\s*\(\s*$/, member: /^\s+(\w+)(?:\s+[\w.*[\]]+)?\s*(?:=|$)/ },
    { open: /^type\s*\(\s*$/, member: /^\t(\w+)\s/ },
    { open: /^type\s+\w+(?:\[.*\])?\s+struct\s*\{\s*$/, member: /^\t(\w+)\s+\S/ },
    { open: /^type\s+\w+(?:\[.*\])?\s+interface\s*\{\s*$/, member: /^\t(\w+)\(/ },
  ],
  locals: [/\b(\w+)(?:,\s*(\w+))?\s*:=/g, /\bvar\s+(\w+)/g],
  functionHeader: /^func\s.*\{\s*$/,
  lineComment: /^\s*\/\//,
  keywords: words(
    'if for func return range var const type struct interface map chan go defer switch case default select break continue package import else nil true false string int error byte bool any len cap make append new panic iota rune uint int64 int32 float64 string',
  ),
};

const rust: PlainLanguage = {
  id: 'rust',
  extensions: ['.rs'],
  declarations: [
    /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?(?:extern\s+"[^"]*"\s+)?fn\s+(\w+)/,
    /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+)?(?:struct|enum|trait|union|type)\s+(\w+)/,
    /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:const|static)\s+(?:mut\s+)?(\w+)\s*:/,
    /^\s*macro_rules!\s*(\w+)/,
    /^\s+pub(?:\([^)]*\))?\s+(\w+)\s*:/,
  ],
  blocks: [],
  locals: [
    /\blet\s+(?:mut\s+)?(\w+)/g,
    /\bfor\s+(\w+)\s+in/g,
    /\|(\w+)\|/g,
    /\b(?:Some|Ok|Err)\((?:ref\s+|mut\s+)?(\w+)\)/g,
  ],
  functionHeader:
    /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?fn\s.*\{\s*$|^\s*\)\s*->.*\{\s*$/,
  lineComment: /^\s*\/\//,
  keywords: words(
    'if for while loop match fn let mut return pub use mod impl struct enum trait type where self Self super crate in as ref move else unsafe async await const static dyn true false Some None Ok Err Option Result String Vec Box str usize u8 u32 u64 i32 i64 bool break continue',
  ),
};

const java: PlainLanguage = {
  id: 'java',
  extensions: ['.java'],
  declarations: [
    /^\s*(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed|strictfp)\s+)*(?:class|interface|enum|record|@interface)\s+(\w+)/,
    /^\s+(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|protected|private|static|final|abstract|default|synchronized|native)\s+)+(?:<[^()]*>\s+)?[\w<>[\],.?@ ]*?(\w+)\s*\(/,
    /^\s+(?:(?:public|protected|private|static|final|transient|volatile)\s+)+[\w<>[\],.?@ ]+?\s(\w+)\s*(?:=|;)/,
    /^\s+(?!return|new|throw|else)(?:<[^()]*>\s+)?[\w<>[\],.?]+\s+(\w+)\([^()]*\)\s*(?:throws\s[\w,. ]+)?[{;]\s*$/,
  ],
  blocks: [],
  locals: [/\b[\w<>[\],.?]+\s+(\w+)\s*(?:=|:|;)/g, /\b(\w+)\s*->/g],
  functionHeader: /^\s+(?:@\w+\s+)*(?:[\w<>[\],.?@]+\s+)+\w+\s*\(.*\)\s*(?:throws\s[\w,. ]+)?\{\s*$/,
  lineComment: /^\s*(?:\/\/|\/\*|\*)/,
  keywords: words(
    'if for while do switch case return new throw try catch finally else class interface enum public private protected static final abstract void int long double float boolean byte char short String Object this super null true false import package extends implements instanceof throws default break continue synchronized Override List Map Set',
  ),
};

export const plainLanguages: readonly PlainLanguage[] = [typescript, javascript, python, go, rust, java];
