import type { Node } from 'web-tree-sitter';
import type { DefinitionKind } from '../index/repositoryIndex';
import { inside, type Scope, type SourceCollector, type Visit } from './sourceCollector';

type Exported = (node: Node, name: string, scope: Scope, out: SourceCollector) => boolean;
type Supertypes = (node: Node, out: SourceCollector) => string[];

export interface VisitOptions {
  /** Field that holds the name; `name` unless given. */
  readonly nameField?: string;
  readonly bodyField?: string;
  readonly exported?: Exported;
  readonly supertypes?: Supertypes;
}

/** A definition whose name is one field and whose body, if any, is another; nothing inside it is looked at. */
export function leaf(kind: DefinitionKind, options: VisitOptions = {}): Visit {
  return (node, scope, out) => {
    const name = node.childForFieldName(options.nameField ?? 'name');
    if (!name) return;
    out.define(scope, {
      kind,
      name,
      node,
      body: node.childForFieldName(options.bodyField ?? 'body'),
      exported: options.exported?.(node, out.textOf(name), scope, out),
      supertypes: options.supertypes?.(node, out),
    });
  };
}

/** A definition that holds members (a type) or further definitions (a module). */
export function holder(kind: DefinitionKind, options: VisitOptions = {}): Visit {
  const define = leaf(kind, options);
  return (node, scope, out) => {
    const name = node.childForFieldName(options.nameField ?? 'name');
    if (!name) return;
    define(node, scope, out);
    const text = out.textOf(name);
    const exported = options.exported?.(node, text, scope, out) ?? scope.exported;
    out.walk(
      node.childForFieldName(options.bodyField ?? 'body'),
      inside(scope, text, { member: kind !== 'module', exported }),
    );
  };
}

/** A node that is only a wrapper: its children count as standing where it stands. */
export const enter: Visit = (node, scope, out) => out.walk(node, scope);

/** A wrapper whose own lines belong to the definition in it: decorators, templates. */
export const wrap: Visit = (node, scope, out) => out.walk(node, { ...scope, outer: scope.outer ?? node });

/** Children of a node that are of one of the types, at any depth down to `depth`. */
export function childrenOfType(node: Node | null | undefined, types: readonly string[], depth = 1): Node[] {
  if (!node) return [];
  return node.namedChildren.flatMap((child) => {
    if (types.includes(child.type)) return [child];
    return depth > 1 ? childrenOfType(child, types, depth - 1) : [];
  });
}

/** The last name of a possibly qualified, possibly generic type: `a.b.Map<string>` → `Map`. */
export function simpleTypeName(text: string): string {
  const withoutArguments = text.replace(/[<[(][\s\S]*$/, '').trim();
  return /[\w$]+$/.exec(withoutArguments)?.[0] ?? '';
}

/** Simple names of the types listed as children of `node`. */
export function typeNames(node: Node | null | undefined, out: SourceCollector): string[] {
  if (!node) return [];
  return node.namedChildren.map((child) => simpleTypeName(out.textOf(child))).filter((name) => name !== '');
}
