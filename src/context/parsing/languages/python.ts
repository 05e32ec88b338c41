import type { Node } from 'web-tree-sitter';
import type { ImportedName } from '../../index/repositoryIndex';
import { inside, type Scope, type SourceCollector, type Visit, type Visits } from '../sourceCollector';
import { childrenOfType, enter, leaf, simpleTypeName, wrap } from '../visits';

const isPublic = (name: string): boolean => !name.startsWith('_') || /^__\w+__$/.test(name);

const functionVisit: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (!name) return;
  const text = out.textOf(name);
  const body = node.childForFieldName('body');
  const kind = !scope.member ? 'function' : text === '__init__' ? 'constructor' : 'method';
  out.define(scope, { kind, name, node, body, exported: isPublic(text) });
  if (kind === 'constructor') selfAttributes(body, scope, out);
};

/** `self.name = …` in `__init__` is where most classes declare their fields. */
function selfAttributes(body: Node | null, scope: Scope, out: SourceCollector): void {
  const inner: Scope = { container: scope.container, member: true, exported: scope.exported };
  for (const statement of childrenOfType(body, ['expression_statement'])) {
    const left = statement.namedChild(0)?.childForFieldName('left');
    if (left?.type !== 'attribute' || !out.textOf(left).startsWith('self.')) continue;
    const name = left.childForFieldName('attribute');
    if (name)
      out.define(inner, { kind: 'field', name, node: statement, exported: isPublic(out.textOf(name)) });
  }
}

const classVisit: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (!name) return;
  const text = out.textOf(name);
  const body = node.childForFieldName('body');
  const bases = node.childForFieldName('superclasses')?.namedChildren ?? [];
  const supertypes = bases
    .filter(({ type }) => type !== 'keyword_argument')
    .map((base) => simpleTypeName(out.textOf(base)))
    .filter((base) => base !== '');
  out.define(scope, { kind: 'class', name, node, body, supertypes, exported: isPublic(text) });
  out.walk(body, inside(scope, text, { member: true }));
};

const assignmentStatement: Visit = (node, scope, out) => {
  const assignment = node.namedChild(0);
  if (assignment?.type !== 'assignment') return;
  const left = assignment.childForFieldName('left');
  const names = left?.type === 'pattern_list' || left?.type === 'tuple_pattern' ? left.namedChildren : [left];
  for (const name of names) {
    if (name?.type !== 'identifier') continue;
    const text = out.textOf(name);
    if (text === '__all__') continue;
    const kind = scope.member ? 'field' : /^[A-Z_0-9]+$/.test(text) ? 'constant' : 'variable';
    out.define(scope, { kind, name, node, exported: isPublic(text) });
  }
};

const importModules: Visit = (node, _scope, out) => {
  for (const child of node.namedChildren) {
    const { name, local } = aliased(child, out);
    if (name !== '') out.import(node, name, 'namespace', [{ name: '*', local }]);
  }
};

const importFrom: Visit = (node, _scope, out) => {
  const moduleName = node.childForFieldName('module_name');
  if (!moduleName) return;
  const specifier = out.textOf(moduleName).replace(/\s/g, '');
  if (childrenOfType(node, ['wildcard_import']).length > 0) {
    return out.import(node, specifier, 'all', [{ name: '*', local: '*' }]);
  }
  const names = node.namedChildren
    .filter((child) => child.startIndex >= moduleName.endIndex)
    .map((child) => aliased(child, out))
    .filter(({ name }) => name !== '');
  out.import(node, specifier, 'names', names);
};

function aliased(node: Node, out: SourceCollector): ImportedName {
  if (node.type === 'dotted_name') return { name: out.textOf(node), local: out.textOf(node) };
  if (node.type !== 'aliased_import') return { name: '', local: '' };
  const name = node.childForFieldName('name');
  const alias = node.childForFieldName('alias');
  return { name: name ? out.textOf(name) : '', local: alias ? out.textOf(alias) : '' };
}

export const pythonVisits: Visits = {
  import_statement: importModules,
  import_from_statement: importFrom,
  function_definition: functionVisit,
  class_definition: classVisit,
  decorated_definition: wrap,
  expression_statement: assignmentStatement,
  type_alias_statement: leaf('type', { nameField: 'left' }),
  if_statement: enter,
  else_clause: enter,
  elif_clause: enter,
  try_statement: enter,
  except_clause: enter,
  with_statement: enter,
  block: enter,
};
