/** What is remembered on this machine between sessions of the editor. Values are plain JSON. */
export interface KeyValueStore {
  read(key: string): unknown;
  write(key: string, value: unknown): void;
}

/** Forgets with the process: for tools and tests. */
export function memoryStore(): KeyValueStore {
  const values = new Map<string, unknown>();
  return { read: (key) => values.get(key), write: (key, value) => values.set(key, value) };
}
