/** What a host tells of a model, as far as its family and its memory depend on it. */
export interface ModelFacts {
  readonly template: string;
  readonly capabilities: readonly string[];
  /** GGUF metadata by key: `general.architecture`, `llama.context_length`, `tokenizer.ggml.pre`, … */
  readonly info: Readonly<Record<string, unknown>>;
}

export function infoNumber(facts: ModelFacts, key: string): number | undefined {
  const value = facts.info[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function infoText(facts: ModelFacts, key: string): string | undefined {
  const value = facts.info[key];
  return typeof value === 'string' ? value : undefined;
}

/** A value that GGUF files under the architecture's own name: `architectureNumber(facts, 'context_length')`. */
export function architectureNumber(facts: ModelFacts, key: string): number | undefined {
  return infoNumber(facts, `${infoText(facts, 'general.architecture') ?? ''}.${key}`);
}

/** What the model's own description calls it, and its tag, in lower case with dashes. */
export function modelNames(facts: ModelFacts, tag: string): string[] {
  return [infoText(facts, 'general.name'), infoText(facts, 'general.basename'), tag]
    .filter((name) => name !== undefined && name !== '')
    .map((name) => String(name).toLowerCase().replaceAll(/[ _]/g, '-'));
}
