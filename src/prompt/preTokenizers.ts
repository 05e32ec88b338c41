/**
 * Where a text may be cut so that its parts count as much as the whole. `line`: behind every line end. `blank-lines`:
 * behind a line end that no blank line follows. `line-start`: ahead of the white space that holds a line end.
 */
export type IndependentParts = 'line' | 'blank-lines' | 'line-start';

/** How a BPE tokenizer cuts text into words before merging: each pattern isolates its matches in what is left. */
export interface PreTokenizer {
  readonly patterns: readonly string[];
  readonly parts: IndependentParts;
}

const CJK = '[一-龥\u0800-一가-\uD7FF]+';
const CONTRACTIONS = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])";
const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** GPT-4's pattern and its successors', which differ in how many digits make a word. */
function wordsWithDigits(digits: string): PreTokenizer {
  const rest = ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
  return {
    patterns: [`${CONTRACTIONS}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}|${rest}`],
    parts: 'blank-lines',
  };
}

const deepseekCoder: PreTokenizer = {
  patterns: ['[\\r\\n]', '\\s?\\p{L}+', '\\s?\\p{P}+', CJK, '\\p{N}'],
  parts: 'line',
};

/** Of DeepSeek-Coder-V2 as well. The original's letters leave out Armenian and Georgian, which hardly matters in code. */
const deepseekLlm: PreTokenizer = {
  patterns: [
    '[\\r\\n]',
    '\\s?[\\p{Lu}\\p{Ll}\\p{Lt}]+',
    '\\s?[!-/:-~！-／：-～‘-‟\u3000-。]+',
    '\\s+$',
    CJK,
    '\\p{N}+',
  ],
  parts: 'line',
};

const digitsApart: PreTokenizer = { patterns: ['\\p{N}', GPT2], parts: 'line-start' };
const gpt2: PreTokenizer = { patterns: [GPT2], parts: 'line-start' };
/** What llama.cpp takes for files without a name, as old ones are: wrong for the model, but what the host does. */
const unnamed: PreTokenizer = {
  patterns: ['[\\p{P}\\$\\+<=>\\^~\\|]+', GPT2, '\\p{N}+', '[0-9][0-9][0-9]'],
  parts: 'line-start',
};
const qwen2 = wordsWithDigits('\\p{N}');
const llama3 = wordsWithDigits('\\p{N}{1,3}');

/** By llama.cpp's name (`tokenizer.ggml.pre`). A name that is not here is counted by estimate. */
export const preTokenizers: ReadonlyMap<string, PreTokenizer> = new Map([
  ['deepseek-coder', deepseekCoder],
  ['deepseek-llm', deepseekLlm],
  ['starcoder', digitsApart],
  ['refact', digitsApart],
  ['codeshell', digitsApart],
  ['smollm', digitsApart],
  ['gpt-2', gpt2],
  ['mpt', gpt2],
  ['olmo', gpt2],
  ['qwen2', qwen2],
  ['deepseek-r1-qwen', qwen2],
  ['stablelm2', qwen2],
  ['llama-bpe', llama3],
  ['llama3', llama3],
  ['default', unnamed],
]);
