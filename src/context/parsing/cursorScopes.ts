import type { Parser, Tree } from 'web-tree-sitter';
import type { Log } from '../../common/log';
import type { TargetText } from '../../prompt/targetText';
import type { CursorScope, CursorScopes } from '../cursorScope';
import { languageOf } from '../index/languages';
import { createGrammarParsers, type LoadWasm } from './grammarParsers';
import { isGrammarLanguage } from './grammars';
import { editBetween } from './treeEdit';
import { scopeOfNode } from './scopeOfNode';

// A word that is a statement, an element or a member in every language, where nothing is written yet.
const STAND_IN = 'x';

interface Parsed {
  readonly key: string;
  readonly text: string;
  readonly tree: Tree;
}

/** Reads the target anew each time, but only what has changed of it since the last time. */
export function createCursorScopes(loadWasm: LoadWasm, log: Log): CursorScopes {
  const parserFor = createGrammarParsers(loadWasm, log);
  let last: Parsed | undefined;

  const parse = (parser: Parser, key: string, text: string): Tree | undefined => {
    const old = last?.key === key ? last : undefined;
    if (old !== undefined) old.tree.edit(editBetween(old.text, text));
    const tree = parser.parse(text, old?.tree) ?? undefined;
    last?.tree.delete();
    last = tree && { key, text, tree };
    return tree;
  };

  return {
    at: async (target) => {
      const language = languageOf(target.path);
      const isWhole = target.omittedBefore === 0 && target.omittedAfter === 0;
      if (!isWhole || language === undefined || !isGrammarLanguage(language)) return undefined;
      const parser = await parserFor(language);
      if (parser === undefined) return undefined;
      try {
        return scopeIn(target, (text) => parse(parser, `${language}\n${target.uri}`, text));
      } catch (thrown) {
        log.warn(`${target.path} could not be parsed around the cursor: ${String(thrown)}`);
        last = undefined;
        return undefined;
      }
    },
  };
}

function scopeIn(
  { prefix, suffix }: TargetText,
  parse: (text: string) => Tree | undefined,
): CursorScope | undefined {
  // A body that is not there yet is no node in languages that mark it by indentation, so something is put there.
  const standIn = /(?:^|\n)[ \t]*$/.test(prefix) && /^[ \t]*(?:\r?\n|$)/.test(suffix);
  const tree = parse(prefix + (standIn ? STAND_IN : '') + suffix);
  return tree && scopeOfNode({ root: tree.rootNode, offset: prefix.length, standIn });
}
