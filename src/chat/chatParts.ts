import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { ChatHosts, ModelPick } from '../hosts/chatHosts';
import type { ChatSettings } from '../settings/settings';
import type { TransportError } from '../transport/errors';
import type { AttachmentResolver } from './attachments/attachmentResolver';
import type { CountTokens } from './contextMeter';
import type { ChatHistory } from './history';
import type { PromptLibrary } from './prompts/promptLibrary';
import type { UnsentStore } from './unsent';

/** The model that was picked last: it is the one of the next conversation. */
export interface LastPick {
  read(): ModelPick | undefined;
  note(pick: ModelPick): void;
}

/** What conversations are made of and work with. */
export interface ChatParts {
  readonly hosts: ChatHosts;
  readonly history: ChatHistory;
  readonly unsent: UnsentStore;
  readonly attachments: AttachmentResolver;
  readonly prompts: PromptLibrary;
  readonly picks: LastPick;
  readonly countTokens: CountTokens;
  /** Makes the counts of a model exact; called once for each model that answers. */
  readonly learnVocabulary: (digest: string, describe: () => Promise<Uint8Array>) => void;
  readonly settings: () => ChatSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  readonly newId: () => string;
  /** A failure as people read it: what happened and what to do. */
  readonly failureText: (error: TransportError) => string;
}
