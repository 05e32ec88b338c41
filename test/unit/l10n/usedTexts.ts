import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { fromRoot } from '../../../tools/root';
import { plainTexts, textsAtImport } from './plainTexts';

export interface UsedTexts {
  /** Every text that the source hands to `t`. */
  readonly texts: ReadonlySet<string>;
  /** Calls of `t` whose text can't be read from the source: `file:line`. */
  readonly unreadable: readonly string[];
  /** English that passes `t` by, by file. */
  readonly plain: Readonly<Record<string, readonly string[]>>;
  /** Calls of `t` before the language is known: `file:line`. */
  readonly early: readonly string[];
}

/** What people may get to read, by the calls of `t` in src/. */
export function usedTexts(): UsedTexts {
  const texts = new Set<string>();
  const unreadable: string[] = [];
  const plain: Record<string, readonly string[]> = {};
  const early: string[] = [];
  for (const source of sources()) {
    const file = source.fileName;
    for (const [text] of callsOfT(source)) {
      if (text !== undefined && ts.isStringLiteralLike(text)) texts.add(text.text);
      else unreadable.push(`${file}:${source.getLineAndCharacterOfPosition(text?.pos ?? 0).line + 1}`);
    }
    early.push(...textsAtImport(source).map((line) => `${file}:${line}`));
    const found = plainTexts(source);
    if (found.length > 0) plain[file] = found;
  }
  return { texts, unreadable, plain, early };
}

function sources(): readonly ts.SourceFile[] {
  const top = fromRoot('src');
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && path.basename(file) !== 'l10n.ts')
    .map((file) => {
      const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
      const text = readFileSync(path.join(top, file), 'utf8');
      return ts.createSourceFile(file.replaceAll('\\', '/'), text, ts.ScriptTarget.Latest, true, kind);
    });
}

function callsOfT(source: ts.SourceFile): readonly ts.NodeArray<ts.Expression>[] {
  const calls: ts.NodeArray<ts.Expression>[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      calls.push(node.arguments);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** The places for values, such as `{0}`, in order. */
export function placesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}/g)].map(([place]) => place).sort();
}
