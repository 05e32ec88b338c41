import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/common/clock';
import { silentLog, type Log } from '../../src/common/log';
import { createRepositoryIndex, type IndexScope } from '../../src/context/index/createRepositoryIndex';
import type { RepositoryIndex } from '../../src/context/index/repositoryIndex';
import type { IndexStore, WorkspaceFiles } from '../../src/context/index/workspaceFiles';
import type { SourceParser } from '../../src/context/parsing/parsedSource';
import { createTreeSitterParser } from '../../src/context/parsing/treeSitterParser';
import { createGrammarFiles, grammarFolders } from '../../src/node/grammarFiles';
import { nodeWorkspaceFiles } from '../../src/node/workspaceFiles';
import { fromRoot } from '../../tools/root';

/** A folder on disk that lives as long as a test. */
export interface TestWorkspace {
  readonly root: string;
  write(file: string, content: string | Uint8Array): void;
  dispose(): void;
}

export function createTestWorkspace(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): TestWorkspace {
  const root = mkdtempSync(path.join(tmpdir(), 'fillwright-workspace-'));
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  return { root, write, dispose: () => rmSync(root, { recursive: true, force: true }) };
}

/** A store that forgets with the test; `bytes` is what was saved last. */
export function createMemoryStore(initial?: Uint8Array): IndexStore & { bytes: Uint8Array | undefined } {
  const store = {
    bytes: initial,
    load: () => Promise.resolve(store.bytes && chunksOf(store.bytes)),
    save: async (chunks: AsyncIterable<Uint8Array>) => {
      const saved: Uint8Array[] = [];
      for await (const chunk of chunks) saved.push(chunk);
      store.bytes = Buffer.concat(saved);
    },
  };
  return store;
}

/** In odd sizes, as a disk may give them. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    yield await Promise.resolve(bytes.subarray(at, at + CHUNK_BYTES));
  }
}

const CHUNK_BYTES = 37;

/** The grammars are loaded once for all tests of a file. */
export function createTestParser(log: Log = silentLog): SourceParser {
  return createTreeSitterParser(createGrammarFiles(grammarFolders(fromRoot())), log);
}

const sharedParser = createTestParser();

export interface TestIndexOptions {
  readonly store?: IndexStore;
  readonly log?: Log;
  readonly files?: WorkspaceFiles;
  readonly parser?: SourceParser;
  readonly scope?: Partial<IndexScope>;
}

export function createTestIndex(root: string, options: TestIndexOptions = {}): RepositoryIndex {
  return createRepositoryIndex(
    {
      files: options.files ?? nodeWorkspaceFiles,
      store: options.store ?? createMemoryStore(),
      parser: options.parser ?? sharedParser,
      clock: systemClock,
      log: options.log ?? silentLog,
    },
    { folders: [{ name: 'workspace', root }], excludeGlobs: [], ...options.scope },
  );
}

/** An index that has read everything. */
export async function openTestIndex(root: string, options: TestIndexOptions = {}): Promise<RepositoryIndex> {
  const index = createTestIndex(root, options);
  await index.start([], new AbortController().signal);
  return index;
}

export function pathsOf(index: RepositoryIndex): string[] {
  return [...index.files()].map((file) => file.path).sort();
}

export const repositoryFixture = (name: string): string => fromRoot('test', 'fixtures', 'repositories', name);
