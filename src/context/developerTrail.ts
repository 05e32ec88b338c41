import type { OpenDocument } from './promptPlanner';

/** A place that was edited. */
export interface EditedPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

/** Remembers where the developer edits, from the versions of the documents that go by. */
export interface DeveloperTrail {
  documentChanged(before: OpenDocument | undefined, after: OpenDocument): void;
  /** The latest first; edits close to each other count as one place. */
  places(): readonly EditedPlace[];
}

const KEPT_PLACES = 12;
/** Edits that lie this near to each other are one place. */
const SAME_PLACE_LINES = 15;

export function createDeveloperTrail(): DeveloperTrail {
  let places: readonly EditedPlace[] = [];
  return {
    documentChanged: (before, after) => {
      if (before === undefined || before.text === after.text) return;
      const place = { path: after.path, line: firstChangedLine(before.text, after.text) };
      const others = places.filter(
        ({ path, line }) => path !== place.path || Math.abs(line - place.line) > SAME_PLACE_LINES,
      );
      places = [place, ...others].slice(0, KEPT_PLACES);
    },
    places: () => places,
  };
}

function firstChangedLine(before: string, after: string): number {
  const length = Math.min(before.length, after.length);
  let line = 1;
  for (let at = 0; at < length && before.charCodeAt(at) === after.charCodeAt(at); at += 1) {
    if (after.charCodeAt(at) === LINE_FEED) line += 1;
  }
  return line;
}

const LINE_FEED = 10;
