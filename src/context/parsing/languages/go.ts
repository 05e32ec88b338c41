import type { Node } from 'web-tree-sitter';
import { inside, type SourceCollector, type Visit, type Visits } from '../sourceCollector';
import { childrenOfType, enter, leaf, simpleTypeName } from '../visits';

const isExported = (name: string): boolean => /^\p{Lu}/u.test(name);
const exported = (_node: Node, name: string): boolean => isExported(name);

const method: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  const receiver = childrenOfType(node.childForFieldName('receiver'), ['parameter_declaration'])[0];
  const type = receiver?.childForFieldName('type');
  if (!name) return;
  out.define(scope, {
    kind: 'method',
    name,
    node,
    body: node.childForFieldName('body'),
    container: type ? receiverType(out.textOf(type)) : undefined,
    exported: isExported(out.textOf(name)),
  });
};

function receiverType(text: string): string {
  return simpleTypeName(text.replace(/^[(*\s]+/, ''));
}

const typeDeclaration: Visit = (node, scope, out) => {
  const specs = childrenOfType(node, ['type_spec', 'type_alias']);
  for (const spec of specs) {
    const name = spec.childForFieldName('name');
    const type = spec.childForFieldName('type');
    if (!name) continue;
    const text = out.textOf(name);
    const kind =
      type?.type === 'struct_type' ? 'class' : type?.type === 'interface_type' ? 'interface' : 'type';
    const range = specs.length === 1 ? node : spec;
    const body = kind === 'type' ? undefined : type;
    const supertypes = embeddedTypes(type, out);
    out.define(scope, { kind, name, node: range, body, supertypes, exported: isExported(text) });
    const members = inside(scope, text, { member: true });
    if (kind === 'class') structFields(type, out, members);
    if (kind === 'interface') out.walk(type, members);
  }
};

function structFields(type: Node | null, out: SourceCollector, members: ReturnType<typeof inside>): void {
  for (const field of childrenOfType(type, ['field_declaration'], 2)) {
    for (const name of childrenOfType(field, ['field_identifier'])) {
      out.define(members, { kind: 'field', name, node: field, exported: isExported(out.textOf(name)) });
    }
  }
}

function embeddedTypes(type: Node | null, out: SourceCollector): string[] {
  if (type?.type === 'interface_type') {
    return childrenOfType(type, ['type_elem', 'constraint_elem']).map((one) =>
      simpleTypeName(out.textOf(one)),
    );
  }
  return childrenOfType(type, ['field_declaration'], 2)
    .filter((field) => field.childForFieldName('name') === null)
    .map((field) =>
      simpleTypeName(
        out
          .textOf(field)
          .replace(/[`"].*$/s, '')
          .trim(),
      ),
    )
    .filter((name) => name !== '');
}

/** `const` and `var`, one or in a parenthesis, several names to a line. */
function values(kind: 'constant' | 'variable'): Visit {
  return (node, scope, out) => {
    const specs = childrenOfType(node, ['const_spec', 'var_spec'], 2);
    for (const spec of specs) {
      for (const name of childrenOfType(spec, ['identifier'])) {
        if (name.startPosition.row > spec.startPosition.row + 1) break;
        const range = specs.length === 1 ? node : spec;
        out.define(scope, { kind, name, node: range, exported: isExported(out.textOf(name)) });
      }
    }
  };
}

const importDeclaration: Visit = (node, _scope, out) => {
  for (const spec of childrenOfType(node, ['import_spec'], 2)) {
    const path = spec.childForFieldName('path');
    const name = spec.childForFieldName('name');
    if (!path) continue;
    const specifier = out.textOf(path).slice(1, -1);
    const local = name ? out.textOf(name) : packageNameOf(specifier);
    if (local === '.') out.import(spec, specifier, 'all', [{ name: '*', local: '*' }]);
    else out.import(spec, specifier, 'namespace', [{ name: '*', local }]);
  }
};

/** What a package is most likely called: the last part of its path, without a major version. */
function packageNameOf(specifier: string): string {
  const parts = specifier.split('/').filter((part) => !/^v\d+$/.test(part));
  return (parts.at(-1) ?? specifier).replace(/\.v\d+$/, '').replace(/^go-/, '');
}

export const goVisits: Visits = {
  package_clause: (node, _scope, out) => {
    const name = node.namedChild(0);
    if (name) out.packageName = out.textOf(name);
  },
  import_declaration: importDeclaration,
  function_declaration: leaf('function', { exported }),
  method_declaration: method,
  type_declaration: typeDeclaration,
  const_declaration: values('constant'),
  var_declaration: values('variable'),
  method_elem: leaf('method', { exported }),
  method_spec: leaf('method', { exported }),
  method_spec_list: enter,
};
