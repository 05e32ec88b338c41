import { CONFIG_FILES } from '../imports/projectView';
import { decodeText } from './decodeText';
import type { DirectoryScanner } from './directoryScanner';
import { baseName, directoryOf, joinPath, type IndexPaths } from './indexPaths';
import { ancestorsOf } from '../imports/ancestors';
import type { KnownPaths } from './knownPaths';
import { languageOf } from './languages';
import { forEachLimited } from './forEachLimited';
import type { FileStat, WorkspaceFiles } from './workspaceFiles';

/** What the crawl tells of what it finds. */
export interface CrawlSink {
  /** A source file by its name, with what the disk says of it now. */
  readonly found: (path: string, stat: FileStat) => void;
  readonly gone: (paths: readonly string[]) => void;
  /** Awaited before the first `found`. */
  readonly ready: () => Promise<void>;
}

export interface CrawlParts {
  readonly files: WorkspaceFiles;
  readonly paths: IndexPaths;
  readonly scanner: DirectoryScanner;
  readonly known: KnownPaths;
}

// Enough to keep a slow network disk busy; few enough to leave the thread pool to others.
const FOLDERS_AT_ONCE = 16;
// compile_commands.json of a large project has tens of megabytes; its include folders repeat.
const LARGEST_CONFIG_BYTES = 32_000_000;
/** Where build tools leave their project files, in folders that are mostly ignored. */
const BUILD_CONFIGS = ['build/compile_commands.json', 'out/compile_commands.json'];

/** Walks the workspace's folders, outward from where it is sent first. */
export class Crawl {
  private readonly visits = new Map<string, Promise<void>>();

  constructor(
    private readonly parts: CrawlParts,
    private readonly sink: CrawlSink,
  ) {}

  /** Makes one folder known, and those above it. */
  async reach(directory: string): Promise<void> {
    for (const ancestor of ancestorsOf(directory).reverse()) {
      await this.visit(ancestor);
      // Below an ignored or absent folder nothing is known either.
      if (!this.parts.known.hasDirectory(ancestor)) return;
    }
  }

  all(signal: AbortSignal): Promise<void> {
    return this.tree([''], signal);
  }

  /** Looks at the folders again, and at all that is new above and below them. */
  async again(directories: readonly string[], signal: AbortSignal): Promise<void> {
    const all = [...new Set(directories.flatMap((directory) => this.upToKnown(directory)))];
    for (const directory of all) {
      this.parts.scanner.forget(directory);
      this.visits.delete(directory);
    }
    await this.tree(withoutNested(all), signal);
  }

  /** Looks at everything again. */
  async restart(signal: AbortSignal): Promise<void> {
    this.parts.scanner.forgetAll();
    this.visits.clear();
    await this.tree([''], signal);
  }

  /** The folder and those above it, as far as they are new; then the one that lists the first of them. */
  private upToKnown(directory: string): string[] {
    const ancestors = ancestorsOf(directory);
    const known = ancestors.findIndex((ancestor) => this.parts.known.hasDirectory(ancestor));
    return known === -1 ? ancestors : ancestors.slice(0, known + 1);
  }

  private async tree(roots: readonly string[], signal: AbortSignal): Promise<void> {
    let level = [...roots];
    while (level.length > 0 && !signal.aborted) {
      await forEachLimited(level, FOLDERS_AT_ONCE, async (directory) => {
        if (!signal.aborted) await this.visit(directory);
      });
      level = level.flatMap((directory) => this.parts.known.directoriesIn(directory));
    }
  }

  private visit(directory: string): Promise<void> {
    const before = this.visits.get(directory);
    if (before) return before;
    const visiting = this.visitNow(directory);
    this.visits.set(directory, visiting);
    return visiting;
  }

  private async visitNow(directory: string): Promise<void> {
    const { known, scanner } = this.parts;
    const listing = await scanner.list(directory);
    if (!listing) return this.forget(directory);
    const keptFiles = new Set(listing.files);
    const keptDirectories = new Set(listing.directories);
    this.sink.gone(known.filesIn(directory).filter((path) => !keptFiles.has(path)));
    for (const below of known.directoriesIn(directory)) if (!keptDirectories.has(below)) this.forget(below);
    await this.readConfigs(directory, listing.files);
    known.setDirectory(directory, listing.files, listing.directories);
    await this.statSources(listing.files);
  }

  private forget(directory: string): void {
    const { known, scanner } = this.parts;
    this.sink.gone(known.removeDirectory(directory));
    for (const path of [...this.visits.keys()]) {
      if (path !== directory && !path.startsWith(`${directory}/`)) continue;
      scanner.forget(path);
      this.visits.delete(path);
    }
  }

  private async readConfigs(directory: string, listed: readonly string[]): Promise<void> {
    const { known, paths } = this.parts;
    const configs = listed.filter((path) => CONFIG_FILES.has(baseName(path)));
    if (paths.folders.includes(directory))
      configs.push(...BUILD_CONFIGS.map((path) => joinPath(directory, path)));
    for (const path of known.filesIn(directory)) {
      if (CONFIG_FILES.has(baseName(path)) && !configs.includes(path)) known.setConfig(path, undefined);
    }
    await Promise.all(configs.map(async (path) => known.setConfig(path, await this.readText(path))));
  }

  private async readText(path: string): Promise<string | undefined> {
    const absolute = this.parts.paths.absolute(path);
    const bytes = absolute === undefined ? undefined : await this.parts.files.read(absolute);
    return bytes === undefined || bytes.length > LARGEST_CONFIG_BYTES ? undefined : decodeText(bytes);
  }

  private async statSources(listed: readonly string[]): Promise<void> {
    const { files, paths } = this.parts;
    const sources = listed.filter((path) => languageOf(path) !== undefined);
    const stats = await files.stats(sources.map((path) => paths.absolute(path) ?? ''));
    await this.sink.ready();
    sources.forEach((path, at) => {
      const stat = stats[at];
      if (stat?.kind === 'file') this.sink.found(path, stat);
      else this.sink.gone([path]);
    });
  }
}

/** Folders that lie in none of the others: walking those comes by these. */
function withoutNested(directories: readonly string[]): string[] {
  const all = new Set(directories);
  return directories.filter(
    (directory) => directory === '' || !ancestorsOf(directoryOf(directory)).some((one) => all.has(one)),
  );
}
