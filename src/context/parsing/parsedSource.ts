import type { DefinitionKind, ImportedName, ImportKind } from '../index/repositoryIndex';

/** A definition as the parser saw it. Lines are 1-based and inclusive. */
export interface ParsedDefinition {
  readonly name: string;
  readonly kind: DefinitionKind;
  readonly startLine: number;
  readonly endLine: number;
  readonly nameLine: number;
  readonly signatureEndLine: number;
  readonly docStartLine: number;
  /** Dotted from the outermost; empty at the top level. */
  readonly container: string;
  /** Whether the container is a type: its members can't be imported by themselves. */
  readonly member: boolean;
  readonly supertypes: readonly string[];
  readonly exported: boolean;
}

export interface ParsedImport {
  /** As written; empty where a file hands on a name of its own under another name (`export { a as b }`). */
  readonly specifier: string;
  readonly kind: ImportKind;
  readonly names: readonly ImportedName[];
  readonly startLine: number;
  readonly endLine: number;
}

export interface ParsedSource {
  readonly definitions: readonly ParsedDefinition[];
  readonly imports: readonly ParsedImport[];
  readonly identifiers: ReadonlySet<string>;
  readonly packageName: string;
  readonly lineCount: number;
}

/** Reads one source file. Syntax errors are no errors: what can be read is returned. */
export interface SourceParser {
  parse(path: string, language: string, text: string): Promise<ParsedSource>;
}
