import { Language, Parser } from 'web-tree-sitter';
import type { Log } from '../../common/log';
import type { GrammarLanguage } from '../index/repositoryIndex';
import { GRAMMARS } from './grammars';

/** Brings the bytes of a WebAssembly file by its name: a grammar's, or `web-tree-sitter.wasm`, the parser itself. */
export type LoadWasm = (file: string) => Promise<Uint8Array>;

const RUNTIME_FILE = 'web-tree-sitter.wasm';

/** Parsers of one user's own, made on first need; undefined for a language whose grammar does not load. */
export function createGrammarParsers(
  loadWasm: LoadWasm,
  log: Log,
): (language: GrammarLanguage) => Promise<Parser | undefined> {
  let runtime: Promise<void> | undefined;
  const parsers = new Map<GrammarLanguage, Promise<Parser | undefined>>();
  const load = async (language: GrammarLanguage): Promise<Parser | undefined> => {
    try {
      runtime ??= loadWasm(RUNTIME_FILE).then((wasmBinary) => Parser.init({ wasmBinary }));
      await runtime;
      const parser = new Parser();
      parser.setLanguage(await Language.load(await loadWasm(GRAMMARS[language].file)));
      return parser;
    } catch (thrown) {
      log.error(`The grammar for ${language} does not load; its files are read by heuristics`, thrown);
      return undefined;
    }
  };
  return (language) => {
    const known = parsers.get(language) ?? load(language);
    parsers.set(language, known);
    return known;
  };
}
