import type { Node } from 'web-tree-sitter';
import type { SourceCollector, Visit, Visits } from '../sourceCollector';
import { childrenOfType, enter, holder, leaf, typeNames } from '../visits';

function exported(node: Node, _name: string, _scope: unknown, out: SourceCollector): boolean {
  return !childrenOfType(node, ['visibility_modifier']).some((one) => out.textOf(one) === 'private');
}

function supertypes(node: Node, out: SourceCollector): string[] {
  return childrenOfType(node, ['base_clause', 'class_interface_clause']).flatMap((clause) =>
    typeNames(clause, out),
  );
}

const namespaceVisit: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (name && out.packageName === '') out.packageName = out.textOf(name);
  out.walk(node.childForFieldName('body'), scope);
};

const useDeclaration: Visit = (node, _scope, out) => {
  const text = out
    .textOf(node)
    .replace(/^use\s+(function\s+|const\s+)?/, '')
    .replace(/;\s*$/, '');
  const group = /^(.*?)\\?\{([\s\S]*)\}$/.exec(text.trim());
  const prefix = group ? `${group[1] ?? ''}\\` : '';
  for (const clause of (group?.[2] ?? text).split(',')) {
    const [path = '', alias] = clause.trim().split(/\s+as\s+/i);
    if (path === '') continue;
    const name = path.slice(path.lastIndexOf('\\') + 1);
    out.import(node, (prefix + path).replace(/^\\/, ''), 'names', [{ name, local: alias ?? name }]);
  }
};

const property: Visit = (node, scope, out) => {
  for (const element of childrenOfType(node, ['property_element'])) {
    const name = element.childForFieldName('name') ?? element.namedChild(0);
    const isExported = exported(node, '', scope, out);
    if (name)
      out.define(scope, {
        kind: 'field',
        name: out.textOf(name).replace('$', ''),
        node,
        exported: isExported,
      });
  }
};

const constants: Visit = (node, scope, out) => {
  for (const element of childrenOfType(node, ['const_element'])) {
    const name = element.childForFieldName('name') ?? element.namedChild(0);
    if (name) out.define(scope, { kind: 'constant', name, node });
  }
};

/** `require __DIR__ . '/file.php';` */
const expressionStatement: Visit = (node, _scope, out) => {
  const path = /^(?:require|include)(?:_once)?\b[^'"]*(['"])([^'"\n]+)\1/.exec(out.textOf(node))?.[2];
  if (path !== undefined) out.import(node, path, 'all', [{ name: '*', local: '*' }]);
};

const method: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (!name) return;
  leaf(out.textOf(name) === '__construct' ? 'constructor' : 'method', { exported })(node, scope, out);
  const promoted = childrenOfType(node.childForFieldName('parameters'), ['property_promotion_parameter']);
  for (const parameter of promoted) {
    const parameterName = parameter.childForFieldName('name');
    if (parameterName) {
      out.define(scope, { kind: 'field', name: out.textOf(parameterName).replace('$', ''), node: parameter });
    }
  }
};

export const phpVisits: Visits = {
  namespace_definition: namespaceVisit,
  namespace_use_declaration: useDeclaration,
  expression_statement: expressionStatement,
  function_definition: leaf('function'),
  class_declaration: holder('class', { supertypes }),
  interface_declaration: holder('interface', { supertypes }),
  trait_declaration: holder('class'),
  enum_declaration: holder('enum', { supertypes }),
  enum_case: leaf('enumMember'),
  method_declaration: method,
  property_declaration: property,
  const_declaration: constants,
  compound_statement: enter,
  if_statement: enter,
};
