import { HostError } from './hostError';

/** Ollama's default. */
const DEFAULT_MS = 5 * 60 * 1000;

const unitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * How long the model stays loaded after a request, in ms; Infinity for a negative value.
 * @param value seconds, or a Go duration such as `5m` or `1h30m`
 * @throws HostError 400 in Ollama's words
 */
export function readKeepAlive(value: unknown): number {
  if (value === undefined || value === null) return DEFAULT_MS;
  if (typeof value === 'number') return value < 0 ? Infinity : value * 1000;
  if (typeof value === 'string') return parseDuration(value);
  const kind =
    typeof value === 'boolean' ? 'bool' : Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
  throw new HostError(400, `Unsupported type: '${kind}'`);
}

function parseDuration(text: string): number {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0;
  if (/^[0-9.]+$/.test(rest))
    throw new HostError(400, `time: missing unit in duration ${JSON.stringify(text)}`);
  const parts = [...rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/gy)];
  const matched = parts.reduce((length, [part]) => length + part.length, 0);
  if (parts.length === 0 || matched !== rest.length) {
    throw new HostError(400, `time: invalid duration ${JSON.stringify(text)}`);
  }
  if (sign === '-') return Infinity;
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitsMs[unit] ?? 0), 0);
}
