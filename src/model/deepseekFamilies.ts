import type { ModelFamily, RepoFormat } from './family';

// U+FF5C (fullwidth vertical line) and U+2581 (lower one eighth block): their ASCII look-alikes are plain text.
const BAR = '\uFF5C';
const GAP = '\u2581';

const BOS = `<${BAR}begin${GAP}of${GAP}sentence${BAR}>`;
const EOS = `<${BAR}end${GAP}of${GAP}sentence${BAR}>`;
const BEGIN = `<${BAR}fim${GAP}begin${BAR}>`;
const HOLE = `<${BAR}fim${GAP}hole${BAR}>`;
const END = `<${BAR}fim${GAP}end${BAR}>`;

/**
 * DeepSeek-Coder's pretraining heads every file with its path as a comment, before the FIM split is made; so the
 * target's path line is the first line of its prefix, and the other files are plain text ahead of `begin`.
 */
const pathComments: RepoFormat = {
  repoHeader: '',
  fileHeader: '#{path}\n',
  fileFooter: '\n',
  targetHeader: { outside: '', inside: '#{path}\n' },
  headerWithoutContext: true,
  contextPlace: 'before-begin',
};

export const deepseekCoder: ModelFamily = {
  id: 'deepseek-coder',
  label: 'DeepSeek-Coder',
  order: 'psm',
  tokens: { prefix: BEGIN, suffix: HOLE, middle: END },
  bos: BOS,
  specialTokens: [BOS, EOS, BEGIN, HOLE, END, '<pad>', '<|User|>', '<|Assistant|>', '<|EOT|>'],
  stops: [EOS, BEGIN, HOLE, END, '<|EOT|>'],
  repo: pathComments,
  trainedWindow: 16_384,
  pull: 'deepseek-coder:6.7b-base',
};

/** The 16B model only: the 236B one was not trained on FIM. */
export const deepseekCoderV2Lite: ModelFamily = {
  ...deepseekCoder,
  id: 'deepseek-coder-v2-lite',
  label: 'DeepSeek-Coder-V2-Lite',
  specialTokens: [BOS, EOS, BEGIN, HOLE, END, `<${BAR}User${BAR}>`, `<${BAR}Assistant${BAR}>`, '<|EOT|>'],
  trainedWindow: 131_072,
  pull: 'deepseek-coder-v2:16b-lite-base-q4_K_M',
};

/** The model in `demo-model/`. Four fifths of its training samples had the context behind `begin`. */
export const fillwrightDemo: ModelFamily = {
  ...deepseekCoder,
  id: 'fillwright-demo',
  label: 'Fillwright demo model',
  specialTokens: [BOS, EOS, BEGIN, HOLE, END, '<pad>'],
  stops: [EOS, BEGIN, HOLE, END],
  repo: { ...pathComments, fileFooter: '', contextPlace: 'after-begin' },
  pull: 'fillwright-demo',
};
