import type { Log } from '../../src/common/log';

export interface MemoryLog extends Log {
  readonly lines: readonly string[];
}

/** Keeps what is logged, each line with its level ahead. */
export function memoryLog(): MemoryLog {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return {
    lines,
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
