import { t } from '../../common/l10n';
import { TransportError } from '../../transport/errors';
import { chooseModel, type ModelWish } from '../modelChoice';
import { canComplete, offerModels } from '../modelOffer';
import { openModel } from '../openModel';
import { CheckFailure, CheckSkipped } from './check';
import type { DiagnosisFacts, DiagnosisRung } from './facts';
import { generateText, orCheckFailure } from './generation';
import { EXPECTED, HOLE_TOKENS, PROSE, SNIPPET } from './knownHole';
import { mendOf } from './mends';
import type { DiagnosisPorts } from './ports';

/** Describing a dozen models over a slow link. */
const CHOICE_MS = 20_000;
/** Loading 20 GB of weights from a disk takes minutes. */
const LOADING_MS = 300_000;

/** From the engine to a model that fills a hole in code. */
export function modelRungs(ports: DiagnosisPorts): readonly DiagnosisRung[] {
  return [
    {
      name: 'model',
      limitMs: CHOICE_MS,
      blocks: true,
      mendOfTimeout: () =>
        t('The host takes long to list its models: look at its load and at the way to it.'),
      look: (facts, signal) => findModel(facts, ports, signal),
    },
    {
      name: 'fim',
      limitMs: LOADING_MS,
      blocks: true,
      mendOfTimeout: () =>
        t('The model does not get loaded: choose a smaller one, or a faster disk on the host.'),
      look: (facts, signal) => fillHole(facts, ports, signal),
    },
  ];
}

async function findModel(
  { endpoint }: DiagnosisFacts,
  { engineFor }: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string }> {
  const engine = engineFor(endpoint);
  const wish: ModelWish = endpoint.roles.completion ?? {};
  const listings = await orCheckFailure(endpoint, () => engine.listModels(signal));
  if (listings.length === 0) {
    throw new CheckFailure(t('the host has no models'), mendByPull(FIRST_PULL));
  }
  try {
    const choice = await chooseModel(wish, engine, signal);
    if (choice.kind === 'model') {
      const { tag } = choice.model.listing;
      return {
        saw:
          listings.length === 1
            ? t('{0}, the only model there', tag)
            : t('{0}, one of {1} models', tag, listings.length),
      };
    }
    return { saw: wish.model ?? t('{0} models, none that completes', listings.length) };
  } catch (thrown) {
    if (!(thrown instanceof TransportError)) throw thrown;
    if (thrown.kind !== 'model-missing')
      throw new CheckFailure(thrown.facts.detail, mendOf(thrown, endpoint.url));
    const offers = await orCheckFailure(endpoint, () => offerModels(listings.slice(0, 8), engine, signal));
    const fitting = offers.filter(canComplete).map(({ listing }) => listing.tag);
    const pull = wish.model ?? FIRST_PULL;
    throw new CheckFailure(
      t("{0} is not among the host's {1} models", wish.model ?? t('the model'), listings.length),
      fitting.length === 0
        ? t('On the host: ollama pull {0}.', pull)
        : t('On the host: ollama pull {0}. Or name one that is there: {1}.', pull, fitting.join(', ')),
    );
  }
}

function mendByPull(tag: string): string {
  return t('On the host: ollama pull {0}', tag);
}

const FIRST_PULL = 'deepseek-coder:6.7b-base';

async function fillHole(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string; facts: Partial<DiagnosisFacts> }> {
  const { endpoint } = facts;
  const engine = ports.engineFor(endpoint);
  const { store, contextWindow, clock } = ports;
  const startedAt = clock.now();
  const onChosen = (): void => undefined;
  const opening = await orCheckFailure(endpoint, () =>
    openModel(endpoint, contextWindow, { engine, store, onChosen }, signal),
  );
  if (opening.kind === 'no-fim') {
    throw new CheckFailure(opening.explanation, mendByPull(opening.pull));
  }
  const { opened } = opening;
  const loadMs = clock.now() - startedAt;
  const prompt = ports.infillPrompt(opened.family, { ...SNIPPET, writesBos: opened.writesBos });
  const request = { prompt, maxTokens: HOLE_TOKENS, stop: ['\n', ...opened.family.stops] };
  const { text } = await generateText({ ...facts, opened }, ports, { ...request, signal });
  const filled = text.trim();
  const saw = t('{0}: "return □" became "return {1}"', opened.family.label, filled);
  if (filled === '' || PROSE.test(filled)) {
    const mend = t('Choose a base model: ollama pull {0}', opened.family.pull ?? FIRST_PULL);
    throw new CheckFailure(filled === '' ? t('{0}: nothing was filled in', opened.family.label) : saw, mend);
  }
  const doubt = EXPECTED.test(filled) ? [] : [t('a good model writes a + b')];
  const loading = loadMs < LOAD_WORTH_TELLING_MS ? [] : [t('loading took {0} s', Math.round(loadMs / 1_000))];
  return { saw: [saw, ...doubt, ...loading].join(t('; ')), facts: { opened } };
}

const LOAD_WORTH_TELLING_MS = 2_000;

/** The model that the checks before have opened. */
export function openedIn({ opened }: DiagnosisFacts): NonNullable<DiagnosisFacts['opened']> {
  if (opened === undefined) throw new CheckSkipped(t('no model is open'));
  return opened;
}
