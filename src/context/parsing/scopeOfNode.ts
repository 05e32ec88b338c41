import type { Node } from 'web-tree-sitter';
import type { CursorScope } from '../cursorScope';

// Grammars differ in names more than in shape; these are all of them that matter, over the twelve grammars.
// Rust's doc_comment is the text within a comment.
const COMMENT = /^(?!doc_).*comment/;
const STRING = /string|char_literal|character_literal|heredoc|template_literal|encapsed/;
const INSERTED = /substitution|interpolation/;
const LIST =
  /^(arguments?|argument_list|formal_parameters|parameters|parameter_list|array|list|object|dictionary|tuple|set|hash|initializer_list|literal_value|array_(?:expression|initializer|creation_expression)|field_initializer_list|object_pattern|array_pattern|named_imports|import_specifiers|use_list|type_arguments|type_parameters)$/;
const BODY =
  /(?:^|_)(?:block|body|declaration_list|compound_statement|field_declaration_list|block_mappings|list_of_statements)$|^(?:object_type|interface_type|struct_type|program|module|source_file|translation_unit|compilation_unit)$/;

/** `offset` is the cursor's; `standIn`: a word was put there for the parser, not by the user. */
export interface CursorNode {
  readonly root: Node;
  readonly offset: number;
  readonly standIn: boolean;
}

/** What the innermost telling node around the cursor is. */
export function scopeOfNode(cursor: CursorNode): CursorScope | undefined {
  const { root, offset, standIn } = cursor;
  let isInserted = false;
  const start = standIn ? offset : Math.max(offset - 1, 0);
  for (let node = root.descendantForIndex(start, offset); node; node = node.parent) {
    if (INSERTED.test(node.type)) isInserted = true;
    const scope = isInserted && STRING.test(node.type) ? undefined : scopeOf(node, cursor);
    if (scope !== undefined) return scope;
  }
  return undefined;
}

function scopeOf(node: Node, cursor: CursorNode): CursorScope | undefined {
  const { type } = node;
  if (COMMENT.test(type)) return commentScope(node, cursor);
  if (!isAround(node, cursor)) return undefined;
  if (STRING.test(type)) return isDocstring(node) ? 'doc' : 'string';
  if (LIST.test(type)) return isEmpty(node, cursor) ? 'empty-list' : 'list';
  if (BODY.test(type)) return isEmpty(node, cursor) ? 'empty-body' : 'body';
  return undefined;
}

/** Behind the closing quote or bracket the cursor is outside; a root is around everything. */
function isAround(node: Node, { offset, standIn }: CursorNode): boolean {
  const begins = node.startIndex < offset || (standIn && node.startIndex === offset);
  return node.parent === null || (begins && offset < node.endIndex) || node.hasError;
}

function commentScope(node: Node, { offset }: CursorNode): CursorScope | undefined {
  const { text } = node;
  if (/^(?:\/\/\/|\/\/!|=begin)/.test(text)) return 'doc';
  if (!text.startsWith('/*')) return 'comment';
  return text.endsWith('*/') && offset >= node.endIndex ? undefined : 'doc';
}

/** A string that is a statement of its own at the beginning of a body. */
function isDocstring(node: Node): boolean {
  const statement = node.type === 'string' ? node.parent : node.parent?.parent;
  if (statement?.type !== 'expression_statement') return false;
  return statement.parent?.namedChild(0)?.id === statement.id;
}

/** Nothing stands in it but comments, a docstring, and the stand-in for what is to be written. */
function isEmpty(node: Node, { offset, standIn }: CursorNode): boolean {
  return node.namedChildren.every((child) => {
    if (COMMENT.test(child.type)) return true;
    if (standIn && child.startIndex <= offset && offset < child.endIndex && child.text.length <= 2)
      return true;
    const [only] = child.namedChildren;
    return child.type === 'expression_statement' && only?.type === 'string' && isDocstring(only);
  });
}
