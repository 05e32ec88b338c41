import { isAbort } from '../../common/abort';
import { architectureNumber, infoNumber } from '../../model/modelFacts';
import type { InferenceEngine, LoadedModel } from '../../transport/engine';
import { perSecond, type DiagnosisFacts } from '../diagnosis/facts';
import { hostMemory, type HostMemory } from './modelAdvice';
import type { MeasuredModel } from './sizeForecast';

/** What a trial has shown of a host. */
export interface MeasuredHost {
  readonly model: MeasuredModel;
  readonly memory: HostMemory;
}

/**
 * What a trial measured, with what the host tells of the model. Undefined where the trial measured nothing, and for
 * mixtures of experts: each of their tokens takes a part of the model only, which says nothing of others.
 */
export async function measuredHost(
  { opened, prefill, decode }: Pick<DiagnosisFacts, 'opened' | 'prefill' | 'decode'>,
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<MeasuredHost | undefined> {
  if (opened === undefined || prefill === undefined || decode === undefined) return undefined;
  const { tag, question } = opened;
  if (question.weightsBytes <= 0) return undefined;
  try {
    const description = await engine.describeModel(tag, signal);
    if ((architectureNumber(description, 'expert_count') ?? 0) > 0) return undefined;
    const parameters = infoNumber(description, 'general.parameter_count');
    const loaded = await engine.loadedModels(signal);
    const model = {
      tag,
      weightsBytes: question.weightsBytes,
      ...(parameters === undefined ? {} : { parameters }),
      readPerSecond: perSecond(prefill),
      writtenPerSecond: perSecond(decode),
      place: placeOf(loaded.find((each) => each.tag === tag)),
    };
    return { model, memory: hostMemory(loaded) };
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    return undefined; // The trial itself has ended well; this is more than was asked for.
  }
}

function placeOf(loaded: LoadedModel | undefined): MeasuredModel['place'] {
  if (loaded === undefined || loaded.vramBytes >= loaded.sizeBytes) return 'gpu';
  return loaded.vramBytes === 0 ? 'cpu' : 'partly';
}
