/** Which files wait to be indexed, in which order, and who waits for them. */
export interface IndexQueue {
  readonly size: number;
  has(path: string): boolean;
  add(path: string): void;
  /** Before all others; resolves when `finished` is called for it. */
  addUrgent(path: string): Promise<void>;
  remove(path: string): void;
  /** Takes out the next files, urgent ones first. */
  take(most: number): string[];
  finished(path: string): void;
  /** Forgets all that is not urgent. */
  clear(): void;
}

export function createIndexQueue(): IndexQueue {
  const urgent = new Set<string>();
  const normal = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();
  const finished = (path: string): void => {
    const resolvers = waiting.get(path) ?? [];
    waiting.delete(path);
    for (const resolve of resolvers) resolve();
  };
  return {
    get size() {
      return urgent.size + normal.size;
    },
    has: (path) => urgent.has(path) || normal.has(path),
    add: (path) => {
      if (!urgent.has(path)) normal.add(path);
    },
    addUrgent: (path) => {
      normal.delete(path);
      urgent.add(path);
      return new Promise((resolve) => {
        const resolvers = waiting.get(path) ?? [];
        resolvers.push(resolve);
        waiting.set(path, resolvers);
      });
    },
    remove: (path) => {
      normal.delete(path);
      urgent.delete(path);
      finished(path);
    },
    take: (most) => {
      const taken: string[] = [];
      for (const queue of [urgent, normal]) {
        for (const path of queue) {
          if (taken.length >= most) return taken;
          taken.push(path);
          queue.delete(path);
        }
      }
      return taken;
    },
    finished,
    clear: () => normal.clear(),
  };
}
