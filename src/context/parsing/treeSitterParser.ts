import type { Parser } from 'web-tree-sitter';
import { type Tree } from 'web-tree-sitter';
import type { Log } from '../../common/log';
import type { GrammarLanguage } from '../index/repositoryIndex';
import { createGrammarParsers, type LoadWasm } from './grammarParsers';
import { GRAMMARS, isGrammarLanguage } from './grammars';
import { parseByHeuristics } from './heuristicParser';
import { pause } from '../index/pause';
import { identifiersIn } from './identifiers';
import type { ParsedSource, SourceParser } from './parsedSource';
import { SourceCollector } from './sourceCollector';

// Parsing halts this often to let the worker answer the planner: far below what a keystroke notices.
const SLICE_MS = 8;
/** Where a file's names are its own unless it says otherwise. */
const EXPLICIT_EXPORTS: ReadonlySet<GrammarLanguage> = new Set(['typescript', 'tsx', 'javascript']);

/** A parser for every language: by grammar where there is one that loads, by heuristics else. */
export function createTreeSitterParser(loadWasm: LoadWasm, log: Log): SourceParser {
  const parserFor = createGrammarParsers(loadWasm, log);
  const parse: SourceParser['parse'] = async (path, language, text) => {
    const parser = isGrammarLanguage(language) ? await parserFor(language) : undefined;
    if (!parser || !isGrammarLanguage(language)) return parseByHeuristics(language, text);
    try {
      return await parseByGrammar(parser, language, text);
    } catch (thrown) {
      log.warn(`${path} could not be parsed, so it is read by heuristics: ${String(thrown)}`);
      parser.reset();
      return parseByHeuristics(language, text);
    }
  };
  // A parser that rests between two slices of one text must not be given another.
  let last: Promise<unknown> = Promise.resolve();
  return {
    parse: (path, language, text) => {
      const parsed = last.then(() => parse(path, language, text));
      last = parsed.catch(() => undefined);
      return parsed;
    },
  };
}

async function parseByGrammar(
  parser: Parser,
  language: GrammarLanguage,
  text: string,
): Promise<ParsedSource> {
  const tree = await parseInSlices(parser, text);
  try {
    const out = new SourceCollector(text, GRAMMARS[language].visits);
    out.walk(tree.rootNode, { container: '', member: false, exported: !EXPLICIT_EXPORTS.has(language) });
    return {
      definitions: out.definitions,
      imports: out.imports,
      identifiers: identifiersIn(text, language),
      packageName: out.packageName,
      lineCount: out.lines.count,
    };
  } finally {
    tree.delete();
  }
}

/** A halted parse goes on where it stopped when it is called again with the same text. */
async function parseInSlices(parser: Parser, text: string): Promise<Tree> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    const tree = parser.parse(text, null, { progressCallback: () => performance.now() > end });
    if (tree) return tree;
    await pause();
  }
}
