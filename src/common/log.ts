/**
 * Where the program says what it does. Prompts, completions and other text of the user are written at trace only;
 * secrets are never handed in.
 */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** `cause` is added with its stack: the log is the only place where a stack trace may show. */
  error(message: string, cause?: unknown): void;
}

export const silentLog: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A log whose lines all begin with `[topic]`. */
export function topicLog(log: Log, topic: string): Log {
  const tag = `[${topic}] `;
  return {
    trace: (message) => log.trace(tag + message),
    debug: (message) => log.debug(tag + message),
    info: (message) => log.info(tag + message),
    warn: (message) => log.warn(tag + message),
    error: (message, cause) => log.error(tag + message, cause),
  };
}
