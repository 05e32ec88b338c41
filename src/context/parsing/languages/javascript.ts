import type { Node } from 'web-tree-sitter';
import { inside, type Scope, type SourceCollector, type Visit, type Visits } from '../sourceCollector';
import { childrenOfType, enter, holder, leaf } from '../visits';
import { expressionStatement } from './commonJs';
import { exportStatement } from './javascriptExports';
import { importStatement, requiredModule, requiredNames } from './javascriptImports';
import { classField, classVisit, FUNCTIONS, heritage, method, objectMembers } from './javascriptMembers';

const typeAlias: Visit = (node, scope, out) => {
  leaf('type')(node, scope, out);
  const name = node.childForFieldName('name');
  const value = node.childForFieldName('value');
  if (name && value?.type === 'object_type')
    out.walk(value, inside(scope, out.textOf(name), { member: true }));
};

const enumVisit: Visit = (node, scope, out) => {
  leaf('enum')(node, scope, out);
  const name = node.childForFieldName('name');
  if (!name) return;
  const members = inside(scope, out.textOf(name), { member: true });
  for (const member of node.childForFieldName('body')?.namedChildren ?? []) {
    const memberName = member.type === 'enum_assignment' ? member.childForFieldName('name') : member;
    if (memberName && memberName.type !== 'comment')
      out.define(members, { kind: 'enumMember', name: memberName, node: member });
  }
};

const variables: Visit = (node, scope, out) => {
  const declarators = childrenOfType(node, ['variable_declarator']);
  const isConstant = node.child(0)?.type === 'const';
  for (const declarator of declarators) {
    // With one declarator the whole statement is the definition.
    const range = declarators.length === 1 ? node : declarator;
    variable(declarator, { scope, range, isConstant }, out);
  }
};

interface VariableContext {
  readonly scope: Scope;
  readonly range: Node;
  readonly isConstant: boolean;
}

function variable(
  declarator: Node,
  { scope, range, isConstant }: VariableContext,
  out: SourceCollector,
): void {
  const name = declarator.childForFieldName('name');
  const value = declarator.childForFieldName('value');
  if (!name) return;
  const specifier = value ? requiredModule(value, out) : undefined;
  if (specifier !== undefined) return out.import(range, specifier, ...requiredNames(name, out));
  if (name.type !== 'identifier') {
    for (const bound of patternNames(name)) out.define(scope, { kind: 'variable', name: bound, node: range });
    return;
  }
  if (value && FUNCTIONS.includes(value.type)) {
    return out.define(scope, { kind: 'function', name, node: range, body: value.childForFieldName('body') });
  }
  out.define(scope, { kind: isConstant ? 'constant' : 'variable', name, node: range });
  if (value?.type === 'class')
    out.walk(value.childForFieldName('body'), inside(scope, out.textOf(name), { member: true }));
  else objectMembers(value, inside(scope, out.textOf(name), { member: true }), out);
}

function patternNames(pattern: Node): Node[] {
  if (pattern.type === 'identifier' || pattern.type === 'shorthand_property_identifier_pattern')
    return [pattern];
  return pattern.namedChildren.flatMap((child) => {
    if (child.type === 'pair_pattern') return patternNames(child.childForFieldName('value') ?? child);
    if (child.type === 'property_identifier') return [];
    return patternNames(child);
  });
}

export const javascriptVisits: Visits = {
  import_statement: importStatement,
  export_statement: exportStatement,
  expression_statement: expressionStatement,
  function_declaration: leaf('function'),
  generator_function_declaration: leaf('function'),
  function_signature: leaf('function'),
  class_declaration: classVisit,
  abstract_class_declaration: classVisit,
  interface_declaration: holder('interface', { supertypes: heritage }),
  type_alias_declaration: typeAlias,
  enum_declaration: enumVisit,
  lexical_declaration: variables,
  variable_declaration: variables,
  internal_module: holder('module'),
  module: holder('module'),
  ambient_declaration: (node, scope, out) =>
    out.walk(node, { ...scope, exported: true, outer: scope.outer ?? node }),
  statement_block: enter,
  if_statement: enter,
  method_definition: method,
  method_signature: method,
  abstract_method_signature: method,
  public_field_definition: classField,
  field_definition: classField,
  property_signature: leaf('field'),
};
