import type { Node } from 'web-tree-sitter';
import type { DefinitionKind, ImportedName, ImportKind } from '../index/repositoryIndex';
import type { ParsedDefinition, ParsedImport } from './parsedSource';
import { createSourceLines, type SourceLines } from './sourceLines';

/** Where in a file the walk is. */
export interface Scope {
  /** Dotted names of the enclosing types and modules. */
  readonly container: string;
  readonly member: boolean;
  readonly exported: boolean;
  /** The `export`, decorator or template around the definition, whose lines belong to it. */
  readonly outer?: Node;
}

/** What a definition is made of, where that differs from the usual. */
export interface DefinitionParts {
  readonly kind: DefinitionKind;
  readonly name: Node | string;
  readonly node: Node;
  readonly body?: Node | null | undefined;
  readonly supertypes?: readonly string[] | undefined;
  readonly exported?: boolean | undefined;
  /** Used instead of the scope's (Go receivers, C++ `Type::method`). */
  readonly container?: string | undefined;
}

/** What to do with a node of one type. Types without a visit are passed over with all that is in them. */
export type Visit = (node: Node, scope: Scope, out: SourceCollector) => void;
export type Visits = Readonly<Record<string, Visit>>;

export type DefinitionLines = Pick<
  ParsedDefinition,
  'name' | 'kind' | 'exported' | 'startLine' | 'signatureEndLine' | 'endLine'
>;

// Dunder and most constant names are shorter; a longer "name" is a parser's misunderstanding of broken code.
const LONGEST_NAME = 200;
const COMMENT_OR_ATTRIBUTE = /^\s*(\/\/|\/\*|\*|#|--|@|\[[A-Z]|"""$|<!--)/;
const ENDS_BLOCK_COMMENT = /\*\/\s*$/;
// A licence of hundreds of lines above the first definition is not its documentation.
const LONGEST_DOC_LINES = 60;

/** Gathers what the visits of one file find. */
export class SourceCollector {
  readonly definitions: ParsedDefinition[] = [];
  readonly imports: ParsedImport[] = [];
  packageName = '';
  readonly lines: SourceLines;

  constructor(
    readonly text: string,
    private readonly visits: Visits,
  ) {
    this.lines = createSourceLines(text);
  }

  textOf(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  /** Visits the named children of `node`. */
  walk(node: Node | null | undefined, scope: Scope): void {
    if (!node) return;
    for (const child of node.namedChildren) this.visits[child.type]?.(child, scope, this);
  }

  visit(node: Node | null | undefined, scope: Scope): void {
    if (node) this.visits[node.type]?.(node, scope, this);
  }

  define(scope: Scope, parts: DefinitionParts): void {
    const name = typeof parts.name === 'string' ? parts.name : this.textOf(parts.name);
    if (name === '' || name.length > LONGEST_NAME || /\s/.test(name)) return;
    const outer = scope.outer ?? parts.node;
    const startLine = outer.startPosition.row + 1;
    const endLine = Math.max(startLine, lastLineOf(parts.node));
    const nameLine =
      typeof parts.name === 'string' ? parts.node.startPosition.row + 1 : parts.name.startPosition.row + 1;
    this.definitions.push({
      name,
      kind: parts.kind,
      startLine,
      endLine,
      nameLine,
      signatureEndLine: parts.body ? Math.min(endLine, this.headerEnd(nameLine, parts.body)) : endLine,
      docStartLine: this.docStart(startLine),
      container: parts.container ?? scope.container,
      member: parts.container !== undefined || scope.member,
      supertypes: parts.supertypes ?? [],
      exported: parts.exported ?? scope.exported,
    });
  }

  /** A definition that no node of the tree stands for. */
  defineLines(scope: Scope, parts: DefinitionLines): void {
    this.definitions.push({
      ...parts,
      nameLine: parts.startLine,
      docStartLine: this.docStart(parts.startLine),
      container: scope.container,
      member: scope.member,
      supertypes: [],
    });
  }

  import(node: Node, specifier: string, kind: ImportKind, names: readonly ImportedName[] = []): void {
    this.imports.push({
      specifier,
      kind,
      names,
      startLine: node.startPosition.row + 1,
      endLine: lastLineOf(node),
    });
  }

  /** A body in braces ends the header on the brace's line, an indented one on the last line of code before it. */
  private headerEnd(nameLine: number, body: Node): number {
    const bodyLine = body.startPosition.row + 1;
    const braced = this.text[body.startIndex] === '{';
    if (braced || bodyLine <= nameLine) return Math.max(nameLine, bodyLine);
    let line = bodyLine - 1;
    while (line > nameLine && /^\s*(#.*)?$/.test(this.lines.line(line))) line -= 1;
    return line;
  }

  private docStart(startLine: number): number {
    let first = startLine;
    while (first > 1 && startLine - first < LONGEST_DOC_LINES && this.isDocLine(first - 1)) first -= 1;
    return first;
  }

  private isDocLine(number: number): boolean {
    const line = this.lines.line(number);
    if (/^#(include|define|if|ifdef|ifndef|endif|else|pragma|!)/.test(line)) return false;
    return COMMENT_OR_ATTRIBUTE.test(line) || (ENDS_BLOCK_COMMENT.test(line) && !/[;{}]/.test(line));
  }
}

/** 1-based; a node that ends at the very start of a line does not reach into it. */
export function lastLineOf(node: Node): number {
  const end = node.endPosition;
  return end.column === 0 && end.row > node.startPosition.row ? end.row : end.row + 1;
}

/** The scope of what stands inside a definition. */
export function inside(scope: Scope, name: string, options: { member: boolean; exported?: boolean }): Scope {
  return {
    container: scope.container === '' ? name : `${scope.container}.${name}`,
    member: options.member,
    exported: options.exported ?? scope.exported,
  };
}
