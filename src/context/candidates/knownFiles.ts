import { LruMap } from '../../common/lru';
import type { Definition, IndexQueries } from '../index/repositoryIndex';
import { createPatientReadings, type DiskPatience } from './patientReadings';

/** A file of the repository as the choice of context needs it; made once per state of the file. */
export interface KnownFile {
  readonly path: string;
  readonly language: string;
  /** Without line ends. Line n of the file is `lines[n - 1]`. */
  readonly lines: readonly string[];
  readonly definitions: readonly Definition[];
  /** Tokens of each line with its end, guessed from its length. */
  readonly guessedTokens: Uint16Array;
}

/** The files that gathering has looked at, kept between requests. */
export interface KnownFiles {
  definitions(path: string): readonly Definition[];
  /** Undefined when the file is not indexed or gone, or the disk does not give it in time. */
  file(path: string): Promise<KnownFile | undefined>;
  /** How often all that came too late has come: what is chosen from now on may be another. */
  readonly lateArrivals: number;
}

/** Some 50 MB of text for files of the usual size. */
const KEPT_FILES = 2_000;
const KEPT_DEFINITION_LISTS = 4_000;

interface Kept<T> {
  readonly textHash: number;
  readonly value: T;
}

export function createKnownFiles(index: IndexQueries, patience: DiskPatience): KnownFiles {
  const definitionLists = new LruMap<string, Kept<readonly Definition[]>>(KEPT_DEFINITION_LISTS);
  const files = new LruMap<string, Kept<KnownFile>>(KEPT_FILES);
  const readings = createPatientReadings(read, patience);

  function definitions(path: string): readonly Definition[] {
    const textHash = index.file(path)?.textHash;
    if (textHash === undefined) return [];
    const kept = definitionLists.get(path);
    if (kept?.textHash === textHash) return kept.value;
    const value = index.definitionsIn(path);
    definitionLists.set(path, { textHash, value });
    return value;
  }

  async function file(path: string): Promise<KnownFile | undefined> {
    const indexed = index.file(path);
    if (indexed === undefined) return undefined;
    const kept = files.get(path);
    if (kept?.textHash === indexed.textHash) return kept.value;
    return (await readings.inTime(path)) ?? kept?.value;
  }

  async function read(path: string): Promise<KnownFile | undefined> {
    const indexed = index.file(path);
    if (indexed === undefined) return undefined;
    const kept = files.get(path);
    const text = await index.text(path);
    // An edit that is not indexed yet is taken over by the next plan.
    if (text === undefined) return kept?.value;
    const lines = text.split(/\r?\n/);
    // The file may have changed since it was indexed: what points behind its end is no longer there.
    const within = definitions(path).filter((definition) => definition.endLine <= lines.length);
    const guessedTokens = Uint16Array.from(lines, guessTokens);
    const value: KnownFile = { path, language: indexed.language, lines, definitions: within, guessedTokens };
    files.set(path, { textHash: indexed.textHash, value });
    return value;
  }

  return {
    definitions,
    file,
    get lateArrivals() {
      return readings.lateArrivals;
    },
  };
}

/** Most vocabularies need a token for 3 to 4 characters of code, one for the indentation and one for the line's end. */
function guessTokens(line: string): number {
  const code = line.trim().length;
  return code === 0 ? 1 : Math.ceil(code / 3.3) + 2;
}
