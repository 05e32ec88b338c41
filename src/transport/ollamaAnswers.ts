import type { GenerateMetrics, LoadedModel, ModelDescription, ModelListing, ThinkingModes } from './engine';
import type { ModelDetails, PullProgress } from './modelControl';

// Reads what Ollama answers. Fields that are missing or of another type count as absent, for versions differ; an answer
// that lacks what it is all about throws a SyntaxError, which means: not an engine.

export function readVersion(answer: unknown): string {
  const version = fieldsOf(answer)['version'];
  if (typeof version !== 'string') throw new SyntaxError('no version in the answer');
  return version;
}

export function readListing(answer: unknown): ModelListing[] {
  return modelsOf(answer).map((model) => {
    const details = fieldsOf(model['details']);
    return {
      ...identityOf(model),
      ...optional('family', textOf(details['family'])),
      ...optional('parameterSize', textOf(details['parameter_size'])),
      ...optional('quantization', textOf(details['quantization_level'])),
    };
  });
}

export function readLoaded(answer: unknown): LoadedModel[] {
  return modelsOf(answer).map((model) => ({
    ...identityOf(model),
    vramBytes: countOf(model['size_vram']) ?? 0,
    ...optional('contextLength', countOf(model['context_length'])),
    ...optional('expiresAt', timeOf(model['expires_at'])),
  }));
}

export function readDescription(answer: unknown): ModelDescription {
  const fields = fieldsOf(answer);
  const capabilities = fields['capabilities'];
  return {
    template: textOf(fields['template']) ?? '',
    capabilities: Array.isArray(capabilities)
      ? (capabilities as unknown[]).filter((each) => typeof each === 'string')
      : [],
    info: fieldsOf(fields['model_info']),
    ...optional('thinking', thinkingModes(fields['thinking'])),
  };
}

export function readDetails(answer: unknown): ModelDetails {
  const fields = fieldsOf(answer);
  const details = fieldsOf(fields['details']);
  return {
    ...readDescription(answer),
    ...optional('family', textOf(details['family'])),
    ...optional('parameterSize', textOf(details['parameter_size'])),
    ...optional('quantization', textOf(details['quantization_level'])),
    ...optional('parameters', textOf(fields['parameters'])),
    ...optional('system', textOf(fields['system'])),
    ...optional('licence', textOf(fields['license'])),
    ...optional('modifiedAt', timeOf(fields['modified_at'])),
  };
}

export function readProgress(answer: unknown): PullProgress {
  const fields = fieldsOf(answer);
  return {
    status: textOf(fields['status']) ?? '',
    ...optional('digest', textOf(fields['digest'])),
    ...optional('totalBytes', countOf(fields['total'])),
    // Left out as long as it is 0.
    ...optional('completedBytes', countOf(fields['completed'])),
  };
}

export function readMetrics(answer: unknown): GenerateMetrics {
  const fields = fieldsOf(answer);
  return {
    ...optional('promptTokens', countOf(fields['prompt_eval_count'])),
    ...optional('promptMs', msOf(fields['prompt_eval_duration'])),
    ...optional('generatedTokens', countOf(fields['eval_count'])),
    ...optional('decodeMs', msOf(fields['eval_duration'])),
    ...optional('loadMs', msOf(fields['load_duration'])),
    ...optional('totalMs', msOf(fields['total_duration'])),
  };
}

function thinkingModes(raw: unknown): ThinkingModes | undefined {
  const { values } = fieldsOf(raw);
  if (!Array.isArray(values)) return undefined;
  const known = (values as unknown[]).filter(
    (value) => typeof value === 'boolean' || typeof value === 'string',
  );
  return known.length === 0 ? undefined : { values: known };
}

/** Of the tokens of one part of a stream. */
export function readLogProbabilities(answer: unknown): { readonly logProbabilities?: readonly number[] } {
  const tokens = fieldsOf(answer)['logprobs'];
  if (!Array.isArray(tokens)) return {};
  const values = (tokens as unknown[])
    .map((token) => fieldsOf(token)['logprob'])
    .filter((value) => typeof value === 'number');
  return values.length === 0 ? {} : { logProbabilities: values };
}

const NANOSECONDS_PER_MS = 1e6;

function modelsOf(answer: unknown): Record<string, unknown>[] {
  const models = fieldsOf(answer)['models'];
  if (!Array.isArray(models)) throw new SyntaxError('no list of models in the answer');
  return models.map(fieldsOf).filter((model) => textOf(model['name'] ?? model['model']) !== undefined);
}

function identityOf(model: Record<string, unknown>): { tag: string; digest: string; sizeBytes: number } {
  return {
    tag: textOf(model['name'] ?? model['model']) ?? '',
    digest: textOf(model['digest']) ?? '',
    sizeBytes: countOf(model['size']) ?? 0,
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Go writes nanoseconds, which `Date` cuts off, and year 1 for no time. */
function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) || time < 0 ? undefined : time;
}

function msOf(value: unknown): number | undefined {
  const nanoseconds = countOf(value);
  return nanoseconds === undefined ? undefined : nanoseconds / NANOSECONDS_PER_MS;
}

/** A field that is there only with a value. */
function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
