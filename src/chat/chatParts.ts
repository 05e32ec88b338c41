import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { ChatHosts } from '../hosts/chatHosts';
import type { ChatSettings } from '../settings/settings';
import type { TransportError } from '../transport/errors';
import type { AttachmentResolver } from './attachments/attachmentResolver';
import type { CountTokens } from './contextMeter';
import type { ChatHistory } from './history';
import type { PromptLibrary } from './prompts/promptLibrary';

/** What conversations are made of and work with. */
export interface ChatParts {
  readonly hosts: ChatHosts;
  readonly history: ChatHistory;
  readonly attachments: AttachmentResolver;
  readonly prompts: PromptLibrary;
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
