import { t } from '../common/l10n';
import { grouped } from '../common/grouped';
import type { ModelFamily } from '../model/family';
import { kvBytesPerToken } from '../model/memory';
import { FIRST_CHOICE, modelWindow, writesBos } from '../model/recognise';
import type { EndpointSettings, Settings } from '../settings/settings';
import type { InferenceEngine, LoadOptions } from '../transport/engine';
import type { KeyValueStore } from './keyValueStore';
import { chooseModel, type ChosenModel, type ModelChoice, type ModelWish, type NoFim } from './modelChoice';
import { servedWindow } from './servedWindow';
import { canInfill } from './settleDoubt';
import { settleWindow, type WindowQuestion } from './settleWindow';

/** A model that is loaded on its host and ready to complete. */
export interface OpenedModel {
  readonly tag: string;
  readonly digest: string;
  readonly family: ModelFamily;
  readonly writesBos: boolean;
  readonly load: LoadOptions;
  readonly note?: string;
  /** By which its window was chosen. */
  readonly question: WindowQuestion;
}

export type Opening =
  { readonly kind: 'opened'; readonly opened: OpenedModel } | Exclude<ModelChoice, { kind: 'model' }>;

export interface OpeningPorts {
  readonly engine: InferenceEngine;
  readonly store: KeyValueStore;
  /** Told as soon as it is known which model will be loaded. */
  readonly onChosen: (tag: string) => void;
}

/** Finds the model to complete with on an endpoint and loads it. Throws what the engine throws. */
export async function openModel(
  endpoint: EndpointSettings,
  contextWindow: Settings['completion']['contextWindow'],
  ports: OpeningPorts,
  signal: AbortSignal,
): Promise<Opening> {
  const refused = new Map<string, NoFim>();
  for (;;) {
    const wish = { ...endpoint.roles.completion, refused };
    const opening = await openChosen(wish, { endpoint, contextWindow, ...ports }, signal);
    if (opening.kind !== 'unable') return opening;
    // A model that the user named is tried once; of all others the next may do better.
    if (wish.model !== undefined) return opening.refusal;
    refused.set(opening.tag, opening.refusal);
  }
}

interface OpenRequest extends OpeningPorts {
  readonly endpoint: EndpointSettings;
  readonly contextWindow: Settings['completion']['contextWindow'];
}

type Tried = Opening | { readonly kind: 'unable'; readonly tag: string; readonly refusal: NoFim };

async function openChosen(
  wish: ModelWish,
  { endpoint, contextWindow, engine, store, onChosen }: OpenRequest,
  signal: AbortSignal,
): Promise<Tried> {
  const choice = await chooseModel(wish, engine, signal);
  if (choice.kind === 'no-fim') return choice;
  const { listing, description, family } = choice.model;
  onChosen(listing.tag);
  const question = windowQuestion(endpoint, contextWindow, choice.model);
  const settled = engine.choosesWindow
    ? await settleWindow(question, engine, store, signal)
    : await servedWindow(question, engine, signal);
  const { tag, digest } = listing;
  const { load } = settled;
  const form = { family, writesBos: writesBos(family, description) };
  const { doubt } = choice.model;
  if (doubt !== undefined && !(await canInfill({ tag, digest, load, ...form }, engine, store, signal))) {
    return { kind: 'unable', tag, refusal: unableToInfill(tag, doubt, family) };
  }
  const notes = [choice.model.note, beyondModel(contextWindow, question), settled.note].filter(
    (note) => note !== undefined,
  );
  return {
    kind: 'opened',
    opened: {
      tag,
      digest,
      ...form,
      question,
      load,
      ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    },
  };
}

function unableToInfill(tag: string, doubt: string, { pull }: ModelFamily): NoFim {
  const explanation = t('{0} {1}, and in a trial it did not fill a gap.', tag, doubt);
  return { kind: 'no-fim', explanation, pull: pull ?? FIRST_CHOICE };
}

function beyondModel(
  { tokens }: Settings['completion']['contextWindow'],
  question: WindowQuestion,
): string | undefined {
  if (!question.explicit || tokens <= question.wanted) return undefined;
  return t(
    'The model has a window of {0} tokens; the {1} that you set are more than it can use.',
    grouped(question.wanted),
    grouped(tokens),
  );
}

function windowQuestion(
  endpoint: EndpointSettings,
  contextWindow: Settings['completion']['contextWindow'],
  { listing, description, family }: ChosenModel,
): WindowQuestion {
  return {
    tag: listing.tag,
    digest: listing.digest,
    endpointUrl: endpoint.url,
    wanted: Math.min(contextWindow.tokens, modelWindow(family, description)),
    explicit: contextWindow.explicit,
    weightsBytes: listing.sizeBytes,
    kvBytesPerToken: kvBytesPerToken(description),
    ...(endpoint.keepAlive === undefined ? {} : { keepAlive: endpoint.keepAlive }),
  };
}
