import type { PromptPlanner } from '../context/promptPlanner';
import type { ModelSession } from '../hosts/modelSession';
import type { HostCount } from './hostMeter';
import { promptModel } from './promptModel';

export interface SentPrompt {
  readonly session: ModelSession;
  readonly languageId: string;
  /** The prompt, or as much of its beginning as is sent. */
  readonly text: string;
  /** Whether its tokens were counted with the model's own vocabulary. */
  readonly exact: boolean;
}

/** Tells the planner what the host counts of a prompt whose tokens are estimates. */
export function reportCount(
  planner: PromptPlanner,
  { session, languageId, text, exact }: SentPrompt,
): (count: HostCount) => void {
  return (count) => {
    if (!exact) planner.replyCounted({ model: promptModel(session), languageId, prompt: text, ...count });
  };
}
