import { t } from '../common/l10n';
import { grouped } from '../common/grouped';
import type { InferenceEngine } from '../transport/engine';
import { findLoaded, type SettledWindow, type WindowQuestion } from './settleWindow';

/** Taken where a server does not tell its window and the user has not set one: few are started with less. */
const ASSUMED_WINDOW = 4_096;

/** The window of a model whose server decided on it when it was started. Throws what the engine throws. */
export async function servedWindow(
  question: WindowQuestion,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<SettledWindow> {
  const served = (await findLoaded(question, engine, signal))?.contextLength;
  const { wanted, explicit } = question;
  const numCtx = served === undefined && explicit ? wanted : Math.min(wanted, served ?? ASSUMED_WINDOW);
  const note = noteOn(served, numCtx, question);
  return { load: Object.freeze({ numCtx }), ...(note === undefined ? {} : { note }) };
}

function noteOn(served: number | undefined, numCtx: number, question: WindowQuestion): string | undefined {
  const tokens = (count: number): string => t('{0} tokens', grouped(count));
  if (served === undefined) {
    return question.explicit
      ? undefined
      : t(
          'The server does not tell its window, so {0} are assumed; set fillwright.completion.contextWindow to what it was started with.',
          tokens(numCtx),
        );
  }
  return question.explicit && served < question.wanted
    ? t('The server gives {0} of the window of {1} that you set.', tokens(served), tokens(question.wanted))
    : undefined;
}
