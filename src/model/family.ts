/** The order in which a family reads the parts: prefix-suffix-middle, or the suffix first. */
export type FimOrder = 'psm' | 'spm';

/**
 * Where context from other files stands. `before-begin`: as plain text ahead of the FIM tokens, as whole-repository
 * pretraining has it. `after-begin`: inside the prefix part.
 */
export type ContextPlace = 'before-begin' | 'after-begin';

/** How several files are told apart in one prompt. `{path}` and `{repo}` stand for the real ones. */
export interface RepoFormat {
  /** Once, ahead of the first context file: StarCoder2's `<repo_name>{repo}`. */
  readonly repoHeader: string;
  /** Ahead of each context file; ends with a line break where the family wants one. */
  readonly fileHeader: string;
  /** Behind each context file, whose own text always ends with a line break. */
  readonly fileFooter: string;
  /** Ahead of the target's text: the part before the first FIM token and the part right before the prefix. */
  readonly targetHeader: { readonly outside: string; readonly inside: string };
  /** Whether the target's header is written in a prompt without context, too. */
  readonly headerWithoutContext: boolean;
  readonly contextPlace: ContextPlace;
}

/** A model family as data: everything the prompt depends on. */
export interface ModelFamily {
  readonly id: string;
  readonly label: string;
  readonly order: FimOrder;
  /**
   * With the spaces the family was trained on and no others. The prefix part begins with `prefix`, the suffix part with
   * `suffix`; `middle` ends the prompt, and is empty where the order alone says that the middle comes.
   */
  readonly tokens: { readonly prefix: string; readonly suffix: string; readonly middle: string };
  /** Text of the token that begins every prompt; absent where the family has none. */
  readonly bos?: string;
  /** Every text the tokenizer reads as one special token: harmless in the user's source only after neutralising. */
  readonly specialTokens: readonly string[];
  /** Ends a generation, besides the model's own end token. */
  readonly stops: readonly string[];
  readonly repo: RepoFormat;
  /** Tokens the family was trained on; the host's `context_length` wins where it is known. */
  readonly trainedWindow: number;
  /** Ollama tag to pull when a host has this family's instruct-only sibling; absent where the library has none. */
  readonly pull?: string;
}
