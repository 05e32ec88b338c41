import type { ChatModel } from '../hosts/chatModel';
import type { GenerateOptions } from '../transport/engine';

/** How a model wants to be talked to. */
export interface ModelAdvice {
  readonly sampling: Pick<GenerateOptions, 'temperature' | 'topP'>;
  /** Sent as the system's message; none where absent. */
  readonly system?: string;
  /** Stands ahead of the first question instead. */
  readonly preamble?: string;
}

/**
 * DeepSeek's own advice for R1 and its distills: temperature 0.6, top-p 0.95, no system prompt, all instructions in the
 * user's turn. Other models keep the sampling that their makers packed with them.
 * @param written the user's instructions; empty for Fillwright's own
 */
export function adviceFor(model: ChatModel, written: string): ModelAdvice {
  const instructions = written.trim();
  if (model.isDeepseekR1) {
    const sampling = { temperature: 0.6, topP: 0.95 };
    return instructions === '' ? { sampling } : { sampling, preamble: instructions };
  }
  // Without a template there is no place for instructions but the text itself, which a base model would go on with.
  if (!model.hasChatTemplate) return { sampling: {} };
  return { sampling: {}, system: instructions === '' ? OWN_INSTRUCTIONS : instructions };
}

const OWN_INSTRUCTIONS = [
  'You help a programmer in a code editor. Answer in the language of the question, briefly and exactly.',
  'Write code in fenced blocks with their language, followed by the path where the code belongs to a file: ```ts src/a.ts',
  'Where you leave out parts of a file, put a comment "... existing code ..." in their place.',
  'If you are not sure, say so.',
].join('\n');
