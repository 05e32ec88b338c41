/** What a request did, for tests and the bench; not part of Ollama's API. */
export interface TrailEntry {
  readonly route: string;
  readonly userAgent: string;
  promptTokens: number;
  cachedTokens: number;
  generatedTokens: number;
  finish: 'waiting' | 'running' | 'done' | 'aborted' | 'failed';
  /** The generated text as far as it was sent. */
  text: string;
}

export interface RequestTrail {
  begin(route: string, userAgent: string): TrailEntry;
  /** Oldest first. */
  recent(): readonly TrailEntry[];
}

const REMEMBERED_REQUESTS = 500;

export function createRequestTrail(): RequestTrail {
  const entries: TrailEntry[] = [];
  return {
    begin: (route, userAgent) => {
      const counts = { promptTokens: 0, cachedTokens: 0, generatedTokens: 0 };
      const entry: TrailEntry = { route, userAgent, ...counts, finish: 'waiting', text: '' };
      entries.push(entry);
      if (entries.length > REMEMBERED_REQUESTS) entries.shift();
      return entry;
    },
    recent: () => entries,
  };
}
