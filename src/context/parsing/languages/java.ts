import type { Node } from 'web-tree-sitter';
import type { SourceCollector, Visit, Visits } from '../sourceCollector';
import { childrenOfType, enter, holder, leaf, simpleTypeName } from '../visits';

function exported(node: Node, _name: string, _scope: unknown, out: SourceCollector): boolean {
  const modifiers = childrenOfType(node, ['modifiers'])[0];
  return !modifiers || !/\bprivate\b/.test(out.textOf(modifiers));
}

function supertypes(node: Node, out: SourceCollector): string[] {
  return childrenOfType(node, ['superclass', 'super_interfaces', 'extends_interfaces']).flatMap((clause) => {
    const list = childrenOfType(clause, ['type_list'])[0] ?? clause;
    return list.namedChildren.map((type) => simpleTypeName(out.textOf(type))).filter((name) => name !== '');
  });
}

const field: Visit = (node, scope, out) => {
  for (const declarator of childrenOfType(node, ['variable_declarator'])) {
    const name = declarator.childForFieldName('name');
    if (name) out.define(scope, { kind: 'field', name, node, exported: exported(node, '', scope, out) });
  }
};

const importDeclaration: Visit = (node, _scope, out) => {
  const match = /^import\s+(static\s+)?([\w.$\s]+?)(\.\s*\*)?\s*;?$/.exec(out.textOf(node).trim());
  if (!match) return;
  const path = (match[2] ?? '').replace(/\s/g, '');
  if (match[3] !== undefined) return out.import(node, path, 'all', [{ name: '*', local: '*' }]);
  const name = path.slice(path.lastIndexOf('.') + 1);
  out.import(node, path, 'names', [{ name, local: name }]);
};

const record: Visit = (node, scope, out) => {
  holder('class', { exported, supertypes })(node, scope, out);
  const name = node.childForFieldName('name');
  if (!name) return;
  const container = scope.container === '' ? out.textOf(name) : `${scope.container}.${out.textOf(name)}`;
  for (const parameter of childrenOfType(node.childForFieldName('parameters'), ['formal_parameter'])) {
    const parameterName = parameter.childForFieldName('name');
    if (parameterName) out.define(scope, { kind: 'field', name: parameterName, node: parameter, container });
  }
};

export const javaVisits: Visits = {
  package_declaration: (node, _scope, out) => {
    out.packageName = /package\s+([\w.]+)/.exec(out.textOf(node))?.[1] ?? '';
  },
  import_declaration: importDeclaration,
  class_declaration: holder('class', { exported, supertypes }),
  interface_declaration: holder('interface', { exported, supertypes }),
  annotation_type_declaration: holder('interface', { exported }),
  enum_declaration: holder('enum', { exported, supertypes }),
  record_declaration: record,
  enum_body_declarations: enter,
  enum_constant: leaf('enumMember'),
  method_declaration: leaf('method', { exported }),
  annotation_type_element_declaration: leaf('method'),
  constructor_declaration: leaf('constructor', { exported }),
  compact_constructor_declaration: leaf('constructor', { exported }),
  field_declaration: field,
  constant_declaration: field,
};
