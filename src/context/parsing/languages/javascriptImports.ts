import type { Node } from 'web-tree-sitter';
import type { ImportedName } from '../../index/repositoryIndex';
import type { SourceCollector, Visit } from '../sourceCollector';
import { childrenOfType } from '../visits';
import { FUNCTIONS } from './javascriptMembers';

/** The module of `require('m')`, `require('m').member` and `await import('m')`. */
export function requiredModule(value: Node, out: SourceCollector): string | undefined {
  const text =
    value.type === 'object' || FUNCTIONS.includes(value.type)
      ? ''
      : out.text.slice(value.startIndex, value.startIndex + 250);
  return /^(?:require|await\s+import)\s*\(\s*(['"`])([^'"`\n]+)\1/.exec(text)?.[2];
}

export function requiredNames(name: Node, out: SourceCollector): ['names' | 'namespace', ImportedName[]] {
  if (name.type === 'identifier') return ['namespace', [{ name: '*', local: out.textOf(name) }]];
  const names = name.namedChildren.map((child) => {
    const [imported = '', local = imported] = out
      .textOf(child)
      .split(/[:=]/)
      .map((part) => part.trim());
    return { name: imported, local: child.type === 'pair_pattern' ? local : imported };
  });
  return ['names', names];
}

export const importStatement: Visit = (node, _scope, out) => {
  const source = node.childForFieldName('source') ?? childrenOfType(node, ['string'], 2)[0];
  if (!source) return;
  const specifier = unquoted(out.textOf(source));
  const clause = childrenOfType(node, ['import_clause', 'import_require_clause'])[0];
  if (!clause) return out.import(node, specifier, 'names');
  if (clause.type === 'import_require_clause') {
    const local = clause.namedChild(0);
    return out.import(node, specifier, 'namespace', local ? [{ name: '*', local: out.textOf(local) }] : []);
  }
  const names = clause.namedChildren.flatMap((child) => importedNames(child, out));
  out.import(node, specifier, names.some(({ name }) => name === '*') ? 'namespace' : 'names', names);
};

function importedNames(child: Node, out: SourceCollector): ImportedName[] {
  if (child.type === 'identifier') return [{ name: 'default', local: out.textOf(child) }];
  if (child.type === 'namespace_import') {
    const local = child.namedChild(0);
    return local ? [{ name: '*', local: out.textOf(local) }] : [];
  }
  return childrenOfType(child, ['import_specifier']).map((specifier) => aliased(specifier, out));
}

export function aliased(specifier: Node, out: SourceCollector): ImportedName {
  const name = specifier.childForFieldName('name');
  const alias = specifier.childForFieldName('alias');
  const text = name ? unquoted(out.textOf(name)) : '';
  return { name: text, local: alias ? unquoted(out.textOf(alias)) : text };
}

export function unquoted(text: string): string {
  return text.replace(/^['"`]|['"`]$/g, '');
}
