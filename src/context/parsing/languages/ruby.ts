import type { Node } from 'web-tree-sitter';
import { inside, type SourceCollector, type Visit, type Visits } from '../sourceCollector';
import { childrenOfType, enter, leaf, simpleTypeName } from '../visits';

function superclass(node: Node, out: SourceCollector): string[] {
  const clause = node.childForFieldName('superclass');
  const body = node.childForFieldName('body');
  const mixins = childrenOfType(body, ['call'])
    .map((call) => /^(?:include|extend|prepend)[ (]+([\w:]+)/.exec(out.textOf(call))?.[1])
    .filter((name) => name !== undefined);
  return [...(clause ? [out.textOf(clause).replace(/^<\s*/, '')] : []), ...mixins]
    .map(simpleTypeName)
    .filter((name) => name !== '');
}

function holderOf(kind: 'class' | 'module'): Visit {
  return (node, scope, out) => {
    const name = node.childForFieldName('name');
    if (!name) return;
    // `class A::B` stands for B in A.
    const parts = out
      .textOf(name)
      .split('::')
      .filter((part) => part !== '');
    const last = parts.pop() ?? '';
    const around = parts.reduce((outer, part) => inside(outer, part, { member: false }), scope);
    const body = node.childForFieldName('body');
    const supertypes = superclass(node, out);
    out.define(
      { ...around, ...(scope.outer ? { outer: scope.outer } : {}) },
      { kind, name: last, node, body, supertypes },
    );
    out.walk(body, inside(around, last, { member: kind === 'class' }));
  };
}

const method: Visit = (node, scope, out) => {
  leaf(scope.container === '' ? 'function' : 'method')(node, scope, out);
};

const call: Visit = (node, scope, out) => {
  const text = out.text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + 400));
  const required = /^(require|require_relative|load|autoload)\b[^'"]*(['"])([^'"\n]+)\2/.exec(text);
  if (required) {
    const relative = required[1] === 'require_relative' ? './' : '';
    const path = required[3] ?? '';
    const specifier = path.startsWith('.') ? path : relative + path;
    return out.import(node, specifier, 'all', [{ name: '*', local: '*' }]);
  }
  const attribute =
    /^(?:attr_reader|attr_writer|attr_accessor|delegate|scope|has_many|has_one|belongs_to)\b/.exec(text);
  if (attribute && scope.member) {
    for (const symbol of childrenOfType(node.childForFieldName('arguments'), ['simple_symbol'])) {
      out.define(scope, { kind: 'field', name: out.textOf(symbol).slice(1), node });
    }
  }
};

const constant: Visit = (node, scope, out) => {
  const left = node.childForFieldName('left');
  if (left?.type === 'constant') out.define(scope, { kind: 'constant', name: left, node });
};

export const rubyVisits: Visits = {
  class: holderOf('class'),
  module: holderOf('module'),
  singleton_class: enter,
  body_statement: enter,
  method,
  singleton_method: method,
  assignment: constant,
  call,
  if: enter,
  unless: enter,
  then: enter,
  begin: enter,
};
