import type { ModelFamily, RepoFormat } from './family';

/** For families without a format of their own: comments that any of their training languages may hold. */
const commentedPaths: RepoFormat = {
  repoHeader: '',
  fileHeader: '# {path}\n',
  fileFooter: '\n',
  targetHeader: { outside: '', inside: '# {path}\n' },
  headerWithoutContext: false,
  contextPlace: 'after-begin',
};

const underscored = { prefix: '<fim_prefix>', suffix: '<fim_suffix>', middle: '<fim_middle>' };
const barred = { prefix: '<|fim_prefix|>', suffix: '<|fim_suffix|>', middle: '<|fim_middle|>' };

/** What StarCoder's vocabularies share; both also mark what their training data was made of. */
const starcoderBasics = ['<|endoftext|>', ...Object.values(underscored), '<fim_pad>'];
const starcoderMarks = inAngles(
  'filename gh_stars issue_start issue_comment issue_closed jupyter_start jupyter_text jupyter_code jupyter_output ' +
    'empty_output commit_before commit_msg commit_after reponame',
);
const starcoder2Marks = inAngles(
  'repo_name file_sep issue_start issue_comment issue_closed jupyter_start jupyter_text jupyter_code jupyter_output ' +
    'jupyter_script empty_output code_to_intermediate intermediate_to_code pr pr_status pr_is_merged pr_base pr_file ' +
    'pr_base_code pr_diff pr_diff_hunk pr_comment pr_event_id pr_review pr_review_state pr_review_comment ' +
    'pr_in_reply_to_review_id pr_in_reply_to_comment_id pr_diff_hunk_comment_line NAME EMAIL KEY PASSWORD',
);

const qwenMarks = inBars(
  'object_ref_start object_ref_end box_start box_end quad_start quad_end vision_start vision_end vision_pad image_pad video_pad',
);
const qwenStops = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  ...Object.values(barred),
  '<|fim_pad|>',
  '<|repo_name|>',
  '<|file_sep|>',
];

export const qwen25Coder: ModelFamily = {
  id: 'qwen2.5-coder',
  label: 'Qwen2.5-Coder',
  order: 'psm',
  tokens: barred,
  specialTokens: [...qwenStops, ...qwenMarks],
  stops: qwenStops,
  // The path line and then the FIM tokens, inside the last file (technical report, figure 4).
  repo: {
    repoHeader: '<|repo_name|>{repo}\n',
    fileHeader: '<|file_sep|>{path}\n',
    fileFooter: '',
    targetHeader: { outside: '<|file_sep|>{path}\n', inside: '' },
    headerWithoutContext: false,
    contextPlace: 'before-begin',
  },
  trainedWindow: 32_768,
  pull: 'qwen2.5-coder:7b-base',
};

export const qwen3Coder: ModelFamily = {
  ...qwen25Coder,
  id: 'qwen3-coder',
  label: 'Qwen3-Coder',
  trainedWindow: 262_144,
  pull: 'qwen3-coder:30b',
};

export const starcoder: ModelFamily = {
  id: 'starcoder',
  label: 'StarCoder',
  order: 'psm',
  tokens: underscored,
  specialTokens: [...starcoderBasics, ...starcoderMarks],
  stops: ['<|endoftext|>', ...Object.values(underscored), '<filename>', '<reponame>'],
  repo: commentedPaths,
  trainedWindow: 8_192,
  pull: 'starcoder2:7b',
};

export const starcoder2: ModelFamily = {
  ...starcoder,
  id: 'starcoder2',
  label: 'StarCoder2',
  specialTokens: [...starcoderBasics, ...starcoder2Marks],
  stops: ['<|endoftext|>', ...Object.values(underscored), '<repo_name>', '<file_sep>'],
  // The one family whose path stands behind the prefix token.
  repo: {
    repoHeader: '<repo_name>{repo}',
    fileHeader: '<file_sep>{path}\n',
    fileFooter: '',
    targetHeader: { outside: '<file_sep>', inside: '{path}\n' },
    headerWithoutContext: false,
    contextPlace: 'before-begin',
  },
  trainedWindow: 16_384,
};

/** 7B and 13B: the 34B model was not trained to infill. */
export const codellama: ModelFamily = {
  id: 'codellama',
  label: 'Code Llama',
  order: 'psm',
  tokens: { prefix: '<PRE> ', suffix: ' <SUF>', middle: ' <MID>' },
  bos: '<s>',
  specialTokens: ['<s>', '</s>', '<unk>', '<PRE>', '<SUF>', '<MID>', '<EOT>'],
  stops: ['<EOT>', '</s>', '<PRE>', '<SUF>', '<MID>'],
  repo: commentedPaths,
  trainedWindow: 16_384,
  pull: 'codellama:7b-code',
};

export const codegemma: ModelFamily = {
  id: 'codegemma',
  label: 'CodeGemma',
  order: 'psm',
  tokens: barred,
  bos: '<bos>',
  specialTokens: [
    '<bos>',
    '<eos>',
    '<pad>',
    '<unk>',
    ...Object.values(barred),
    '<|file_separator|>',
    '<start_of_turn>',
    '<end_of_turn>',
  ],
  stops: ['<|file_separator|>', '<eos>', '<end_of_turn>', ...Object.values(barred)],
  repo: {
    ...commentedPaths,
    fileHeader: '{path}\n',
    fileFooter: '<|file_separator|>',
    targetHeader: { outside: '{path}\n', inside: '' },
    contextPlace: 'before-begin',
  },
  trainedWindow: 8_192,
  pull: 'codegemma:7b-code',
};

/** Suffix first, and no token ahead of the middle. */
export const codestral: ModelFamily = {
  id: 'codestral',
  label: 'Codestral',
  order: 'spm',
  tokens: { prefix: '[PREFIX]', suffix: '[SUFFIX]', middle: '' },
  bos: '<s>',
  specialTokens: ['<s>', '</s>', '<unk>', '[PREFIX]', '[SUFFIX]', '[MIDDLE]', '[INST]', '[/INST]'],
  stops: ['</s>', '[PREFIX]', '[SUFFIX]', '\n+++++ '],
  repo: {
    ...commentedPaths,
    fileHeader: '+++++ {path}\n',
    targetHeader: { outside: '', inside: '+++++ {path}\n' },
  },
  trainedWindow: 32_768,
  pull: 'codestral:22b',
};

export const graniteCode: ModelFamily = {
  ...starcoder,
  id: 'granite-code',
  label: 'Granite Code',
  stops: ['<|endoftext|>', ...Object.values(underscored)],
  trainedWindow: 8_192,
  pull: 'granite-code:8b-base',
};

export const granite33: ModelFamily = {
  ...graniteCode,
  id: 'granite3.3',
  label: 'Granite 3.3',
  specialTokens: ['<|end_of_text|>', ...Object.values(underscored), '<fim_pad>', '<reponame>'],
  stops: ['<|end_of_text|>', ...Object.values(underscored), '<fim_pad>', '<reponame>'],
  trainedWindow: 131_072,
  pull: 'granite3.3:8b',
};

export const granite4: ModelFamily = {
  ...graniteCode,
  id: 'granite4',
  label: 'Granite 4',
  tokens: barred,
  specialTokens: ['<|end_of_text|>', ...Object.values(barred), '<|fim_pad|>'],
  stops: ['<|end_of_text|>', ...Object.values(barred), '<|fim_pad|>'],
  trainedWindow: 131_072,
  pull: 'granite4',
};

export const stableCode: ModelFamily = {
  ...starcoder,
  id: 'stable-code',
  label: 'Stable Code',
  specialTokens: ['<|endoftext|>', ...Object.values(underscored), '<fim_pad>', '<repo_name>', '<file_sep>'],
  stops: ['<|endoftext|>', ...Object.values(underscored), '<file_sep>'],
  trainedWindow: 16_384,
  pull: 'stable-code:3b-code',
};

/** The path stands ahead of the suffix token; the suffix ahead of the prefix. */
export const mellum: ModelFamily = {
  id: 'mellum',
  label: 'Mellum',
  order: 'spm',
  tokens: underscored,
  specialTokens: ['<|endoftext|>', ...Object.values(underscored), '<fim_pad>', '<filename>', '<reponame>'],
  stops: ['<|endoftext|>', '<filename>', ...Object.values(underscored)],
  repo: {
    repoHeader: '',
    fileHeader: '<filename>{path}\n',
    fileFooter: '',
    targetHeader: { outside: '<filename>{path}\n', inside: '' },
    headerWithoutContext: true,
    contextPlace: 'before-begin',
  },
  trainedWindow: 8_192,
  pull: 'JetBrains/Mellum-4b-base',
};

export const seedCoder: ModelFamily = {
  id: 'seed-coder',
  label: 'Seed-Coder',
  order: 'psm',
  tokens: { prefix: '<[fim-prefix]>', suffix: '<[fim-suffix]>', middle: '<[fim-middle]>' },
  bos: '<[begin\u2581of\u2581sentence]>',
  specialTokens: [
    '<[begin\u2581of\u2581sentence]>',
    '<[end\u2581of\u2581sentence]>',
    '<[fim-prefix]>',
    '<[fim-suffix]>',
    '<[fim-middle]>',
  ],
  stops: ['<[end\u2581of\u2581sentence]>', '<[fim-prefix]>', '<[fim-suffix]>', '<[fim-middle]>'],
  repo: commentedPaths,
  trainedWindow: 32_768,
};

function inAngles(names: string): string[] {
  return names.split(' ').map((name) => `<${name}>`);
}

function inBars(names: string): string[] {
  return names.split(' ').map((name) => `<|${name}|>`);
}
