import type { Clock } from '../../common/clock';
import type { Log } from '../../common/log';
import type { Crawl } from './crawl';
import { IGNORE_FILES } from './ignoreRules';
import { baseName, directoryOf } from './indexPaths';
import type { IndexingLoop } from './indexingLoop';
import type { IndexQueue } from './indexQueue';
import type { KnownPaths } from './knownPaths';
import { languageOf } from './languages';
import type { TextSource } from './textSource';

export interface ChangeFeedParts {
  readonly queue: IndexQueue;
  readonly crawl: Crawl;
  readonly known: KnownPaths;
  readonly loop: IndexingLoop;
  readonly texts: TextSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

// While somebody types, the file they type in is indexed twice a second, not at every key.
const BUFFER_DELAY_MS = 500;
// Events of a checkout arrive in bursts; waiting a moment looks at each folder once.
const CHANGE_DELAY_MS = 100;
// More changed folders than this are walked as one.
const MOST_FOLDERS_ONE_BY_ONE = 300;

/** Takes up what changes in the editor and on disk, many changes at once. */
export class ChangeFeed {
  private readonly editedPaths = new Set<string>();
  private readonly changedPaths = new Set<string>();
  private readonly scheduled = new Set<number>();
  private working: Promise<void> = Promise.resolve();

  /** `onChanged` hears of changes on disk once they are indexed. */
  constructor(
    private readonly parts: ChangeFeedParts,
    private readonly onChanged: () => void,
  ) {}

  updateBuffer(path: string, text: string, version: number): void {
    const { buffers } = this.parts.texts;
    const before = buffers.get(path);
    if (before && (before.version > version || before.text === text)) return;
    buffers.set(path, { text, version, modifiedMs: Date.now() });
    this.editedPaths.add(path);
    this.schedule(BUFFER_DELAY_MS);
  }

  dropBuffer(path: string): void {
    if (!this.parts.texts.buffers.delete(path)) return;
    this.editedPaths.add(path);
    this.schedule(BUFFER_DELAY_MS);
  }

  filesChanged(paths: readonly string[]): void {
    for (const path of paths) this.changedPaths.add(path);
    this.schedule(CHANGE_DELAY_MS);
  }

  async settled(): Promise<void> {
    do {
      await this.takeUp();
      await this.parts.loop.run();
    } while (this.editedPaths.size + this.changedPaths.size + this.parts.queue.size > 0);
  }

  private schedule(delayMs: number): void {
    const { clock, signal } = this.parts;
    if (this.scheduled.has(delayMs)) return;
    this.scheduled.add(delayMs);
    clock
      .sleep(delayMs, signal)
      .then(() => {
        this.scheduled.delete(delayMs);
        return this.takeUp();
      })
      .catch(() => this.scheduled.delete(delayMs)); // Only the end of the session gets here.
  }

  /** One batch after the other: two walks over the same folder would undo each other's work. */
  private takeUp(): Promise<void> {
    this.working = this.working.then(() => this.applyChanges());
    return this.working;
  }

  private async applyChanges(): Promise<void> {
    const { crawl, known, loop, queue, log } = this.parts;
    const edited = [...this.editedPaths];
    const changed = [...this.changedPaths];
    this.editedPaths.clear();
    this.changedPaths.clear();
    try {
      if (changed.length > 0) await this.lookAgain(changed);
      await Promise.all(edited.map((path) => crawl.reach(directoryOf(path))));
      const sources = new Set([...edited, ...changed].filter((path) => languageOf(path) !== undefined));
      const indexed = [...sources].filter((path) => known.hasFile(path)).map((path) => queue.addUrgent(path));
      void loop.run();
      // Not for all that waits: the next edit must not wait for the whole workspace.
      await Promise.all(indexed);
      if (changed.length > 0) this.onChanged();
    } catch (thrown) {
      log.error('Some changes in the workspace could not be indexed', thrown);
    }
  }

  private async lookAgain(changed: readonly string[]): Promise<void> {
    const { crawl, known, signal } = this.parts;
    const folders = new Set(changed.map(directoryOf));
    const rulesChanged = changed.some((path) => IGNORE_FILES.some((name) => name === baseName(path)));
    if (rulesChanged || folders.size > MOST_FOLDERS_ONE_BY_ONE) return crawl.restart(signal);
    for (const path of changed) if (known.hasDirectory(path)) folders.add(path);
    await crawl.again([...folders], signal);
  }
}
