import type { Log } from '../../common/log';
import { holdsSecret } from '../secretText';
import type { SourceParser } from '../parsing/parsedSource';
import { admissibleText, isGenerated, isIndexable } from './fileRules';
import type { FileTable } from './fileTable';
import type { IndexPaths } from './indexPaths';
import { languageOf } from './languages';
import type { Buffer, TextSource } from './textSource';
import { textHash } from './textHash';
import type { FileStat, WorkspaceFiles } from './workspaceFiles';

export interface FileIndexerParts {
  readonly files: WorkspaceFiles;
  readonly paths: IndexPaths;
  readonly parser: SourceParser;
  readonly texts: TextSource;
  readonly table: FileTable;
  readonly log: Log;
}

/** The bytes of a file that waits to be indexed, with what the disk said of it before it was read. */
export interface ReadFile {
  readonly path: string;
  readonly stat: FileStat | undefined;
  readonly bytes: Uint8Array | undefined;
}

/** Reads files and puts what is in them into the table. What goes wrong costs that file only. */
export interface FileIndexer {
  read(path: string, stat: FileStat | undefined): Promise<ReadFile>;
  index(file: ReadFile): Promise<void>;
}

export function createFileIndexer({
  files,
  paths,
  parser,
  texts,
  table,
  log,
}: FileIndexerParts): FileIndexer {
  const put = async (
    path: string,
    text: string,
    facts: { sizeBytes: number; modifiedMs: number },
  ): Promise<void> => {
    const language = languageOf(path);
    if (language === undefined) return;
    const hash = textHash(text);
    const before = table.get(path);
    if (before?.textHash === hash) return table.touch(before, facts);
    texts.forget(path);
    const source = await parser.parse(path, language, text);
    table.put(
      table.record({ path, language, textHash: hash, generated: isGenerated(path, text), ...facts }, source),
    );
  };

  const indexBuffer = async (path: string, { text, modifiedMs }: Buffer): Promise<void> => {
    // UTF-16 units stand in for bytes: the size only matters to the file on disk.
    if (!isIndexable(path, text.length) || holdsSecret(text)) table.remove(path);
    else await put(path, text, { sizeBytes: text.length, modifiedMs });
  };

  return {
    read: async (path, knownStat) => {
      if (texts.buffers.has(path)) return { path, stat: undefined, bytes: undefined };
      const absolute = paths.absolute(path) ?? '';
      const stat = knownStat ?? (await files.stats([absolute]))[0];
      const fits = stat?.kind === 'file' && isIndexable(path, stat.sizeBytes);
      return { path, stat, bytes: fits ? await files.read(absolute) : undefined };
    },
    index: async ({ path, stat, bytes }) => {
      try {
        const buffer = texts.buffers.get(path);
        if (buffer) return await indexBuffer(path, buffer);
        const text = bytes && admissibleText(bytes);
        if (!bytes || !stat) table.remove(path);
        else if (text === undefined) table.reject(path, stat);
        else await put(path, text, { sizeBytes: stat.sizeBytes, modifiedMs: stat.modifiedMs });
      } catch (thrown) {
        table.remove(path);
        log.error(`${path} could not be indexed and is left out`, thrown);
      }
    },
  };
}
