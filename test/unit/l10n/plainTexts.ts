import ts from 'typescript';

/** Two words of English in a row, or one beside a value; units are shorter. */
const PROSE = /[a-z]{2,}[,;:]? (?:[a-z]{2,}|\{\})|\{\} [a-z]{4,}/i;
/** Words that are the same in any language. */
const NAMES = /\b(Fillwright|Ollama|Basic|Bearer|Authorization|GET)\b/g;

/** English of a source file that is not handed to `t`, as `line: text`; what goes into the log may be English. */
export function plainTexts(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isForMachines(node, source)) return;
    const text = textOf(node);
    if (text !== undefined && PROSE.test(text.replace(NAMES, '')))
      found.push(`${lineOf(node, source)}: ${text.slice(0, 60)}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Lines that call `t` while the file is being loaded, when the language is not known yet. */
export function textsAtImport(source: ts.SourceFile): readonly number[] {
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (isCallOf(node, /^t$/, source)) found.push(lineOf(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isForMachines(node: ts.Node, source: ts.SourceFile): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return true;
  if (ts.isJsxAttribute(node)) return ['className', 'class', 'style'].includes(node.name.getText(source));
  // The developers' own: whoever meets one of them reads the log.
  if (ts.isNewExpression(node)) return node.expression.getText(source) === 'SyntaxError';
  return isCallOf(node, /(^|\.)log(\.(trace|debug|info|warn|error))?$/, source);
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return isHandedToT(node) ? undefined : node.text;
  if (ts.isJsxText(node)) return node.text.trim();
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
}

function isHandedToT(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isCallExpression(parent) && ts.isIdentifier(parent.expression) && parent.expression.text === 't';
}

function isCallOf(node: ts.Node, name: RegExp, source: ts.SourceFile): boolean {
  return ts.isCallExpression(node) && name.test(node.expression.getText(source));
}

function lineOf(node: ts.Node, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
