import type { Node } from 'web-tree-sitter';
import type { DefinitionKind } from '../../index/repositoryIndex';
import type { Scope, SourceCollector } from '../sourceCollector';

const KINDS: Readonly<Record<string, DefinitionKind>> = {
  struct: 'class',
  union: 'class',
  enum: 'enum',
  trait: 'interface',
  fn: 'function',
  type: 'type',
  const: 'constant',
  static: 'variable',
};
const ITEM =
  /^[ \t]*(pub(?:\([^)]*\))?[ \t]+)?(?:unsafe[ \t]+|async[ \t]+|const[ \t]+(?=fn))*(struct|union|enum|trait|fn|type|const|static|mod)[ \t]+(?:ref[ \t]+)?(\w+)/gm;
// A macro with more in it is a table, not a handful of items.
const LONGEST_MACRO_CHARS = 50_000;

/**
 * Items inside the braces of a macro call (`pin_project! { struct A {} }`, `cfg_feature! { mod b; }`), which the grammar
 * sees as loose tokens.
 */
export function rustMacroItems(node: Node, scope: Scope, out: SourceCollector): void {
  const text = out.textOf(node);
  if (!text.endsWith('}') || text.length > LONGEST_MACRO_CHARS) return;
  const depthAt = braceDepths(text);
  for (const match of text.matchAll(ITEM)) {
    const [whole, visibility, keyword = '', name = ''] = match;
    const nameAt = match.index + whole.length;
    if (depthAt(nameAt) !== 1) continue;
    const startLine = node.startPosition.row + lineCount(text.slice(0, nameAt));
    const { header, end } = itemEnd(text, nameAt, depthAt);
    const lines = {
      startLine,
      signatureEndLine: startLine + lineCount(text.slice(nameAt, header)) - 1,
      endLine: startLine + lineCount(text.slice(nameAt, end)) - 1,
    };
    const kind = KINDS[keyword];
    if (kind) out.defineLines(scope, { kind, name, exported: visibility !== undefined, ...lines });
    else if (text[header] === ';') out.import(node, `mod ${name}`, 'namespace', [{ name: '*', local: name }]);
  }
}

/** How many braces are open at each place. */
function braceDepths(text: string): (at: number) => number {
  const changes: (readonly [at: number, depth: number])[] = [];
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    changes.push([index, depth]);
  }
  return (at) => changes.findLast(([from]) => from < at)?.[1] ?? 0;
}

/** Where the header ends, at a brace or semicolon, and where the item does. */
function itemEnd(
  text: string,
  from: number,
  depthAt: (at: number) => number,
): { header: number; end: number } {
  const rest = text.slice(from);
  const header = from + Math.max(0, rest.search(/[{;]/));
  if (text[header] !== '{') return { header, end: header };
  const depth = depthAt(header);
  for (const { index } of text.slice(header).matchAll(/\}/g)) {
    if (depthAt(header + index + 1) === depth) return { header, end: header + index };
  }
  return { header, end: text.length };
}

function lineCount(text: string): number {
  return text.split('\n').length;
}
