import { isAbort } from '../common/abort';
import type { Log } from '../common/log';
import type { PromptPlanner } from '../context/promptPlanner';
import type { ModelSession } from '../hosts/modelSession';

/** Hands a model's vocabulary to the planner, once for each digest and in the background; counts are estimates until then. */
export class VocabularyLearner {
  private readonly asked = new Set<string>();

  constructor(
    private readonly planner: PromptPlanner,
    private readonly log: Log,
  ) {}

  learn(session: ModelSession, signal: AbortSignal): void {
    if (this.asked.has(session.digest)) return;
    this.asked.add(session.digest);
    void this.fetch(session, signal);
  }

  private async fetch(session: ModelSession, signal: AbortSignal): Promise<void> {
    try {
      await this.planner.learnVocabulary(session.digest, await session.vocabulary(signal));
    } catch (thrown) {
      if (isAbort(thrown)) return;
      this.log.warn(
        `The vocabulary of ${session.tag} can't be had, so tokens are estimated: ${String(thrown)}`,
      );
    }
  }
}
