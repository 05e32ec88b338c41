import type { Node } from 'web-tree-sitter';
import type { SourceCollector, Visit, Visits } from '../sourceCollector';
import { childrenOfType, enter, holder, leaf, simpleTypeName } from '../visits';

function exported(node: Node, _name: string, _scope: unknown, out: SourceCollector): boolean {
  return !childrenOfType(node, ['modifier']).some((modifier) => out.textOf(modifier) === 'private');
}

function supertypes(node: Node, out: SourceCollector): string[] {
  const bases = childrenOfType(node, ['base_list'])[0]?.namedChildren ?? [];
  return bases.map((base) => simpleTypeName(out.textOf(base))).filter((name) => name !== '');
}

const type = (kind: 'class' | 'interface' | 'enum'): Visit => holder(kind, { exported, supertypes });

const namespaceVisit: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  // One package per file: the first namespace, which nearly always is the only one.
  if (name && out.packageName === '') out.packageName = out.textOf(name);
  out.walk(node.childForFieldName('body') ?? node, scope);
};

const field: Visit = (node, scope, out) => {
  for (const declarator of childrenOfType(node, ['variable_declarator'], 2)) {
    const name = declarator.childForFieldName('name') ?? declarator.namedChild(0);
    if (name) out.define(scope, { kind: 'field', name, node, exported: exported(node, '', scope, out) });
  }
};

const property: Visit = (node, scope, out) => {
  leaf('field', { exported, bodyField: 'accessors' })(node, scope, out);
};

const using: Visit = (node, _scope, out) => {
  const match = /using\s+(static\s+)?(?:([\w]+)\s*=\s*)?([\w.:]+)/.exec(out.textOf(node));
  const specifier = match?.[3];
  if (match === null || specifier === undefined) return;
  const last = specifier.slice(specifier.lastIndexOf('.') + 1);
  if (match[2] !== undefined) return out.import(node, specifier, 'names', [{ name: last, local: match[2] }]);
  out.import(node, specifier, 'all', [{ name: '*', local: '*' }]);
};

export const csharpVisits: Visits = {
  using_directive: using,
  namespace_declaration: namespaceVisit,
  file_scoped_namespace_declaration: namespaceVisit,
  declaration_list: enter,
  class_declaration: type('class'),
  struct_declaration: type('class'),
  record_declaration: type('class'),
  record_struct_declaration: type('class'),
  interface_declaration: type('interface'),
  enum_declaration: type('enum'),
  enum_member_declaration: leaf('enumMember'),
  delegate_declaration: leaf('type', { exported }),
  method_declaration: leaf('method', { exported }),
  constructor_declaration: leaf('constructor', { exported }),
  property_declaration: property,
  field_declaration: field,
  event_field_declaration: field,
  preproc_if: enter,
  preproc_else: enter,
  preproc_region: enter,
};
