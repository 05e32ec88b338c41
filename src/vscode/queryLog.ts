import type { CompletionOutcome } from '../completion/outcome';

/** A query of the editor's and what it came to. */
export interface AskedQuery {
  readonly uri: string;
  /** Of the document, as it was asked for. */
  readonly version: number;
  /** From 0, as the editor counts. */
  readonly line: number;
  readonly character: number;
  readonly outcome: CompletionOutcome;
  readonly tookMs: number;
  /** The document had changed by the time there was an answer, so the editor was not given it. */
  readonly isOutdated: boolean;
  readonly endedAt: Date;
}

/** The last queries, for whoever wonders what came of them. They end with the window. */
export interface QueryLog {
  readonly note: (query: AskedQuery) => void;
  /** The newest at that place, else the newest in that document. */
  readonly latest: (uri: string, line: number, character: number) => AskedQuery | undefined;
  /** Of the last query that the host itself answered. */
  readonly lastLatencyMs: () => number | undefined;
}

/** Some minutes of typing. */
const KEPT = 200;

export function createQueryLog(): QueryLog {
  const queries: AskedQuery[] = [];
  let lastLatencyMs: number | undefined;
  return {
    note: (query) => {
      const { outcome, tookMs } = query;
      if (outcome.kind === 'shown' && outcome.source === 'host') lastLatencyMs = tookMs;
      queries.push(query);
      if (queries.length > KEPT) queries.shift();
    },
    latest: (uri, line, character) => {
      const ofDocument = queries.filter((query) => query.uri === uri);
      const here = ofDocument.findLast((query) => query.line === line && query.character === character);
      return here ?? ofDocument.at(-1);
    },
    lastLatencyMs: () => lastLatencyMs,
  };
}
