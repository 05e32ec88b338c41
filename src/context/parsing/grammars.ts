import type { GrammarLanguage } from '../index/repositoryIndex';
import { bashVisits } from './languages/bash';
import { cppVisits } from './languages/cpp';
import { csharpVisits } from './languages/csharp';
import { goVisits } from './languages/go';
import { javaVisits } from './languages/java';
import { javascriptVisits } from './languages/javascript';
import { phpVisits } from './languages/php';
import { pythonVisits } from './languages/python';
import { rubyVisits } from './languages/ruby';
import { rustVisits } from './languages/rust';
import type { Visits } from './sourceCollector';

export interface Grammar {
  /** Name of the WebAssembly file in the grammar folder. */
  readonly file: string;
  readonly visits: Visits;
}

export const GRAMMARS: Readonly<Record<GrammarLanguage, Grammar>> = {
  typescript: { file: 'tree-sitter-typescript.wasm', visits: javascriptVisits },
  tsx: { file: 'tree-sitter-tsx.wasm', visits: javascriptVisits },
  javascript: { file: 'tree-sitter-javascript.wasm', visits: javascriptVisits },
  python: { file: 'tree-sitter-python.wasm', visits: pythonVisits },
  go: { file: 'tree-sitter-go.wasm', visits: goVisits },
  rust: { file: 'tree-sitter-rust.wasm', visits: rustVisits },
  java: { file: 'tree-sitter-java.wasm', visits: javaVisits },
  cpp: { file: 'tree-sitter-cpp.wasm', visits: cppVisits },
  csharp: { file: 'tree-sitter-c-sharp.wasm', visits: csharpVisits },
  php: { file: 'tree-sitter-php.wasm', visits: phpVisits },
  ruby: { file: 'tree-sitter-ruby.wasm', visits: rubyVisits },
  bash: { file: 'tree-sitter-bash.wasm', visits: bashVisits },
};

export function isGrammarLanguage(language: string): language is GrammarLanguage {
  return Object.hasOwn(GRAMMARS, language);
}
