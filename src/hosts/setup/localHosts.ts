import type { DiagnosisPorts } from '../diagnosis/ports';
import { attemptAgain } from './attempt';

export interface LocalHost {
  readonly url: string;
  /** What it calls itself, with its version. */
  readonly engineWords: string;
}

/** Where hosts listen that people run on their own machine: Ollama, llama.cpp, vLLM, LM Studio, SGLang. */
const LOCAL_PORTS = [11_434, 8_080, 8_000, 1_234, 30_000];
const PATIENCE_MS = 2_000;

/** Looks for hosts on the machine that calls, at all places at once, and tells of each as it is found. */
export async function findLocalHosts(
  ports: DiagnosisPorts,
  found: (host: LocalHost) => void,
  signal: AbortSignal,
): Promise<void> {
  const looking = LOCAL_PORTS.map(async (port) => {
    const url = `http://127.0.0.1:${port}`;
    const attempt = await attemptAgain({ ...blank, url }, ports, signal);
    if (attempt.kind === 'reached' && !signal.aborted) found({ url, engineWords: attempt.engineWords });
  });
  await Promise.allSettled(looking);
}

const blank = {
  name: '',
  engine: 'ollama',
  roles: {},
  headers: {},
  timeouts: { connectMs: PATIENCE_MS, firstByteMs: PATIENCE_MS, betweenTokensMs: PATIENCE_MS },
} as const;
