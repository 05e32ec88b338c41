import type { Node } from 'web-tree-sitter';
import type { ImportKind } from '../../index/repositoryIndex';
import { type SourceCollector, type Visit, type Visits } from '../sourceCollector';
import { childrenOfType, enter, holder, leaf, simpleTypeName } from '../visits';
import { rustMacroItems } from './rustMacroItems';

const isPublic = (node: Node): boolean => childrenOfType(node, ['visibility_modifier']).length > 0;
const exported = (node: Node, _name: string, scope: { member: boolean; exported: boolean }): boolean =>
  isPublic(node) || (scope.member && scope.exported);

const traitBounds = (node: Node, out: SourceCollector): string[] =>
  (node.childForFieldName('bounds')?.namedChildren ?? [])
    .map((bound) => simpleTypeName(out.textOf(bound)))
    .filter((name) => name !== '');

const functionVisit: Visit = (node, scope, out) => {
  leaf(scope.member ? 'method' : 'function', { exported })(node, scope, out);
};

const implementation: Visit = (node, scope, out) => {
  const type = node.childForFieldName('type');
  if (!type) return;
  const name = simpleTypeName(out.textOf(type).replace(/^[&*\s]+/, ''));
  const trait = node.childForFieldName('trait');
  const body = node.childForFieldName('body');
  const supertypes = trait ? [simpleTypeName(out.textOf(trait))] : [];
  out.define(scope, { kind: 'implementation', name, node, body, supertypes, exported: false });
  // Methods belong to the type wherever the block stands; those of a trait are as visible as the trait.
  out.walk(body, { container: name, member: true, exported: trait !== null });
};

const moduleVisit: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (!name) return;
  if (node.childForFieldName('body')) return holder('module', { exported })(node, scope, out);
  const text = out.textOf(name);
  out.import(node, `mod ${text}`, 'namespace', [{ name: '*', local: text }]);
};

const useDeclaration: Visit = (node, scope, out) => {
  const argument = node.childForFieldName('argument');
  if (!argument) return;
  const uses = flattenUse(
    out
      .textOf(argument)
      .replace(/\/\/.*$/gm, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  for (const [path, names] of groupByPath(uses)) {
    const wildcard = names.some(({ name }) => name === '*');
    const kind: ImportKind = isPublic(node) ? 'reexport' : wildcard ? 'all' : 'names';
    out.import(node, fromFile(path, scope.container), kind, names);
  }
};

/** Inside inline modules the first `super`s only lead up to the file's own module: `mod tests { use super::*; }`. */
function fromFile(path: string, container: string): string {
  const inlineModules = container === '' ? 0 : container.split('.').length;
  const segments = path.split('::');
  const notSuper = segments.findIndex((segment) => segment !== 'super');
  const supers = notSuper === -1 ? segments.length : notSuper;
  const rest = segments.slice(Math.min(supers, inlineModules));
  return inlineModules === 0 || supers === 0 || rest[0] === 'super'
    ? rest.join('::')
    : ['self', ...rest].join('::');
}

interface Use {
  readonly path: string;
  readonly name: string;
  readonly local: string;
}

/** `a::{b, c::{d as e, self}}` → each name with the path before it. */
function flattenUse(text: string, prefix = ''): Use[] {
  const brace = text.indexOf('{');
  if (brace === -1) return singleUse(prefix + text.trim());
  const inner = text.slice(brace + 1, text.lastIndexOf('}'));
  return splitTopLevel(inner).flatMap((part) => flattenUse(part, prefix + text.slice(0, brace).trim()));
}

function singleUse(text: string): Use[] {
  const [full = '', alias] = text.split(/\s+as\s+/).map((part) => part.trim());
  const segments = full.split('::').map((segment) => segment.trim());
  if (segments.at(-1) === 'self' && segments.length > 1) segments.pop();
  const name = segments.pop() ?? '';
  if (name === '') return [];
  return [{ path: segments.join('::'), name, local: alias ?? name }];
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}

function groupByPath(uses: readonly Use[]): Map<string, { name: string; local: string }[]> {
  const groups = new Map<string, { name: string; local: string }[]>();
  for (const { path, name, local } of uses) {
    const group = groups.get(path) ?? [];
    group.push({ name, local });
    groups.set(path, group);
  }
  return groups;
}

export const rustVisits: Visits = {
  use_declaration: useDeclaration,
  mod_item: moduleVisit,
  function_item: functionVisit,
  function_signature_item: functionVisit,
  struct_item: holder('class', { exported }),
  union_item: holder('class', { exported }),
  enum_item: holder('enum', { exported }),
  enum_variant: leaf('enumMember', { exported: () => true }),
  field_declaration: leaf('field', { exported: isPublic }),
  trait_item: holder('interface', { exported, supertypes: traitBounds }),
  impl_item: implementation,
  type_item: leaf('type', { exported }),
  associated_type: leaf('type', { exported }),
  const_item: leaf('constant', { exported }),
  static_item: leaf('variable', { exported }),
  macro_invocation: rustMacroItems,
  expression_statement: enter,
  macro_definition: leaf('macro', { exported: () => true }),
  foreign_mod_item: enter,
  declaration_list: enter,
};
