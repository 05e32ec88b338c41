import type { Node } from 'web-tree-sitter';
import { inside, type Scope, type SourceCollector, type Visit, type Visits } from '../sourceCollector';
import { childrenOfType, enter, holder, leaf, simpleTypeName, wrap } from '../visits';

const TYPES = ['class_specifier', 'struct_specifier', 'union_specifier', 'enum_specifier'];
const NAMES = ['identifier', 'field_identifier', 'destructor_name', 'operator_name', 'type_identifier'];

function baseTypes(node: Node, out: SourceCollector): string[] {
  const clause = childrenOfType(node, ['base_class_clause'])[0];
  return (clause?.namedChildren ?? [])
    .filter(({ type }) => type !== 'access_specifier')
    .map((base) => simpleTypeName(out.textOf(base)))
    .filter((name) => name !== '');
}

/** A class or enum with a body; a mere mention or forward declaration defines nothing. */
function type(kind: 'class' | 'enum'): Visit {
  const visit = holder(kind, { supertypes: baseTypes });
  return (node, scope, out) => {
    if (!node.childForFieldName('body')) return;
    visit(node, { ...scope, outer: scope.outer ?? statementOf(node) }, out);
  };
}

/** `struct A { … };` with its semicolon may be wrapped in a declaration. */
function statementOf(node: Node): Node {
  const { parent } = node;
  return parent?.type === 'declaration' || parent?.type === 'type_definition' ? parent : node;
}

interface Declared {
  readonly name: Node;
  /** `Type` of `Type::name`. */
  readonly qualifier: string | undefined;
  readonly isFunction: boolean;
}

/** The name inside pointers, references, arrays and parameter lists. */
function declared(declarator: Node | null, out: SourceCollector): Declared | undefined {
  let node = declarator;
  let isFunction = false;
  let qualifier: string | undefined;
  while (node) {
    if (NAMES.includes(node.type)) return { name: node, qualifier, isFunction };
    if (node.type === 'function_declarator') isFunction = true;
    if (node.type === 'qualified_identifier') {
      const scope = node.childForFieldName('scope');
      if (scope) qualifier = simpleTypeName(out.textOf(scope));
      node = node.childForFieldName('name');
    } else node = node.childForFieldName('declarator') ?? node.namedChild(0);
  }
  return undefined;
}

const functionDefinition: Visit = (node, scope, out) => {
  const found = declared(node.childForFieldName('declarator'), out);
  if (!found) return;
  const isMember = scope.member || found.qualifier !== undefined;
  out.define(scope, {
    kind: isMember ? 'method' : 'function',
    name: found.name,
    node,
    body: node.childForFieldName('body'),
    container: found.qualifier,
  });
};

const declaration: Visit = (node, scope, out) => {
  const typeNode = node.childForFieldName('type');
  if (typeNode && TYPES.includes(typeNode.type)) out.visit(typeNode, scope);
  for (const declarator of node.childrenForFieldName('declarator')) {
    const found = declared(declarator, out);
    if (!found) continue;
    const kind = found.isFunction
      ? scope.member
        ? 'method'
        : 'function'
      : scope.member
        ? 'field'
        : 'variable';
    out.define(scope, { kind, name: found.name, node, container: found.qualifier });
  }
};

const typedefVisit: Visit = (node, scope, out) => {
  const typeNode = node.childForFieldName('type');
  const found = declared(node.childForFieldName('declarator'), out);
  if (found) out.define(scope, { kind: 'type', name: found.name, node });
  if (!typeNode || !TYPES.includes(typeNode.type)) return;
  if (typeNode.childForFieldName('name')) out.visit(typeNode, scope);
  else if (found) {
    out.walk(typeNode.childForFieldName('body'), inside(scope, out.textOf(found.name), { member: true }));
  }
};

const namespaceVisit: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  const inner: Scope = name ? inside(scope, out.textOf(name).replace(/::/g, '.'), { member: false }) : scope;
  out.walk(body, inner);
};

const include: Visit = (node, _scope, out) => {
  const path = node.childForFieldName('path');
  if (path) out.import(node, out.textOf(path), 'all', [{ name: '*', local: '*' }]);
};

const usingDeclaration: Visit = (node, scope, out) => {
  const match = /^using\s+((?!namespace\b)[\w:]+)\s*;?$/.exec(out.textOf(node));
  const name = match?.[1]?.split('::').at(-1);
  if (name !== undefined && !scope.member) out.define(scope, { kind: 'type', name, node });
};

export const cppVisits: Visits = {
  preproc_include: include,
  preproc_def: leaf('macro'),
  preproc_function_def: leaf('macro'),
  preproc_ifdef: enter,
  preproc_if: enter,
  preproc_else: enter,
  preproc_elif: enter,
  linkage_specification: enter,
  declaration_list: enter,
  namespace_definition: namespaceVisit,
  template_declaration: wrap,
  class_specifier: type('class'),
  struct_specifier: type('class'),
  union_specifier: type('class'),
  enum_specifier: type('enum'),
  enumerator: leaf('enumMember'),
  function_definition: functionDefinition,
  declaration,
  field_declaration: declaration,
  type_definition: typedefVisit,
  alias_declaration: leaf('type'),
  concept_definition: leaf('type'),
  using_declaration: usingDeclaration,
};
