import type { Node } from 'web-tree-sitter';
import type { Scope, SourceCollector, Visit } from '../sourceCollector';
import { childrenOfType } from '../visits';
import { handOn } from './javascriptExports';
import { requiredModule } from './javascriptImports';
import { classVisit, FUNCTIONS, objectMembers } from './javascriptMembers';

export const expressionStatement: Visit = (node, scope, out) => {
  // The grammar stumbles over the nameless functions of declaration files.
  if (/^export\s+default\s+function\b/.test(out.text.slice(node.startIndex, node.startIndex + 40))) {
    return out.define({ ...scope, exported: true }, { kind: 'function', name: 'default', node });
  }
  const expression = node.namedChild(0);
  if (expression?.type === 'assignment_expression') return assignment(node, expression, scope, out);
  if (expression?.type === 'internal_module')
    return out.visit(expression, { ...scope, outer: scope.outer ?? node });
  if (scope.container === '' && expression) moduleWrapper(expression, scope, out);
};

/** CommonJS exports and prototype methods. */
function assignment(node: Node, expression: Node, scope: Scope, out: SourceCollector): void {
  const left = expression.childForFieldName('left');
  const next = expression.childForFieldName('right');
  // `exports = module.exports = value`
  if (next?.type === 'assignment_expression') assignment(node, next, scope, out);
  const right = assignedValue(next);
  if (left?.type !== 'member_expression' || !right) return;
  const target = out.textOf(left);
  const property = left.childForFieldName('property');
  if (target === 'module.exports') return commonJsExports(node, right, scope, out);
  const onPrototype = /^([\w$]+)\.prototype\.[\w$]+$/.exec(target);
  const onExports = /^(module\.)?exports\.[\w$]+$/.test(target);
  if (!property || (!onPrototype && !onExports)) return;
  const isFunction = FUNCTIONS.includes(right.type);
  if (onExports && right.type === 'identifier') {
    return handOn(node, [{ name: out.textOf(right), local: out.textOf(property) }], out);
  }
  out.define(
    { ...scope, exported: true },
    {
      kind: isFunction ? (onPrototype ? 'method' : 'function') : 'constant',
      name: property,
      node,
      body: isFunction ? right.childForFieldName('body') : undefined,
      container: onPrototype?.[1],
    },
  );
}

function assignedValue(node: Node | null): Node | null {
  return node?.type === 'assignment_expression' ? assignedValue(node.childForFieldName('right')) : node;
}

function commonJsExports(node: Node, value: Node, scope: Scope, out: SourceCollector): void {
  const exported: Scope = { ...scope, exported: true, outer: node };
  if (value.type === 'identifier') return handOn(node, [{ name: out.textOf(value), local: 'default' }], out);
  if (value.type === 'class') return classVisit(value, exported, out);
  if (FUNCTIONS.includes(value.type)) {
    const name = value.childForFieldName('name') ?? 'default';
    return out.define(exported, {
      kind: 'function',
      name,
      node: value,
      body: value.childForFieldName('body'),
    });
  }
  const specifier = requiredModule(value, out);
  if (specifier !== undefined) return out.import(node, specifier, 'reexport', [{ name: '*', local: '*' }]);
  if (value.type !== 'object') return;
  const names = childrenOfType(value, ['shorthand_property_identifier']).map(out.textOf.bind(out));
  if (names.length > 0)
    handOn(
      node,
      names.map((name) => ({ name, local: name })),
      out,
    );
  objectMembers(value, { ...scope, exported: true, member: false }, out);
}

/** The body of an immediately called function or an AMD `define`, which many older files are wrapped in. */
function moduleWrapper(expression: Node, scope: Scope, out: SourceCollector): void {
  const call = /^(unary|parenthesized)_expression$/.test(expression.type)
    ? expression.namedChild(0)
    : expression;
  if (call?.type !== 'call_expression') return;
  const callee = call.childForFieldName('function');
  const calleeFunction = callee?.type === 'parenthesized_expression' ? callee.namedChild(0) : callee;
  const isDefine = callee?.type === 'identifier' && out.textOf(callee) === 'define';
  const candidates = isDefine ? (call.childForFieldName('arguments')?.namedChildren ?? []) : [calleeFunction];
  const wrapper = candidates.find((candidate) => candidate && FUNCTIONS.includes(candidate.type));
  const body = wrapper?.childForFieldName('body');
  // The container marks that the wrapper was entered; wrappers in wrappers are not.
  if (body?.type === 'statement_block')
    for (const child of body.namedChildren)
      if (child.type !== 'expression_statement') out.visit(child, scope);
}
