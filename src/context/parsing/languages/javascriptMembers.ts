import type { Node } from 'web-tree-sitter';
import { inside, type Scope, type SourceCollector, type Visit } from '../sourceCollector';
import { childrenOfType, holder, simpleTypeName } from '../visits';

/** Nodes that are functions as values, in both grammars. */
export const FUNCTIONS = ['arrow_function', 'function_expression', 'function', 'generator_function'];

/** Class and interface headers: `extends` and `implements` of both grammars. */
export function heritage(node: Node, out: SourceCollector): string[] {
  const clauses = childrenOfType(node, ['class_heritage', 'extends_type_clause', 'extends_clause']);
  return clauses.flatMap((clause) =>
    out
      .textOf(clause)
      .split(/\bextends\b|\bimplements\b|,/)
      .map(simpleTypeName)
      .filter((name) => name !== ''),
  );
}

export const classVisit: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (name) return holder('class', { supertypes: heritage })(node, scope, out);
  const body = node.childForFieldName('body');
  out.define(scope, { kind: 'class', name: 'default', node, body, supertypes: heritage(node, out) });
  out.walk(body, inside(scope, 'default', { member: true }));
};

export const method: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (!name) return;
  const isConstructor = out.textOf(name) === 'constructor';
  const body = node.childForFieldName('body');
  out.define(scope, { kind: isConstructor ? 'constructor' : 'method', name, node, body });
  if (isConstructor) parameterProperties(node, scope, out);
};

function parameterProperties(node: Node, scope: Scope, out: SourceCollector): void {
  const parameters = childrenOfType(node.childForFieldName('parameters'), [
    'required_parameter',
    'optional_parameter',
  ]);
  for (const parameter of parameters) {
    if (!/^(public|private|protected|readonly|override)\s/.test(out.textOf(parameter))) continue;
    const name = parameter.childForFieldName('pattern');
    if (name) out.define(scope, { kind: 'field', name, node: parameter });
  }
}

export const classField: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name') ?? node.childForFieldName('property');
  const value = node.childForFieldName('value');
  if (!name) return;
  const isFunction = value !== null && FUNCTIONS.includes(value.type);
  const body = isFunction ? value.childForFieldName('body') : undefined;
  out.define(scope, { kind: isFunction ? 'method' : 'field', name, node, body });
};

/** The functions in an object literal: `{ a() {}, b: () => {} }`. */
export function objectMembers(value: Node | null, scope: Scope, out: SourceCollector): void {
  const object = value && /^(as|satisfies)_expression$/.test(value.type) ? value.namedChild(0) : value;
  if (object?.type !== 'object') return;
  for (const property of object.namedChildren) {
    if (property.type === 'method_definition') method(property, scope, out);
    const member = property.type === 'pair' ? property.childForFieldName('value') : null;
    const key = member && FUNCTIONS.includes(member.type) ? property.childForFieldName('key') : null;
    if (key && member)
      out.define(scope, {
        kind: 'method',
        name: key,
        node: property,
        body: member.childForFieldName('body'),
      });
  }
}
