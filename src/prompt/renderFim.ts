import type { ModelFamily } from '../model/family';

/** What a stretch of the prompt belongs to. `frame`: FIM tokens, BOS and the target's path line. */
export type PromptPart = 'frame' | 'context' | 'prefix' | 'suffix';

/** A stretch of the prompt. A special token is one piece, and so is the plain text between two of them at most. */
export interface PromptPiece {
  readonly part: PromptPart;
  readonly text: string;
  /** The context item it belongs to, by its place in the prompt. */
  readonly item?: number;
}

/** All texts are neutralised already. */
export interface FimContent {
  readonly writesBos: boolean;
  readonly repo: string;
  readonly path: string;
  readonly items: readonly { readonly path: string; readonly text: string }[];
  readonly prefix: string;
  readonly suffix: string;
}

/** Puts the parts in the family's order, with nothing between them that the family was not trained on. */
export function renderFim(family: ModelFamily, content: FimContent): PromptPiece[] {
  const { tokens, repo } = family;
  const withHeader = content.items.length > 0 || repo.headerWithoutContext;
  const header = (format: string): PromptPiece => frame(withHeader ? filled(format, content) : '');
  const context = contextPieces(family, content);
  const prefixPart = [
    frame(tokens.prefix),
    ...(repo.contextPlace === 'after-begin' ? context : []),
    header(repo.targetHeader.inside),
    { part: 'prefix', text: content.prefix } as const,
  ];
  const suffixPart = [frame(tokens.suffix), { part: 'suffix', text: content.suffix } as const];
  return [
    frame(content.writesBos ? (family.bos ?? '') : ''),
    ...(repo.contextPlace === 'before-begin' ? context : []),
    header(repo.targetHeader.outside),
    ...(family.order === 'psm' ? [...prefixPart, ...suffixPart] : [...suffixPart, ...prefixPart]),
    frame(tokens.middle),
  ].filter((piece) => piece.text !== '' || piece.part === 'prefix');
}

/** A context file as it stands in the prompt: its header, its text with a line break at the end, its footer. */
export function renderItem(
  family: ModelFamily,
  item: { readonly path: string; readonly text: string },
): string {
  const { fileHeader, fileFooter } = family.repo;
  const ended = item.text === '' || item.text.endsWith('\n') ? item.text : `${item.text}\n`;
  return `${filled(fileHeader, { repo: '', path: item.path })}${ended}${fileFooter}`;
}

function contextPieces(family: ModelFamily, content: FimContent): PromptPiece[] {
  if (content.items.length === 0) return [];
  return [
    { part: 'context', text: filled(family.repo.repoHeader, content) },
    ...content.items.map((item, index) => ({
      part: 'context' as const,
      text: renderItem(family, item),
      item: index,
    })),
  ];
}

function frame(text: string): PromptPiece {
  return { part: 'frame', text };
}

function filled(format: string, names: { readonly repo: string; readonly path: string }): string {
  // A function as replacement: in a string, `$&` in a path would be taken for a pattern.
  return format.replace(/\{(repo|path)\}/g, (_, name: string) => (name === 'repo' ? names.repo : names.path));
}
