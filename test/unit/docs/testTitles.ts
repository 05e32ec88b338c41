import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { fromRoot } from '../../../tools/root';

/** Between the title of a suite and what stands in it. */
export const LEVEL = ' › ';

const SUITES = new Set(['describe']);
const TESTS = new Set(['it']);

/** The full titles of all tests, as patterns: what a template fills in may be anything. */
export function testTitles(): readonly RegExp[] {
  const top = fromRoot('test');
  const files = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  return files.flatMap((file) => titlesIn(file, readFileSync(path.join(top, file), 'utf8')));
}

export function titlesIn(file: string, text: string): readonly RegExp[] {
  const titles: RegExp[] = [];
  const visit = (node: ts.Node, above: readonly string[]): void => {
    const called = calledWithTitle(node);
    const here = called === undefined ? above : [...above, called.title];
    if (called !== undefined && TESTS.has(called.name)) titles.push(new RegExp(`^${here.join(LEVEL)}$`));
    ts.forEachChild(node, (child) => visit(child, here));
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest), []);
  return titles;
}

/** The call of a suite or a test, with its title as a pattern; undefined for any other node. */
function calledWithTitle(node: ts.Node): { readonly name: string; readonly title: string } | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const name = node.expression.text;
  const [title] = node.arguments;
  if ((!SUITES.has(name) && !TESTS.has(name)) || title === undefined) return undefined;
  const pattern = patternOf(title);
  return pattern === undefined ? undefined : { name, title: pattern };
}

/** Undefined for a title that says nothing itself: it would stand for any. */
function patternOf(title: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(title)) return escaped(title.text);
  if (!ts.isTemplateExpression(title)) return undefined;
  const parts = [title.head, ...title.templateSpans.map(({ literal }) => literal)];
  return parts.every(({ text }) => text.trim() === '')
    ? undefined
    : parts.map(({ text }) => escaped(text)).join('.+');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
