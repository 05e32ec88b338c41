/** The settings as the code uses them: complete, valid and immutable. What a user may write is in `parseSettings`. */
export interface Settings {
  /** The preferred first. */
  readonly endpoints: readonly EndpointSettings[];
  readonly completion: CompletionSettings;
  readonly chat: ChatSettings;
}

export type EngineKind = 'ollama' | 'openai';
export type RoleName = 'completion' | 'chat' | 'embedding';

export interface EndpointSettings extends ConnectionSettings {
  /** Unique among the endpoints; the URL's host and port where the user gave none. */
  readonly name: string;
  /** Absolute, `http:` or `https:`, without login, query or trailing slash; a path prefix is kept. */
  readonly url: string;
  readonly engine: EngineKind;
  readonly roles: Readonly<Partial<Record<RoleName, RoleSettings>>>;
  /** Values may hold `${secret:NAME}` and `${env:NAME}`, filled in when a request is made. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeouts: EndpointTimeouts;
  /** As Ollama's `keep_alive`; the host's own default when absent. */
  readonly keepAlive?: string | number;
}

/** How an endpoint is reached. */
export interface ConnectionSettings {
  readonly tls?: TlsSettings;
  /**
   * The proxy's URL: `http:`, `https:`, `socks5:`, `socks4:`, a login in it may hold `${secret:NAME}`. Absent where the
   * editor's own proxy settings apply.
   */
  readonly proxy?: string;
  /** True for no proxy at all; absent, the editor's proxy is left out for loopback and private addresses. */
  readonly bypassProxy?: boolean;
}

/** Files are PEM, named by full paths that may begin with `~/`. */
export interface TlsSettings {
  /** Trusted besides what this machine trusts. */
  readonly caFile?: string;
  /** The same in PEM, of an endpoint that is being drafted: nothing of it is a file yet. Never in settings. */
  readonly authority?: string;
  readonly certFile?: string;
  /** In `certFile` as well where absent. */
  readonly keyFile?: string;
  /** May hold `${secret:NAME}`. */
  readonly passphrase?: string;
  /** Asked for and checked in place of the URL's host. */
  readonly serverName?: string;
  /** SHA-256 of the one certificate to trust, in place of its issuer, name and dates: 64 hexadecimal digits. */
  readonly fingerprint?: string;
  /** No certificate is checked. */
  readonly insecure?: boolean;
}

export interface RoleSettings {
  /** Model tag; the best fitting model of the host when absent. */
  readonly model?: string;
  /** Id of a model family, or the description of one, when it can't be told from the host's description. */
  readonly family?: string | FamilySettings;
  /** Sampling options that override Fillwright's own. */
  readonly options: Readonly<Record<string, number | readonly string[]>>;
}

/** A model family in the user's own words: one that Fillwright knows, and what is different in this one. */
export interface FamilySettings {
  /** Id of the known family that all the rest is taken from. */
  readonly like: string;
  readonly label?: string;
  readonly order?: 'psm' | 'spm';
  readonly tokens?: { readonly prefix?: string; readonly suffix?: string; readonly middle?: string };
  readonly bos?: string;
  readonly specialTokens?: readonly string[];
  readonly stops?: readonly string[];
  readonly repo?: {
    readonly repoHeader?: string;
    readonly fileHeader?: string;
    readonly fileFooter?: string;
    readonly targetHeader?: { readonly outside?: string; readonly inside?: string };
    readonly headerWithoutContext?: boolean;
    readonly contextPlace?: 'before-begin' | 'after-begin';
  };
  readonly trainedWindow?: number;
}

export interface EndpointTimeouts {
  readonly connectMs: number;
  /** From the request sent to the first byte of the answer: loading a model and reading the prompt fall into it. */
  readonly firstByteMs: number;
  readonly betweenTokensMs: number;
}

/** Tokens; `explicit` when the user set it, and then it is never lowered. */
export interface WindowSetting {
  readonly tokens: number;
  readonly explicit: boolean;
}

export interface CompletionSettings {
  readonly enabled: boolean;
  /** By VS Code language id; `*` stands for all that are not named. */
  readonly languages: Readonly<Record<string, boolean>>;
  readonly contextWindow: WindowSetting;
  readonly debounceMs: number;
  readonly maxTokens: number;
  readonly multiline: 'auto' | 'always' | 'never';
  /** When the host reads the prompt's head ahead: also when a file is opened, only after typing, or never. */
  readonly warmUp: 'auto' | 'onType' | 'off';
  /** The model's mean probability per token of a first line, below which it is not shown: 0 to 1; 0 shows all. */
  readonly minConfidence: number;
  /** Which of several endpoints answers. */
  readonly strategy: HostStrategy;
}

/** The first in the list that is well, or the one that begins to answer soonest. */
export type HostStrategy = 'ordered' | 'fastest';

export interface ChatSettings {
  readonly contextWindow: WindowSetting;
  /** Tokens of one answer with its thought, at most. */
  readonly maxTokens: number;
  /** In place of Fillwright's own; a reasoning model gets it with the first question. Empty for Fillwright's own. */
  readonly systemPrompt: string;
  /** Where a conversation's title comes from: asked of the model, or the beginning of the first question. */
  readonly titles: 'model' | 'question';
  /** Conversations kept in a workspace; the oldest that is not pinned goes first. */
  readonly keptConversations: number;
  /** Whether the lightbulb offers edits by the chat model. */
  readonly codeActions: boolean;
}

export const defaultTimeouts: EndpointTimeouts = {
  connectMs: 5_000,
  // Loading 20 GB of weights from a disk and reading 16K tokens on a CPU both take minutes.
  firstByteMs: 300_000,
  betweenTokensMs: 60_000,
};

/** With no endpoint configured, an Ollama on this machine is tried. */
export const defaultEndpoint: EndpointSettings = {
  name: 'local',
  url: 'http://127.0.0.1:11434',
  engine: 'ollama',
  roles: {},
  headers: {},
  timeouts: defaultTimeouts,
};

export const defaultSettings: Settings = {
  endpoints: [defaultEndpoint],
  completion: {
    enabled: true,
    languages: { '*': true, plaintext: false, log: false, Log: false, scminput: false },
    contextWindow: { tokens: 16_384, explicit: false },
    debounceMs: 250,
    maxTokens: 256,
    multiline: 'auto',
    warmUp: 'auto',
    minConfidence: 0,
    strategy: 'ordered',
  },
  chat: {
    contextWindow: { tokens: 16_384, explicit: false },
    // What DeepSeek's own service allows a reasoning answer by default, less would cut R1's thoughts short.
    maxTokens: 8_192,
    systemPrompt: '',
    titles: 'model',
    keptConversations: 200,
    codeActions: true,
  },
};
