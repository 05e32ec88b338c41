import { linkedAbort } from '../common/abort';
import type { CursorScope } from '../context/cursorScope';
import type { PlannedPrompt, PromptLimits, PromptPlanner } from '../context/promptPlanner';
import type { ModelSession } from '../hosts/modelSession';
import type { FimPrompt } from '../prompt/fimPrompt';
import { familyTokens } from '../prompt/familyTokens';
import type { CompletionSettings } from '../settings/settings';
import type { Extent } from './extent';
import type { HostMeter } from './hostMeter';
import type { CompletionQuery } from './query';
import { promptModel } from './promptModel';
import { reportCount } from './reportCount';
import { samplingOptions } from './sampling';
import { streamText, type StreamedText } from './stream/streamText';

export interface PromptRunParts {
  readonly planner: PromptPlanner;
  readonly meter: HostMeter;
  readonly onPrompt: (prompt: FimPrompt) => void;
}

export interface PromptRun {
  readonly query: CompletionQuery;
  readonly session: ModelSession;
  /** Of the text to generate, by what the cursor stands in. */
  readonly extentIn: (scope: CursorScope | undefined) => Extent;
  readonly limits: PromptLimits;
  /** Limits to build again with, where what was built costs the host too much. */
  readonly cheaper: (prompt: FimPrompt) => PromptLimits | undefined;
  readonly maxLines: (extent: Extent) => number;
  readonly settings: CompletionSettings;
  /** 0 for the completion itself; 1, 2, … for alternatives to it. */
  readonly alternative: number;
}

/** One request from prompt to text: builds the prompt, generates, and stops as soon as a stream rule has enough. */
export async function* runPrompt(
  { planner, meter, onPrompt }: PromptRunParts,
  run: PromptRun,
  signal: AbortSignal,
): AsyncGenerator<StreamedText> {
  const { session, settings, alternative, query } = run;
  const prompt = await buildAffordable(planner, run, signal);
  onPrompt(prompt);
  const extent = run.extentIn(prompt.scope);
  const options = samplingOptions({ extent, stops: prompt.stops, settings, alternative });
  // Leaving the stream would wait for the token under way; the signal ends it at once, at the host as well.
  const enough = linkedAbort(signal);
  const metered = {
    session,
    prompt: { text: prompt.text, tokens: prompt.tokens.total },
    options,
    onCounted: reportCount(planner, {
      session,
      languageId: query.target.languageId,
      text: prompt.text,
      exact: prompt.tokens.exact,
    }),
  };
  const events = meter.generate(metered, enough.signal);
  const context = {
    origin: query.target,
    extent,
    maxLines: run.maxLines(extent),
    specialTokens: session.family.specialTokens,
    isMasked: prompt.maskedSecrets !== undefined,
  };
  // The model may copy special-token text of the user's own code in the harmless form the prompt shows it in.
  const { restore } = familyTokens(session.family).neutraliser;
  try {
    for await (const streamed of streamText(events, context)) {
      if (streamed.end === 'enough') enough.abort();
      yield { ...streamed, text: restore(streamed.text) };
    }
  } finally {
    enough.unlink();
  }
}

async function buildAffordable(
  planner: PromptPlanner,
  { query, session, limits, cheaper }: PromptRun,
  signal: AbortSignal,
): Promise<PlannedPrompt> {
  const request = { target: query.target, model: promptModel(session) };
  const prompt = await planner.build({ ...request, limits }, signal);
  const lower = cheaper(prompt);
  return lower === undefined ? prompt : planner.build({ ...request, limits: lower }, signal);
}
