import type { ProjectView } from '../imports/projectView';
import { baseName, directoryOf } from './indexPaths';

interface Config {
  readonly text: string;
  /** What each parsing function made of it. */
  readonly parsed: Map<(text: string) => unknown, unknown>;
}

interface Folder {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

const NONE: readonly string[] = [];
// Questions pile up while nobody crawls for them; a cold start asks about a few hundred folders at most.
const MOST_UNKNOWN = 2_000;

/** The files and folders the crawl has seen, and what the project files among them say. */
export class KnownPaths implements Omit<ProjectView, 'filesOfPackage'> {
  private readonly folders = new Map<string, Folder>();
  private readonly files = new Set<string>();
  private readonly byName = new Map<string, string[]>();
  private readonly configs = new Map<string, Config>();
  private readonly configNames = new Map<string, string[]>();
  private readonly unknown = new Set<string>();
  private changes = 0;

  /** `onBroken` hears of a project file that can't be read, once per text and question. */
  constructor(private readonly onBroken: (path: string, thrown: unknown) => void) {}

  /** Grows with every change of what import resolution may answer. */
  get generation(): number {
    return this.changes;
  }

  hasFile(path: string): boolean {
    if (this.files.has(path)) return true;
    this.note(directoryOf(path));
    return false;
  }

  hasDirectory(path: string): boolean {
    this.note(path);
    return this.folders.has(path);
  }

  filesIn(directory: string): readonly string[] {
    this.note(directory);
    return this.folders.get(directory)?.files ?? NONE;
  }

  directoriesIn(directory: string): readonly string[] {
    return this.folders.get(directory)?.directories ?? NONE;
  }

  filesNamed(name: string): readonly string[] {
    return this.byName.get(name) ?? NONE;
  }

  config<T>(path: string, parse: (text: string) => T): T | undefined {
    const config = this.configs.get(path);
    if (!config) return undefined;
    if (!config.parsed.has(parse)) {
      try {
        config.parsed.set(parse, parse(config.text));
      } catch (thrown) {
        config.parsed.set(parse, undefined);
        this.onBroken(path, thrown);
      }
    }
    return config.parsed.get(parse) as T | undefined;
  }

  configsNamed(name: string): readonly string[] {
    return this.configNames.get(name) ?? NONE;
  }

  /** Replaces what is known of one folder. */
  setDirectory(directory: string, files: readonly string[], directories: readonly string[]): void {
    const before = this.folders.get(directory);
    if (before && sameList(before.files, files) && sameList(before.directories, directories)) return;
    const kept = new Set(files);
    for (const path of before?.files ?? NONE) if (!kept.has(path)) this.drop(path);
    for (const path of files) this.add(path);
    this.folders.set(directory, { files, directories });
    this.changes += 1;
  }

  /** Forgets the folder and all below it; returns the files that were known there. */
  removeDirectory(directory: string): string[] {
    const folder = this.folders.get(directory);
    if (!folder) return [];
    this.folders.delete(directory);
    for (const path of folder.files) {
      this.drop(path);
      this.setConfig(path, undefined);
    }
    this.changes += 1;
    return [...folder.files, ...folder.directories.flatMap((below) => this.removeDirectory(below))];
  }

  setConfig(path: string, text: string | undefined): void {
    if (this.configs.get(path)?.text === text) return;
    const name = baseName(path);
    const others = (this.configNames.get(name) ?? []).filter((one) => one !== path);
    if (text === undefined) this.configs.delete(path);
    else this.configs.set(path, { text, parsed: new Map() });
    this.configNames.set(name, text === undefined ? others : [...others, path].sort());
    this.changes += 1;
  }

  /** Folders that questions were about since the last call and that have not been crawled. */
  takeUnknown(): string[] {
    const taken = [...this.unknown].filter((directory) => !this.folders.has(directory));
    this.unknown.clear();
    return taken;
  }

  private note(directory: string): void {
    if (!this.folders.has(directory) && this.unknown.size < MOST_UNKNOWN) this.unknown.add(directory);
  }

  private add(path: string): void {
    if (this.files.has(path)) return;
    this.files.add(path);
    const name = baseName(path);
    const named = this.byName.get(name);
    if (named) named.push(path);
    else this.byName.set(name, [path]);
  }

  private drop(path: string): void {
    this.files.delete(path);
    const name = baseName(path);
    const named = (this.byName.get(name) ?? []).filter((one) => one !== path);
    if (named.length > 0) this.byName.set(name, named);
    else this.byName.delete(name);
  }
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}
