import { Tokenizer } from '@huggingface/tokenizers';
import { countByParts } from './partCount';
import { preTokenizers, type PreTokenizer } from './preTokenizers';
import type { TokenCounter } from './tokenCounter';
import { countByWords } from './wordCount';
import { parseVocabulary, type Vocabulary } from './vocabulary';

/** llama.cpp's types of tokens in a vocabulary. */
const USER_DEFINED = 4;
/** SentencePiece writes a space as U+2581. */
const SPACE_MARK = '\u2581';

/**
 * Builds the model's own tokenizer from the raw answer of `/api/show` with `verbose`, and counts as llama.cpp does.
 * Undefined where the vocabulary is missing or of a kind not known here.
 */
export function createTokenCounter(showJson: Uint8Array): TokenCounter | undefined {
  const vocabulary = parseVocabulary(showJson);
  if (vocabulary === undefined) return undefined;
  return vocabulary.model === 'llama' ? sentencePieceCounter(vocabulary) : bpeCounter(vocabulary);
}

function bpeCounter(vocabulary: Vocabulary): TokenCounter | undefined {
  const preTokenizer = preTokenizers.get(vocabulary.pre);
  if (preTokenizer === undefined) return undefined;
  const tokenizer = new Tokenizer(
    {
      added_tokens: userDefined(vocabulary),
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          ...preTokenizer.patterns.map(isolated),
          { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
        ],
      },
      model: {
        type: 'BPE',
        vocab: idsByText(vocabulary),
        merges: vocabulary.merges.map(pair),
        ignore_merges: ignoresMerges(vocabulary),
      },
      post_processor: null,
      decoder: null,
    },
    {},
  );
  const count = (text: string): number => tokenizer.tokenize(text).length;
  return countByParts(wordwise(count, preTokenizer, vocabulary), preTokenizer.parts);
}

/** Word by word where that comes to the same: with look-aheads it need not, nor for text that is a token of its own. */
function wordwise(
  count: (text: string) => number,
  { patterns }: PreTokenizer,
  vocabulary: Vocabulary,
): (text: string) => number {
  if (patterns.some((pattern) => pattern.includes('(?!'))) return count;
  const whole = userDefined(vocabulary).map(({ content }) => content);
  const byWords = countByWords(count, patterns);
  return (text) => (whole.some((token) => text.includes(token)) ? count(text) : byWords(text));
}

/** llama.cpp takes a word whole where it is a token, whatever the merges say, in Llama 3's vocabularies only. */
function ignoresMerges({ pre }: Vocabulary): boolean {
  return pre === 'llama-bpe' || pre === 'llama3';
}

function isolated(pattern: string): object {
  return { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false };
}

/**
 * SentencePiece merges by score what is in the vocabulary: the same as BPE whose merges are all ways to split a token
 * in two others. A line end is a byte of its own there, so that lines are independent.
 */
function sentencePieceCounter(vocabulary: Vocabulary): TokenCounter {
  const tokenizer = new Tokenizer(
    {
      added_tokens: userDefined(vocabulary),
      normalizer: null,
      pre_tokenizer: null,
      model: {
        type: 'BPE',
        vocab: idsByText(vocabulary),
        merges: mergesByScore(vocabulary),
        byte_fallback: true,
      },
      post_processor: null,
      decoder: null,
    },
    {},
  );
  const count = (text: string): number => tokenizer.tokenize(text.replaceAll(' ', SPACE_MARK)).length;
  const counter = countByParts(count, 'blank-lines');
  if (!vocabulary.addsSpacePrefix) return counter;
  return { exact: true, count: (text) => (text === '' ? 0 : counter.count(` ${text}`)) };
}

function mergesByScore({ tokens, scores }: Vocabulary): [string, string][] {
  const known = new Set(tokens);
  const merges: { readonly pair: [string, string]; readonly score: number }[] = [];
  tokens.forEach((token, id) => {
    const characters = Array.from(token);
    for (let cut = 1; cut < characters.length; cut += 1) {
      const left = characters.slice(0, cut).join('');
      const right = characters.slice(cut).join('');
      if (known.has(left) && known.has(right))
        merges.push({ pair: [left, right], score: scores[id] ?? -Infinity });
    }
  });
  return merges.sort((a, b) => b.score - a.score).map((merge) => merge.pair);
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  readonly normalized: boolean;
}

/** Control tokens are left out: their text in the user's code counts as the characters it is made of. */
function userDefined({ tokens, types }: Vocabulary): AddedToken[] {
  return tokens.flatMap((content, id) =>
    types[id] === USER_DEFINED && content !== '' ? [{ id, content, special: false, normalized: false }] : [],
  );
}

function idsByText({ tokens }: Vocabulary): Record<string, number> {
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

function pair(merge: string): [string, string] {
  // Neither side holds a plain space: byte-level vocabularies write it as U+0120.
  const space = merge.indexOf(' ', 1);
  return [merge.slice(0, space), merge.slice(space + 1)];
}
