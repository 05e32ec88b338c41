import { HostError } from './hostError';

/** @throws HostError 400 where a request asks for thinking, which no base model does */
export function refuseThinking(model: string, think: unknown): void {
  if (think === undefined || think === null || think === false) return;
  if (think === true || ['low', 'medium', 'high', 'max'].includes(think as string)) {
    throw new HostError(400, `"${model}" does not support thinking`);
  }
  const allowed = '("high", "medium", "low", "max", true, or false)';
  throw new HostError(
    400,
    typeof think === 'string'
      ? `invalid think value: ${JSON.stringify(think)} ${allowed.replace('(', '(must be ')}`
      : `think must be a boolean or string ${allowed}`,
  );
}

/** @throws HostError 400 in Ollama's words for a count out of range */
export function refuseTopLogprobs(count: number | undefined): void {
  if (count !== undefined && (count < 0 || count > 20)) {
    throw new HostError(400, 'top_logprobs must be between 0 and 20');
  }
}

/**
 * Refuses what Ollama has and the embedded host has not; nothing that was asked for is left out silently.
 * @throws HostError 400 naming the field
 */
export function refuseMissing(request: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const asked = names.find((name) => isGiven(request[name]));
  if (asked === undefined) return;
  throw new HostError(400, `the embedded host does not support "${asked}"; use Ollama for it`);
}

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '' && value !== 0 && value !== false;
}
