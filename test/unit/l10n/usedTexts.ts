import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { fromRoot } from '../../../tools/root';

export interface UsedTexts {
  /** Every text that the source hands to `t`. */
  readonly texts: ReadonlySet<string>;
  /** Calls of `t` whose text can't be read from the source: `file:line`. */
  readonly unreadable: readonly string[];
}

/** What people may get to read, by the calls of `t` in src/. */
export function usedTexts(): UsedTexts {
  const texts = new Set<string>();
  const unreadable: string[] = [];
  const top = fromRoot('src');
  const files = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  for (const file of files.filter((name) => path.basename(name) !== 'l10n.ts')) {
    const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    const source = ts.createSourceFile(
      file,
      readFileSync(path.join(top, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
      kind,
    );
    for (const [text] of callsOfT(source)) {
      if (text !== undefined && ts.isStringLiteralLike(text)) texts.add(text.text);
      else unreadable.push(`${file}:${source.getLineAndCharacterOfPosition(text?.pos ?? 0).line + 1}`);
    }
  }
  return { texts, unreadable };
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
