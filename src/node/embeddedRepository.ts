import type { EmbeddedRepository } from '../chat/attachments/questionEmbedding';
import type { WorkspacePlanner } from './workerPlanner';

/** The vectors that the context worker keeps. */
export function embeddedRepository({ query }: Pick<WorkspacePlanner, 'query'>): EmbeddedRepository {
  return {
    pieces: async (model, signal) => {
      const answer = await query({ kind: 'embedded-pieces', model }, signal);
      return answer.kind === 'embedded-pieces' ? answer.count : 0;
    },
    next: async (model, signal) => {
      const answer = await query({ kind: 'next-to-embed', model }, signal);
      return answer.kind === 'next-to-embed' ? answer.file : undefined;
    },
    learn: async (model, embedded, signal) => {
      await query({ kind: 'learn-embedded', model, embedded }, signal);
    },
  };
}
