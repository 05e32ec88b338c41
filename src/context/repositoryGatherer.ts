import { throwIfAborted } from '../common/abort';
import type { Clock } from '../common/clock';
import type { ContextItem } from '../prompt/contextItem';
import type { TargetText } from '../prompt/targetText';
import { allCandidates } from './candidates/allCandidates';
import type { Surroundings } from './candidates/candidate';
import { readScene, type CursorScene } from './candidates/cursorScene';
import { identifiersOf } from './candidates/identifiers';
import { interestIn } from './candidates/interest';
import { createKnownFiles } from './candidates/knownFiles';
import { findSimilarCode } from './candidates/similarCode';
import { chooseItems } from './choice/chooseItems';
import { inDependencyOrder } from './choice/dependencyOrder';
import type { ContextGatherer, GatherRequest } from './contextGatherer';
import type { DeveloperTrail } from './developerTrail';
import type { GitHistory } from './gitHistory';
import type { RepositoryIndex } from './index/repositoryIndex';
import type { LanguageHint, LanguageHints } from './languageHints';
import { within } from './within';

export interface GathererParts {
  readonly index: RepositoryIndex;
  readonly trail: DeveloperTrail;
  readonly history: GitHistory;
  readonly hints: LanguageHints;
  readonly clock: Clock;
  /** What an editor can wait for when absent. */
  readonly patience?: GatherPatience;
}

/** How long gathering waits for what may come later. */
export interface GatherPatience {
  /** Language servers may be busy for minutes; what they say is never worth a delay that can be felt. */
  readonly hintsMs: number;
  /** For the imports of a file opened in a cold repository: what comes later, comes with the next plan. */
  readonly focusMs: number;
  /** For a file that is to be shown, twice at most: a share on a network may be slow, or gone for a while. */
  readonly diskMs: number;
}

const EDITOR_PATIENCE: GatherPatience = { hintsMs: 50, focusMs: 250, diskMs: 150 };

/** Gathers context from the whole repository. */
export function createRepositoryGatherer(parts: GathererParts): ContextGatherer {
  const { index, clock, patience = EDITOR_PATIENCE } = parts;
  const files = createKnownFiles(index, { clock, diskMs: patience.diskMs });

  const hints = createHintSource(parts, patience);
  const focus = createPatientFocus(parts, patience);

  async function surroundingsOf(request: GatherRequest, signal: AbortSignal): Promise<Surroundings> {
    const { target } = request;
    await focus.on(target.path, signal);
    const scene = readScene(target, index.importsOf(target.path), {
      prefixChars: request.shownPrefixChars,
      suffixChars: request.shownSuffixChars,
    });
    const [said, similar] = await Promise.all([
      hints.near(target, scene),
      findSimilarCode(scene, index, files),
    ]);
    throwIfAborted(signal);
    return {
      scene,
      index,
      files,
      openDocuments: request.openDocuments,
      trail: parts.trail.places(),
      history: parts.history,
      hints: said,
      similar,
      interest: interestIn(scene, similar),
    };
  }

  return {
    revision: () =>
      (index.progress.phase === 'ready' ? 1 : 0) +
      hints.lateAnswers +
      files.lateArrivals +
      focus.lateArrivals,
    lacks: (target, items) => lacksDefinition(target, items, index),
    gather: async (request, signal) => {
      throwIfAborted(signal);
      if (request.shareTokens <= 0) return [];
      noteTarget(index, request);
      const surroundings = await surroundingsOf(request, signal);
      const { scene } = surroundings;
      const items = await chooseItems({
        candidates: allCandidates(surroundings),
        files,
        budgetTokens: request.shareTokens,
        lineTokens: (line) => request.counter.count(`${line}\n`),
        tokensOf: (item) => request.tokensOf(item),
        shown: (path) => (path === scene.path ? shownLines(scene) : undefined),
      });
      throwIfAborted(signal);
      return ordered(items, index, scene.path);
    },
  };
}

interface PatientFocus {
  /** Files whose imports came too late for the plan that asked. */
  readonly lateArrivals: number;
  on(path: string, signal: AbortSignal): Promise<void>;
}

/** A file and what it imports are read first. What comes too late is waited for once, and is worth another plan. */
function createPatientFocus(
  { index, clock }: Pick<GathererParts, 'index' | 'clock'>,
  { focusMs }: GatherPatience,
): PatientFocus {
  const late = new Set<string>();
  let lateArrivals = 0;
  return {
    get lateArrivals() {
      return lateArrivals;
    },
    on: async (path, signal) => {
      if (late.has(path)) return;
      const work = index.focus(path, signal).then(() => true);
      if ((await within(focusMs, clock, work)) === true) return;
      late.add(path);
      work
        .then(
          () => (lateArrivals += 1),
          () => undefined, // Aborted: the next request asks for it again.
        )
        .finally(() => late.delete(path));
    },
  };
}

interface HintSource {
  /** Documents for which language servers answered too late for the plan that asked. */
  readonly lateAnswers: number;
  near(target: TargetText, scene: CursorScene): Promise<readonly LanguageHint[]>;
}

/** What language servers say in time. What they say late is worth another plan, once for each document. */
function createHintSource(
  { hints, clock }: Pick<GathererParts, 'hints' | 'clock'>,
  { hintsMs }: GatherPatience,
): HintSource {
  const answeredLate = new Set<string>();
  return {
    get lateAnswers() {
      return answeredLate.size;
    },
    near: async ({ uri, omittedBefore }, { cursorLine }) => {
      // Of a very large document only a part is at hand, so its lines have other numbers.
      if (omittedBefore > 0) return noHints;
      const asked = hints.near(uri, cursorLine);
      const inTime = await within(hintsMs, clock, asked);
      if (inTime !== undefined) return inTime;
      asked.then(
        (late) => late.length > 0 && answeredLate.add(uri),
        () => undefined, // A server that fails says nothing.
      );
      return noHints;
    },
  };
}

/** A name with more definitions than this does not clearly mean one of them. */
const MOST_MEANT_DEFINITIONS = 3;

/** Looks at the names in the line being written and the one above, by the target's imports. */
function lacksDefinition(
  { path, prefix }: TargetText,
  items: readonly ContextItem[],
  index: RepositoryIndex,
): boolean {
  const written = prefix.split('\n').slice(-2).join('\n');
  return [...new Set(identifiersOf(written))].some((name) => {
    const meant = index.resolve(path, name);
    if (meant.length === 0 || meant.length > MOST_MEANT_DEFINITIONS) return false;
    return meant.every(
      (definition) =>
        definition.path !== path &&
        !items.some((item) => item.path === definition.path && identifiersOf(item.text).includes(name)),
    );
  });
}

const noHints: readonly LanguageHint[] = [];

/** The index must read the target as it stands in the editor, not as it was saved. */
function noteTarget(index: RepositoryIndex, { target }: GatherRequest): void {
  if (target.omittedBefore > 0 || target.omittedAfter > 0) return;
  index.updateBuffer(target.path, target.prefix + target.suffix, target.version);
}

function shownLines(scene: CursorScene): { start: number; end: number } {
  return { start: scene.shownStartLine, end: scene.shownEndLine };
}

/** Imported files before those that import them; parts of the target itself stand nearest to it. */
function ordered(items: readonly ContextItem[], index: RepositoryIndex, targetPath: string): ContextItem[] {
  const byPath = new Map(items.map((item) => [item.path, item]));
  const own = byPath.get(targetPath);
  byPath.delete(targetPath);
  const order = inDependencyOrder([...byPath.keys()], (path) =>
    index.importsOf(path).flatMap(({ targets }) => targets),
  );
  const others = order.flatMap((path) => byPath.get(path) ?? []);
  return own === undefined ? others : [...others, own];
}
