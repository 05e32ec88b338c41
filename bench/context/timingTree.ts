import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { admissibleText, isIndexable } from '../../src/context/index/fileRules';
import { seededRandom } from '../random';

/** How large a tree of sources is to be. */
export interface TreeSize {
  readonly files: number;
  readonly megabytes: number;
}

export interface TimingTree {
  readonly root: string;
  remove(): void;
}

interface Source {
  /** Relative to the corpus, with `/`. */
  readonly path: string;
  readonly bytes: number;
}

// Folders of these names are never indexed, wherever they lie.
const PACKAGE_FOLDER = 'node_modules';

/** Makes a tree in a process of its own: what copying takes of memory is none of the index's. */
export function timingTreeOf(corpus: string, { files, megabytes }: TreeSize): TimingTree {
  const [bench = ''] = process.argv.slice(1);
  const args = [bench, TIMING_TREE_BENCH, corpus, String(files), String(megabytes)];
  const root = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** `npm run bench -- timing-tree CORPUS FILES MEGABYTES` prints the folder that it made. */
export const TIMING_TREE_BENCH = 'timing-tree';

export function benchTimingTree(args: readonly string[]): Promise<void> {
  const [corpus = '', files = '', megabytes = ''] = args;
  return new Promise((resolve) => {
    console.log(makeTimingTree(corpus, { files: Number(files), megabytes: Number(megabytes) }));
    resolve();
  });
}

/**
 * Copies so many real source files of the corpus to a temporary folder that the tree has the size asked for: the number
 * of files exactly, their bytes to within the size of one file. The same corpus gives the same tree. Throws an Error
 * when the corpus has too few files that the index would read.
 */
function makeTimingTree(corpus: string, { files, megabytes }: TreeSize): string {
  const root = mkdtempSync(path.join(tmpdir(), 'fillwright-timing-'));
  try {
    copyFiles(corpus, root, { files, bytes: megabytes * 1_000_000 });
  } catch (thrown) {
    rmSync(root, { recursive: true, force: true });
    throw thrown;
  }
  return root;
}

function copyFiles(corpus: string, root: string, wanted: { files: number; bytes: number }): void {
  const usual = wanted.bytes / wanted.files;
  const sources = shuffled(sourcesIn(corpus));
  const smaller = sources.filter(({ bytes }) => bytes <= usual);
  const larger = sources.filter(({ bytes }) => bytes > usual);
  let bytesLeft = wanted.bytes;
  for (let filesLeft = wanted.files; filesLeft > 0;) {
    const [first, second] = bytesLeft / filesLeft > usual ? [larger, smaller] : [smaller, larger];
    const source = first.pop() ?? second.pop();
    if (source === undefined) {
      const found = wanted.files - filesLeft;
      throw new Error(`${corpus} has ${found} source files to index, ${wanted.files} are wanted.`);
    }
    const content = readFileSync(path.join(corpus, source.path));
    if (admissibleText(content) === undefined) continue;
    const copy = path.join(root, source.path.replaceAll(PACKAGE_FOLDER, 'packages'));
    mkdirSync(path.dirname(copy), { recursive: true });
    writeFileSync(copy, content);
    filesLeft -= 1;
    bytesLeft -= content.length;
  }
}

function sourcesIn(corpus: string): Source[] {
  const found: Source[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(corpus, folder), { withFileTypes: true })) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !entry.name.startsWith('.')) visit(file);
      if (!entry.isFile()) continue;
      const { size: bytes } = statSync(path.join(corpus, file));
      if (isIndexable(file, bytes)) found.push({ path: file, bytes });
    }
  };
  visit('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function shuffled<T>(values: readonly T[]): T[] {
  const random = seededRandom(1);
  const keyed = values.map((value) => ({ value, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}
