import type { Node } from 'web-tree-sitter';
import type { ImportedName } from '../../index/repositoryIndex';
import { inside, type Scope, type SourceCollector, type Visit } from '../sourceCollector';
import { childrenOfType, leaf } from '../visits';
import { aliased, unquoted } from './javascriptImports';
import { classVisit, FUNCTIONS, objectMembers } from './javascriptMembers';

export const exportStatement: Visit = (node, scope, out) => {
  const source = node.childForFieldName('source');
  if (source) return reexport(node, unquoted(out.textOf(source)), out);
  const declaration =
    node.childForFieldName('declaration') ?? childrenOfType(node, ['class', ...FUNCTIONS])[0];
  const isDefault = /^export\s+default\b/.test(out.text.slice(node.startIndex, node.startIndex + 40));
  if (declaration) return exportDeclaration(node, declaration, { scope, isDefault }, out);
  const clause = childrenOfType(node, ['export_clause'])[0];
  if (clause)
    return handOn(
      node,
      childrenOfType(clause, ['export_specifier']).map((one) => aliased(one, out)),
      out,
    );
  const value = node.childForFieldName('value') ?? childrenOfType(node, ['identifier'])[0];
  if (value?.type === 'identifier') return handOn(node, [{ name: out.textOf(value), local: 'default' }], out);
  if (value || isDefault) {
    out.define({ ...scope, exported: true }, { kind: 'constant', name: 'default', node });
    objectMembers(value ?? null, inside(scope, 'default', { member: true, exported: true }), out);
  }
};

interface ExportContext {
  readonly scope: Scope;
  readonly isDefault: boolean;
}

function exportDeclaration(
  node: Node,
  declaration: Node,
  context: ExportContext,
  out: SourceCollector,
): void {
  const scope: Scope = { ...context.scope, exported: true, outer: node };
  const name = declaration.childForFieldName('name');
  if (declaration.type === 'class') classVisit(declaration, scope, out);
  else if (!name && (FUNCTIONS.includes(declaration.type) || declaration.type === 'function_signature')) {
    out.define(scope, {
      kind: 'function',
      name: 'default',
      node: declaration,
      body: declaration.childForFieldName('body'),
    });
  } else if (FUNCTIONS.includes(declaration.type)) leaf('function')(declaration, scope, out);
  else out.visit(declaration, scope);
  if (context.isDefault && name) handOn(node, [{ name: out.textOf(name), local: 'default' }], out);
}

function reexport(node: Node, specifier: string, out: SourceCollector): void {
  const clause = childrenOfType(node, ['export_clause'])[0];
  if (clause)
    return out.import(
      node,
      specifier,
      'reexport',
      childrenOfType(clause, ['export_specifier']).map((one) => aliased(one, out)),
    );
  const namespace = childrenOfType(node, ['namespace_export'])[0]?.namedChild(0);
  if (namespace)
    return out.import(node, specifier, 'reexport', [{ name: '*', local: out.textOf(namespace) }]);
  out.import(node, specifier, 'reexport', [{ name: '*', local: '*' }]);
}

/** `export { a as b }` and `export default a` of a name of this file, or one it imports. */
export function handOn(node: Node, names: readonly ImportedName[], out: SourceCollector): void {
  out.import(node, '', 'reexport', names);
}
