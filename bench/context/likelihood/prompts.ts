import type { ContextPlace, ModelFamily } from '../../../src/model/family';
import { fillwrightDemo } from '../../../src/model/deepseekFamilies';
import { familyTokens } from '../../../src/prompt/familyTokens';
import { renderFim } from '../../../src/prompt/renderFim';
import type { RecallCase } from '../recall/cases';
import type { BenchRepository } from '../recall/repository';
import type { Teacher } from './teacher';

/** Code from another file, to stand in a prompt. */
export interface OtherCode {
  readonly path: string;
  readonly text: string;
}

type Tokens = ReturnType<Teacher['tokensOf']>;

/** What of the target is shown: short, so that many cases can be read on one thread. */
const PREFIX_CHARS = 1_400;
const SUFFIX_CHARS = 400;
/** Lines shown of a definition, from the line that declares it. */
const DEFINITION_LINES = 16;
const MOST_CONTEXT_CHARS = 1_600;

/** The code that defines the case's cross-file names; undefined where none is left to show. */
export function definingCode({ wanted }: RecallCase, repository: BenchRepository): OtherCode[] | undefined {
  const shown = new Map<string, string[]>();
  let chars = 0;
  for (const { name } of wanted) {
    for (const path of repository.definers.get(name) ?? []) {
      const source = repository.sources.get(path);
      const [first] = source?.declarations.get(name) ?? [];
      if (source === undefined || first === undefined) continue;
      const lines = source.lines.slice(first, first + DEFINITION_LINES);
      const text = lines.join('\n');
      if (chars + text.length > MOST_CONTEXT_CHARS) continue;
      chars += text.length;
      shown.set(path, [...(shown.get(path) ?? []), ...lines]);
    }
  }
  return shown.size === 0
    ? undefined
    : [...shown].map(([path, lines]) => ({ path, text: `${lines.join('\n')}\n` }));
}

/** As many characters from another file, from a line on that `random` chooses; none of the wanted names is in them. */
export function unrelatedCode(
  { wanted, path: target }: RecallCase,
  chars: number,
  repository: BenchRepository,
  random: () => number,
): OtherCode[] | undefined {
  const names = new Set(wanted.map(({ name }) => name));
  const sources = [...repository.sources.values()];
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const source = sources[Math.floor(random() * sources.length)];
    if (source === undefined || source.path === target || source.text.length < chars) continue;
    const from = Math.floor(random() * source.lines.length);
    const text = wholeLines(source.lines.slice(from), chars);
    if (text.length < chars * 0.9) continue;
    if (!(text.match(/[A-Za-z_$][\w$]*/g) ?? []).some((word) => names.has(word)))
      return [{ path: source.path, text }];
  }
  return undefined;
}

function wholeLines(lines: readonly string[], chars: number): string {
  let text = '';
  for (const line of lines) {
    if (text.length >= chars) break;
    text += `${line}\n`;
  }
  return text;
}

/** The prompt's tokens with the context in one of its places. */
export function promptTokens(
  recallCase: RecallCase,
  items: readonly OtherCode[],
  contextPlace: ContextPlace,
  teacher: Teacher,
): Tokens {
  const family: ModelFamily = { ...fillwrightDemo, repo: { ...fillwrightDemo.repo, contextPlace } };
  const { split, isSpecial, neutraliser } = familyTokens(family);
  const { neutralise } = neutraliser;
  const pieces = renderFim(family, {
    writesBos: false,
    repo: '',
    path: recallCase.path,
    items: items.map(({ path, text }) => ({ path, text: neutralise(text) })),
    prefix: neutralise(tail(recallCase.prefix)),
    suffix: neutralise(head(recallCase.suffix)),
  });
  return split(pieces.map(({ text }) => text).join(''))
    .filter((text) => text !== '')
    .flatMap((text) => (isSpecial(text) ? teacher.specialToken(text) : teacher.tokensOf(text)));
}

function tail(prefix: string): string {
  const cut = prefix.length - PREFIX_CHARS;
  return cut <= 0 ? prefix : prefix.slice(prefix.indexOf('\n', cut) + 1);
}

function head(suffix: string): string {
  if (suffix.length <= SUFFIX_CHARS) return suffix;
  return suffix.slice(0, suffix.lastIndexOf('\n', SUFFIX_CHARS) + 1);
}
